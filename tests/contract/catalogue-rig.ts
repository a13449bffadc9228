/** Refusals as a person meets them: by activating, checking, or reading the lists. */
import { expect } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import type { Ask } from '../../src/domain/policy.ts';
import type { Source } from '../../src/domain/role.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import { failureText } from '../../src/platform/failure-text.ts';
import type { FaultSpec } from '../emulator/faults.ts';
import type { DeepPartial, Knobs } from '../emulator/knobs.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { getMessage } from '../unit/ui-harness.tsx';
import { armHost, graphHost } from './providers-rig.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000, interval: 5 });
export const texts = createTexts(getMessage, 'en');

export type Role = readonly [source: Source, roleName: string, scopeName?: string];

export async function signedIn(knobs: DeepPartial<Knobs> = {}, before: (rig: WorkerRig) => void = () => {}) {
  const rig = await createWorkerRig({ knobs });
  before(rig);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  const own = rig.state().of(await rig.account());
  for (const source of ['entra', 'azure'] as const) {
    await eventually(async () => {
      const { readAt, readingSince, failure } = await own.eligibilities(source).read();
      return readingSince === undefined && (readAt ?? failure) !== undefined;
    }).toBe(true);
  }
  return rig;
}

/** Asks for a role as the form does, and gives what it failed with. */
export async function activate(
  rig: WorkerRig,
  [, name, scope]: Role,
  own: Partial<Ask> = {},
): Promise<Failure> {
  const { key } = await rig.role(name, scope);
  const ask = { minutes: 30, justification: 'Release', ...own };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
  await eventually(async () => (await rig.journal())[0]?.state).toBe('failed');
  const [entry] = await rig.journal();
  return entry!.failure!;
}

/** Has a role checked: an activation that lacks nothing but proof need not end there. */
export async function check(rig: WorkerRig, [, name, scope]: Role, own: Partial<Ask> = {}): Promise<Failure> {
  const { key } = await rig.role(name, scope);
  const ask = { minutes: 30, justification: 'Release', ...own };
  await rig.send('check', { checkId: crypto.randomUUID(), requests: [{ key, ask }] });
  const item = rig.state().of(await rig.account()).check;
  const result = async () => (await item.read())?.rows[key];
  await eventually(async () => (await result())?.result).toBe('refused');
  const refused = await result();
  if (refused?.result !== 'refused') throw new Error('Not refused');
  return refused.failure;
}

/** Reads the eligible roles of a source anew, and gives what that failed with. */
export async function refresh(rig: WorkerRig, source: Source): Promise<Failure> {
  const item = rig
    .state()
    .of(await rig.account())
    .eligibilities(source);
  await rig.send('refreshRoles', { sources: [source] });
  await eventually(async () => (await item.read()).failure).toBeDefined();
  return (await item.read()).failure!;
}

export const hosts = { entra: graphHost, azure: armHost } as const;
export const user: Role = ['entra', 'User Administrator'];

export type Said = Pick<Extract<FaultSpec, { kind: 'refusal' }>, 'status' | 'code' | 'message'>;

/** The service refuses the activation with these words. */
export function refuse(rig: WorkerRig, source: Source, said: Said): void {
  const path = /roleAssignmentScheduleRequests(\/[\w-]+)?$/;
  rig.emulator.faults.add({ kind: 'refusal', ...said, host: hosts[source as 'entra'], path, times: 1 });
}

/** Code and words are kept; the sentences are there, are no fallback, and are not those of another kind. */
export function expectSaid(
  failure: Failure,
  code: string,
  kind: Failure['kind'],
  about: 'activation' | 'roles',
) {
  expect(failure).toMatchObject({ kind, code });
  expect(failure.status).toBeGreaterThanOrEqual(400);
  expect(failure.message).toBeTruthy();
  const { what, means, next } = failureText(failure, about, texts);
  for (const sentence of [what, means, next]) expect(sentence).toMatch(/^[A-Z“].*[.?]$/);
  if (kind !== 'refused') {
    const { what: fallback } = failureText({ kind: 'refused' }, about, texts);
    expect(what).not.toBe(fallback);
  }
}

/** Codes that were met, so that none is forgotten. */
export const met = new Set<string>();

/** A request of Ada's that Hoist knows nothing of. */
export async function asAda(
  rig: WorkerRig,
  api: 'graph' | 'arm',
  method: string,
  url: string,
  body: unknown,
) {
  const upn = people.ada.userPrincipalName;
  const token = await rig.emulator.tokens.issue({ upn, clientId: hoistClientId, api });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return rig.emulator.fetch(new Request(url, { method, headers, body: JSON.stringify(body) }));
}

export async function sendElsewhere(rig: WorkerRig, schedule: object): Promise<void> {
  const role = await rig.role(user[1]);
  const url = `https://${graphHost}/v1.0/roleManagement/directory/roleAssignmentScheduleRequests`;
  const sent = await asAda(rig, 'graph', 'POST', url, {
    action: 'selfActivate',
    principalId: people.ada.id,
    roleDefinitionId: role.roleDefinitionId,
    directoryScopeId: role.scope.id,
    justification: 'From the portal',
    scheduleInfo: { ...schedule, expiration: { type: 'AfterDuration', duration: 'PT1H' } },
  });
  expect(sent.status).toBe(201);
}
