/** The provider of groups over a scripted Graph. */
import type { FailureError } from '../../src/domain/failure.ts';
import { groupPermissions, optionalPermissions } from '../../src/domain/permissions.ts';
import type { HttpClient, HttpRequest } from '../../src/http/client.ts';
import { createGroupsProvider } from '../../src/providers/groups.ts';

/** What the token covers unless a test says less. */
export const allPermissions = [...Object.values(groupPermissions), ...Object.values(optionalPermissions)];

export const consentUrl = 'https://consent.test/';

/** Rows of the service, each of a group of its own. */
export const rows = (count: number, members: object = {}) =>
  Array.from({ length: count }, (_, n) => ({
    id: `i${n}`,
    groupId: `g${n}`,
    accessId: 'member',
    memberType: 'direct',
    ...members,
  }));

type Answer = (request: HttpRequest) => unknown;

/** @param answers by a part of the address; the first that fits answers, and nothing else may be asked */
export function createScripted(
  answers: Record<string, Answer>,
  granted: readonly string[] | undefined = allPermissions,
  groupIds?: readonly string[],
) {
  const asked: HttpRequest[] = [];
  const tokens: string[] = [];
  const http: HttpClient = {
    async request(request) {
      asked.push(request);
      const [, answer] = Object.entries(answers).find(([part]) => request.url.includes(part)) ?? [];
      if (!answer) throw new Error(`Nobody expected ${request.url}`);
      return { status: 200, headers: new Headers(), serverNow: 0, body: answer(request) };
    },
    serverNow: () => 0,
    aheadMs: async () => 0,
    as: () => http,
  };
  const provider = createGroupsProvider({
    http,
    now: () => 0,
    sleep: async () => undefined,
    granted: async () => granted,
    consentUrl: async () => consentUrl,
    groupIdsInNewToken: async () => (tokens.push('minted'), groupIds),
  });
  return { provider, asked, tokens, urls: () => asked.map(({ url }) => decodeURIComponent(url)) };
}

export const list = (value: object[]) => () => ({ value });

/** What the work fails with; `undefined` where it does not. */
export const failing = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (thrown: FailureError) => thrown.failure,
  );
