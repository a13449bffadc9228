/**
 * Use cases without a browser: storage in memory that outlives a worker, a clock that jumps to the end of each sleep,
 * and a PIM service whose answers the test scripts.
 */
import type { Account } from '../../src/domain/account.ts';
import type { Activation } from '../../src/domain/activation.ts';
import type { RequestSnapshot } from '../../src/domain/request-entry.ts';
import type { Deactivation } from '../../src/domain/deactivation.ts';
import type { EffectAnswer } from '../../src/domain/effect.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { ActivationPolicy } from '../../src/domain/policy.ts';
import {
  type Assignment,
  type Eligibility,
  type RoleKey,
  roleKey,
  type Source,
} from '../../src/domain/role.ts';
import { createActivateRoles } from '../../src/background/use-cases/activate-roles.ts';
import { createDeactivateRoles } from '../../src/background/use-cases/deactivate-roles.ts';
import { createFollowActivations } from '../../src/background/use-cases/follow-activations.ts';
import type { FollowOptions } from '../../src/background/use-cases/follow-requests.ts';
import { createFollowDeactivations } from '../../src/background/use-cases/follow-deactivations.ts';
import {
  createProveIdentity,
  type ProveIdentity,
  type ProveIdentityOptions,
} from '../../src/background/use-cases/prove-identity.ts';
import { releaseRole } from '../../src/background/use-cases/release-role.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { createAlarms } from '../../src/platform/alarms.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { CheckOutcome } from '../../src/providers/check.ts';
import type { EndOutcome, PimProvider, SendOutcome } from '../../src/providers/provider.ts';
import { createMemoryStorage, type MemoryStorage } from './memory-storage.ts';

export const ada: Account = {
  cloud: 'public',
  objectId: 'aaaaaaaa-0000-4000-8000-000000000001',
  tenantId: 'cccccccc-0000-4000-8000-000000000001',
  homeAccountId: 'aaaaaaaa-0000-4000-8000-000000000001.cccccccc-0000-4000-8000-000000000001',
  username: 'ada@contoso.com',
  name: 'Ada Lovelace',
};

export function eligibility(source: Source, name: string): Eligibility {
  const scope = source === 'entra' ? '/' : '/subscriptions/s1';
  return {
    key: roleKey(source, name, scope),
    source,
    roleName: name,
    roleDefinitionId: name,
    templateId: name,
    scope: { kind: source === 'entra' ? 'directory' : 'subscription', id: scope, name: 'Contoso' },
    memberType: 'direct',
  };
}

/** Answers by script; a member that is not scripted fails the test by throwing. */
export type ScriptedProvider = { -readonly [K in keyof PimProvider]: PimProvider[K] };

export function scripted(source: Source, script: Partial<ScriptedProvider>): ScriptedProvider {
  const unscripted = (name: string) => () => Promise.reject(new Error(`${source}.${name} was not expected`));
  return {
    source,
    resendIsSafe: source === 'azure',
    listEligibilities: unscripted('listEligibilities') as () => Promise<Eligibility[]>,
    listAssignments: unscripted('listAssignments') as () => Promise<Assignment[]>,
    readPolicies: unscripted('readPolicies') as () => Promise<Map<RoleKey, ActivationPolicy>>,
    activate: unscripted('activate') as () => Promise<SendOutcome>,
    check: unscripted('check') as () => Promise<CheckOutcome>,
    deactivate: unscripted('deactivate') as () => Promise<EndOutcome>,
    findDeactivation: unscripted('findDeactivation') as () => Promise<RequestSnapshot | undefined>,
    readRequest: unscripted('readRequest') as () => Promise<RequestSnapshot | undefined>,
    cancel: unscripted('cancel') as () => Promise<void>,
    probeEffect: unscripted('probeEffect') as () => Promise<Map<RoleKey, EffectAnswer>>,
    findRequest: unscripted('findRequest') as () => Promise<RequestSnapshot | undefined>,
    ...script,
  };
}

export interface SimulatedClock {
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Sleeps in order, in ms. */
  readonly slept: number[];
}

