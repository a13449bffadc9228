/** The providers over the embedded cloud: Ada's account, her tokens, and a browser's clock of its own. */
import type { Account } from '../../src/domain/account.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import type { Ask } from '../../src/domain/policy.ts';
import type { Eligibility, Source } from '../../src/domain/role.ts';
import { createHttpClient, type HttpClient } from '../../src/http/client.ts';
import { clouds } from '../../src/domain/clouds.ts';
import { createAzureProvider } from '../../src/providers/azure.ts';
import { createEntraProvider } from '../../src/providers/entra.ts';
import { createGroupsProvider } from '../../src/providers/groups.ts';
import type { ListGap } from '../../src/providers/list-gap.ts';
import type { PimProvider, SendOutcome } from '../../src/providers/provider.ts';
import { createEmulator, type Emulator } from '../emulator/emulator.ts';
import { fetchFrom } from '../emulator/fetch-from.ts';
import type { DeepPartial, Knobs } from '../emulator/knobs.ts';
import { contoso } from '../emulator/seeds/contoso.ts';
import { contosoTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import type { PimSeed } from '../emulator/pim/seed.ts';
import { sharedKeys } from './shared-keys.ts';

export const start = Date.UTC(2026, 9, 9, 8, 0, 0, 250);
export const graphHost = clouds.public.hosts.graph;
export const armHost = clouds.public.hosts.arm;

export interface TokenClaims {
  scp?: readonly string[];
  amr?: readonly string[];
  acrs?: readonly string[];
  capabilities?: readonly string[];
}

export interface RigOptions {
  readonly knobs?: DeepPartial<Knobs>;
  readonly extra?: { readonly directory?: number; readonly azure?: number };
  readonly person?: keyof typeof people;
  /** How far the browser's clock is ahead of the cloud's, in ms. */
  readonly browserAheadMs?: number;
  readonly timeoutMs?: number;
}

export interface Rig {
  readonly emulator: Emulator;
  readonly seed: PimSeed;
  readonly account: Account;
  readonly http: HttpClient;
  readonly entra: PimProvider;
  readonly azure: PimProvider;
  readonly groups: PimProvider;
  readonly gaps: ListGap[];
  /** What the next tokens carry; changed by tests. */
  readonly claims: TokenClaims;
  /** The browser's clock. */
  now(): number;
  /** Time passes, for the browser and the cloud alike. */
  pass(ms: number): void;
  /** A role of Ada's by its name, and by the name of its scope where the name is not enough. */
  role(source: Source, name: string, scope?: string): Promise<Eligibility>;
  entry(role: Eligibility, ask?: Partial<Ask>): Activation;
  /** Sends what a journal entry asks for. */
  send(entry: Activation): Promise<SendOutcome>;
  provider(source: Source): PimProvider;
  /** Answers requests to some addresses in the cloud's place. */
  answerWith(which: (url: URL) => boolean, status: number, body: unknown): void;
}

/** Every answer of a real service is dated; those that the cloud sends in here come without a server around them. */
function dated(emulator: Emulator): typeof fetch {
  const send = fetchFrom(emulator, 'chrome-extension://hoist');
  return async (input, init) => {
    const answer = await send(input, init);
    if (!answer.headers.has('date')) answer.headers.set('date', new Date(emulator.clock.now()).toUTCString());
    return answer;
  };
}

export function createRig(options: RigOptions = {}): Rig {
  let time = start;
  const ahead = options.browserAheadMs ?? 0;
  const now = () => time + ahead;
  const pass = (ms: number) => {
    time += ms;
  };
  const { pim: seed, ...directory } = contoso({
    now: start,
    ...(options.extra ? { extra: options.extra } : {}),
  });
  const emulator = createEmulator({
    seed: { ...directory, pim: seed },
    now: () => time,
    keys: sharedKeys,
    ...(options.knobs ? { knobs: options.knobs } : {}),
  });
  const person = people[options.person ?? 'ada'];
  const claims: TokenClaims = {};
  const answers: { which: (url: URL) => boolean; status: number; body: unknown }[] = [];
  const answer = dated(emulator);
  const http = createHttpClient({
    fetch: async (url, init) => {
      const own = answers.find(({ which }) => which(new URL(url)));
      return own ? Response.json(own.body, { status: own.status }) : answer(url, init);
    },
    tokens: {
      getToken: (api) =>
        emulator.tokens.issue({ upn: person.userPrincipalName, clientId: hoistClientId, api, ...claims }),
    },
    now,
    sleep: async (ms) => pass(ms),
    newId: () => crypto.randomUUID(),
    cloud: clouds.public,
    random: () => 0,
    timeoutMs: options.timeoutMs ?? 5_000,
  });
  const gaps: ListGap[] = [];
  const onListGap = (gap: ListGap) => void gaps.push(gap);
  const entra = createEntraProvider({
    http,
    now,
    onListGap,
    granted: async () => claims.scp,
    async roleIdsInNewToken() {
      return emulator.pim.wids(person.id);
    },
  });
  const azure = createAzureProvider({ http, onListGap });
  const groups = createGroupsProvider({
    http,
    now,
    sleep: async (ms) => pass(ms),
    granted: async () => claims.scp,
    consentUrl: async () => 'https://consent.test/',
    groupIdsInNewToken: async () => emulator.pim.groups(person.id),
    onListGap,
  });
  const providers: Record<Source, PimProvider> = { entra, azure, groups };
  const provider = (source: Source) => providers[source];
  const account: Account = {
    cloud: 'public',
    objectId: person.id,
    tenantId: contosoTenant.id,
    homeAccountId: `${person.id}.${contosoTenant.id}`,
    username: person.userPrincipalName,
    name: person.displayName,
  };
  return {
    emulator,
    seed,
    account,
    http,
    entra,
    azure,
    groups,
    gaps,
    claims,
    now,
    pass,
    provider,
    answerWith: (which, status, body) => void answers.push({ which, status, body }),
    async role(source, name, scope) {
      const rows = await provider(source).listEligibilities(account);
      const found = rows.filter(
        (row) => row.roleName === name && (scope === undefined || row.scope.name === scope),
      );
      if (found.length !== 1) throw new Error(`${found.length} roles called ${name} at ${scope}`);
      return found[0]!;
    },
    entry(role, ask = {}) {
      const full: Ask = { minutes: 60, justification: 'Daily PIM elevation', ...ask };
      const recorded = newActivation({
        id: crypto.randomUUID(),
        bulkId: crypto.randomUUID(),
        role,
        ask: full,
        origin: 'page',
        at: now(),
      });
      return { ...recorded, state: 'sending', sentAt: now() };
    },
    send: (entry) => provider(entry.role.source).activate(account, entry),
  };
}

/** A role of Ada's: its service, its name and, where the name is not enough, the name of its scope. */
export type Named = readonly [source: Source, role: string, scope?: string | undefined];

/** Sends an activation of the named role; the cloud's journal then holds that request alone. */
export async function sendNamed(rig: Rig, [source, name, scope]: Named, ask?: Partial<Ask>) {
  const entry = rig.entry(await rig.role(source, name, scope), ask);
  rig.emulator.journal.clear();
  return { entry, outcome: await rig.send(entry) };
}
