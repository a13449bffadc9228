import { describe, expect, it } from 'vitest';
import { createReadPolicies } from '../../src/background/use-cases/read-policies.ts';
import { createRefreshRoles } from '../../src/background/use-cases/refresh-roles.ts';
import { holdRole } from '../../src/background/use-cases/hold-role.ts';
import { createSignIn } from '../../src/background/use-cases/sign-in.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { newActivation } from '../../src/domain/activation.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { MemoryStorage } from './memory-storage.ts';
import { ada, createSimulatedClock, eligibility, scripted, signedInStorage } from './simulated-worker.ts';

const role = eligibility('entra', 'reader');
const ask = { minutes: 60, justification: '' };

/** Storage in which every call may be made to sign the person out first. */
async function setUp() {
  const area = await signedInStorage([role]);
  let calls = 0;
  let signOutAt = Infinity;
  const turn = async () => {
    if (++calls === signOutAt) await signOut();
  };
  const watched: MemoryStorage = {
    ...area,
    get writes() {
      return area.writes;
    },
    async get(keys) {
      await turn();
      return area.get(keys);
    },
    async set(items) {
      await turn();
      await area.set(items);
    },
  };
  const clock = createSimulatedClock();
  const state = createWorkerState(createItemStore(watched));
  const provider = scripted('entra', {
    listEligibilities: async () => [role],
    listAssignments: async () => [{ ...role, assignmentType: 'assigned' }],
    readPolicies: async () => new Map([[role.key, defaultPolicy]]),
  });
  const providers = { entra: provider, azure: scripted('azure', {}), groups: scripted('groups', {}) };
  const signIn = createSignIn({
    state,
    workerId: 'w',
    auth: {
      signIn: async () => ({ account: ada, granted: { graph: [], arm: [] } }),
      signOut: async () => undefined,
      resume: async () => ({ account: ada, granted: { graph: [], arm: [] } }),
    },
    onSignedIn: async () => undefined,
    goOn: () => undefined,
  });
  let signingOut: Promise<void> | undefined;
  const signOut = async () => {
    signOutAt = Infinity;
    signingOut = signIn.signOut();
    // Not awaited: it waits for the turn of the very item that is being written.
    await new Promise((resolve) => setImmediate(resolve));
  };
  const refresh = createRefreshRoles({
    state,
    providers,
    now: clock.now,
    onSignInNeeded: async () => undefined,
    onRead: async () => undefined,
  });
  const policies = createReadPolicies({ state, providers, now: clock.now });
  const entry = newActivation({ id: 'a', bulkId: 'b', role, ask, origin: 'page', at: clock.now() });
  const active = { ...entry, state: 'active', endsAt: '2026-11-23T10:00:00Z' } as const;
  const left = () => Object.keys(area.all()).filter((key) => key !== 'session');
  const works: Record<string, () => Promise<unknown>> = {
    'a reading of the lists': () => refresh(ada, { sources: ['entra'] }),
    'a reading of policies': () => policies.read(ada, [role.key]),
    'a role that became active': () => holdRole(state, ada, active),
    'a draft': () => state.of(ada).draft.write({ key: role.key } as never),
    'what is typed for a role': () => state.of(ada).roleDrafts.write([]),
    'news for portals': () => state.of(ada).portalNews.write({} as never),
  };
  return {
    works,
    left,
    /** Signs out before the n-th call of storage; resolves with what is left once both are over. */
    async signOutDuring(name: string, n: number) {
      calls = 0;
      signOutAt = n;
      await works[name]!();
      const happened = signingOut !== undefined;
      await (signingOut ?? signIn.signOut());
      return { happened };
    },
  };
}

describe('what is written of somebody who signs out meanwhile', () => {
  it.each([
    'a reading of the lists',
    'a reading of policies',
    'a role that became active',
    'a draft',
    'news for portals',
  ])('is nothing: %s, signed out at each of its steps', async (name) => {
    let happenings = 0;
    for (let n = 1; ; n++) {
      const { signOutDuring, left } = await setUp();
      const { happened } = await signOutDuring(name, n);
      expect([n, left()]).toEqual([n, []]);
      if (!happened) break;
      happenings++;
    }
    expect(happenings).toBeGreaterThanOrEqual(2);
  });

  it('is nothing where the work begins after the sign-out', async () => {
    const { works, signOutDuring, left } = await setUp();
    await signOutDuring('a draft', Infinity);
    for (const work of Object.values(works)) await work();
    expect(left()).toEqual([]);
  });
});