export function createSimulatedClock(start = Date.UTC(2026, 10, 23, 8)): SimulatedClock {
  let time = start;
  const slept: number[] = [];
  return {
    now: () => time,
    slept,
    async sleep(ms) {
      slept.push(ms);
      time += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

export interface WorkerLife {
  readonly state: ReturnType<typeof createWorkerState>;
  readonly activate: ReturnType<typeof createActivateRoles>;
  readonly following: ReturnType<typeof createFollowActivations>;
  readonly proving: ProveIdentity;
  readonly deactivate: ReturnType<typeof createDeactivateRoles>;
  readonly followingEnds: ReturnType<typeof createFollowDeactivations>;
  readonly news: Activation[];
  readonly endNews: Deactivation[];
  readonly signInNeeded: Failure[];
  /** Names of alarms that are set, with their times. */
  readonly alarms: Map<string, number>;
  /** What could not be written beside the entries. */
  readonly defects: unknown[];
  journal(): Promise<Activation[]>;
  deactivations(): Promise<Deactivation[]>;
  /** Resolves when everything that `activate` set going is done. */
  done(): Promise<void>;
}

const noStepUp = () => Promise.reject(new Error('No window was expected'));

let ids = 0;

/** One life of the worker over `area`; another life over the same area knows only what was stored. */
export function createWorkerLife(
  area: MemoryStorage,
  served: Omit<Record<Source, PimProvider>, 'groups'> & { readonly groups?: PimProvider },
  clock: SimulatedClock,
  makeReady: FollowOptions<Activation>['makeReady'] = async () => undefined,
  stepUp: ProveIdentityOptions['stepUp'] = noStepUp,
): WorkerLife {
  const providers: Record<Source, PimProvider> = { groups: scripted('groups', {}), ...served };
  const state = createWorkerState(createItemStore(area));
  const news: Activation[] = [];
  const signInNeeded: Failure[] = [];
  const alarms = new Map<string, number>();
  const running: Promise<void>[] = [];
  const defects: unknown[] = [];
  const endNews: Deactivation[] = [];
  const followingWith = {
    state,
    providers,
    makeReady,
    alarms: createAlarms(
      { create: (name, { when }) => alarms.set(name, when ?? 0), clear: async (name) => alarms.delete(name) },
      clock.now,
    ),
    now: clock.now,
    sleep: clock.sleep,
    onSignInNeeded: async (failure: Failure) => void signInNeeded.push(failure),
  };
  const following = createFollowActivations({
    ...followingWith,
    async onNews(account, entry) {
      news.push(entry);
      if (entry.state === 'proofNeeded') running.push(proving.onNeeded(account, entry));
    },
  });
  const proving = createProveIdentity({
    state,
    stepUp,
    happened: following.happened,
    follow: (account) => void running.push(following.follow(account)),
    onProved: async () => undefined,
    workerId: `worker-${++ids}`,
    now: clock.now,
  });
  const followingEnds = createFollowDeactivations({
    ...followingWith,
    async onNews(account, entry) {
      await releaseRole(state, account, entry);
      endNews.push(entry);
    },
  });
  return {
    state,
    following,
    proving,
    followingEnds,
    news,
    endNews,
    signInNeeded,
    alarms,
    defects,
    activate: createActivateRoles({
      state,
      now: clock.now,
      newId: () => `id-${++ids}`,
      watch: following.watch,
      follow: (account) => void running.push(following.follow(account)),
      reportError: (error) => void defects.push(error),
    }),
    deactivate: createDeactivateRoles({
      state,
      now: clock.now,
      newId: () => `end-${++ids}`,
      watch: followingEnds.watch,
      follow: (account) => void running.push(followingEnds.follow(account)),
    }),
    journal: () => state.of(ada).journal.read(),
    deactivations: () => state.of(ada).deactivations.read(),
    async done() {
      // What is running may set more going.
      for (let done = 0; done < running.length;) {
        done = running.length;
        await Promise.all(running);
      }
    },
  };
}

/** Storage of somebody who is signed in and has these eligible roles. */
export async function signedInStorage(roles: readonly Eligibility[]): Promise<MemoryStorage> {
  const area = createMemoryStorage();
  const state = createWorkerState(createItemStore(area));
  await state.session.write({ status: 'signedIn', account: ada });
  for (const source of ['entra', 'azure'] as const) {
    await state
      .of(ada)
      .eligibilities(source)
      .write({ rows: roles.filter((role) => role.source === source) });
  }
  return area;
}

/** The role as an activation of `agoMs` ago left it in the list. */
export function activated(role: Eligibility, clock: SimulatedClock, agoMs: number): Assignment {
  return {
    ...role,
    assignmentType: 'activated',
    startsAt: isoInstant(clock.now() - agoMs),
    endsAt: isoInstant(clock.now() + 60 * 60_000),
  };
}

export async function withActive(area: MemoryStorage, rows: readonly Assignment[]): Promise<void> {
  const own = createWorkerState(createItemStore(area)).of(ada);
  for (const source of ['entra', 'azure'] as const) {
    await own.assignments(source).write({ rows: rows.filter((row) => row.source === source) });
  }
}
