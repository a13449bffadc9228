import { describe, expect, it } from 'vitest';
import { createReadPolicies } from '../../src/background/use-cases/read-policies.ts';
import { createRefreshRoles } from '../../src/background/use-cases/refresh-roles.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { listLagMs } from '../../src/domain/assignments.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { Assignment, Source } from '../../src/domain/role.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import {
  ada,
  createSimulatedClock,
  eligibility,
  type ScriptedProvider,
  scripted,
  signedInStorage,
} from './simulated-worker.ts';

async function setUp(scripts: Partial<Record<Source, Partial<ScriptedProvider>>>) {
  const area = await signedInStorage([]);
  const state = createWorkerState(createItemStore(area));
  const clock = createSimulatedClock();
  const empty: Partial<ScriptedProvider> = {
    listEligibilities: async () => [],
    listAssignments: async () => [],
  };
  const providers = {
    entra: scripted('entra', { ...empty, ...scripts.entra }),
    azure: scripted('azure', { ...empty, ...scripts.azure }),
    groups: scripted('groups', { ...empty, ...scripts.groups }),
  };
  const signInNeeded: string[] = [];
  const refresh = createRefreshRoles({
    state,
    providers,
    now: clock.now,
    onSignInNeeded: async ({ kind }) => void signInNeeded.push(kind),
    onRead: async () => undefined,
  });
  const own = state.of(ada);
  return { area, state, own, clock, providers, refresh, signInNeeded };
}

function held(source: 'entra' | 'azure', name: string, startsAt: number, endsAt: number): Assignment {
  const role = eligibility(source, name);
  return { ...role, assignmentType: 'activated', startsAt: isoInstant(startsAt), endsAt: isoInstant(endsAt) };
}

describe('reading the lists of roles', () => {
  it('stores each source with its age', async () => {
    const { refresh, own, clock } = await setUp({
      entra: { listEligibilities: async () => [eligibility('entra', 'user-administrator')] },
      azure: { listEligibilities: async () => [eligibility('azure', 'owner')] },
    });
    await refresh(ada);
    expect(await own.eligibilities('entra').read()).toEqual({
      rows: [eligibility('entra', 'user-administrator')],
      readAt: clock.now(),
    });
    expect((await own.eligibilities('azure').read()).rows).toHaveLength(1);
  });

  it('keeps the old rows and says what failed, and the other source is not touched by it', async () => {
    const { refresh, own, providers } = await setUp({
      entra: { listEligibilities: async () => [eligibility('entra', 'user-administrator')] },
      azure: { listEligibilities: async () => [eligibility('azure', 'owner')] },
    });
    await refresh(ada);
    providers.azure.listEligibilities = () => Promise.reject(new FailureError({ kind: 'unreadable' }));
    await refresh(ada);
    const azure = await own.eligibilities('azure').read();
    expect(azure).toMatchObject({ failure: { kind: 'unreadable' }, rows: [{ roleName: 'owner' }] });
    expect(azure.readingSince).toBeUndefined();
    expect((await own.eligibilities('entra').read()).failure).toBeUndefined();
    providers.azure.listEligibilities = async () => [];
    await refresh(ada, { sources: ['azure'] });
    expect(await own.eligibilities('azure').read()).toEqual({ rows: [], readAt: expect.any(Number) });
  });

  it('asks each service once however many ask for it', async () => {
    let asked = 0;
    const { refresh } = await setUp({
      entra: {
        async listEligibilities() {
          asked++;
          return [];
        },
      },
    });
    await Promise.all([refresh(ada), refresh(ada), refresh(ada, { sources: ['entra'] })]);
    expect(asked).toBe(1);
  });

  it('leaves a young list alone, unless its last reading failed', async () => {
    let asked = 0;
    const { refresh, own } = await setUp({
      azure: {
        async listEligibilities() {
          asked++;
          return [];
        },
      },
    });
    await refresh(ada);
    await refresh(ada, { unlessYoungerThanMs: 60_000 });
    expect(asked).toBe(1);
    await own.eligibilities('azure').update((list) => ({ ...list, failure: { kind: 'offline' } }));
    await refresh(ada, { unlessYoungerThanMs: 60_000 });
    expect(asked).toBe(2);
  });

  it('keeps a role that became active while the list was on its way', async () => {
    const clock = createSimulatedClock();
    const young = held('azure', 'owner', clock.now() - 1000, clock.now() + 3_600_000);
    const { refresh, own } = await setUp({
      azure: {
        async listAssignments() {
          await own.assignments('azure').write({ rows: [young] });
          return [];
        },
      },
    });
    await refresh(ada);
    expect((await own.assignments('azure').read()).rows).toEqual([young]);
  });

  it.each([
    ['keeps one that a read at its scope confirms', async () => true, 1],
    ['drops one that a read at its scope denies', async () => false, 0],
    ['keeps one that cannot be asked about', () => Promise.reject(new FailureError({ kind: 'offline' })), 1],
  ])('%s', async (_, isHeld, left) => {
    const { refresh, own, clock } = await setUp({ azure: { isHeld } });
    const old = held('azure', 'owner', clock.now() - listLagMs - 1, clock.now() + 3_600_000);
    await own.assignments('azure').write({ rows: [old] });
    await refresh(ada);
    expect((await own.assignments('azure').read()).rows).toHaveLength(left);
  });

  it('believes Graph’s list, which lags but drops nothing', async () => {
    const { refresh, own, clock } = await setUp({});
    const old = held('entra', 'owner', clock.now() - listLagMs - 1, clock.now() + 3_600_000);
    await own.assignments('entra').write({ rows: [old] });
    await refresh(ada);
    expect((await own.assignments('entra').read()).rows).toEqual([]);
  });

  it('says when only the person can help', async () => {
    const failing = () => Promise.reject(new FailureError({ kind: 'signInNeeded' }));
    const { refresh, signInNeeded } = await setUp({ entra: { listEligibilities: failing } });
    await refresh(ada);
    expect(signInNeeded).toEqual(['signInNeeded']);
  });

  it('writes nothing for an account that signed out meanwhile', async () => {
    const { refresh, own, state, area } = await setUp({
      entra: {
        async listEligibilities() {
          await state.session.write({ status: 'signedOut' });
          await own.eligibilities('entra').remove();
          return [eligibility('entra', 'user-administrator')];
        },
      },
    });
    await refresh(ada, { sources: ['entra'] });
    expect(Object.keys(area.all())).not.toContain(`eligibilities/${own.key}/entra`);
  });
});

describe('the policy book', () => {
  const roles = [eligibility('azure', 'owner'), eligibility('azure', 'reader')];

  it('keeps what each role’s policy asks, and that one could not be read', async () => {
    const { own, state, providers, clock } = await setUp({
      azure: {
        readPolicies: async () => new Map([[roles[0]!.key, { ...defaultPolicy, maximumMinutes: 30 }]]),
      },
    });
    await own.eligibilities('azure').write({ rows: roles });
    const { read } = createReadPolicies({ state, providers, now: clock.now });
    await read(
      ada,
      roles.map((role) => role.key),
    );
    const book = await own.policies.read();
    expect(book[roles[0]!.key]).toMatchObject({ policy: { maximumMinutes: 30 } });
    expect(book[roles[1]!.key]).toMatchObject({ failure: { kind: 'forbidden' } });
  });

  it('asks only for what is absent, unread or old', async () => {
    const asked: string[][] = [];
    const { own, state, providers, clock } = await setUp({
      azure: {
        async readPolicies(_, wanted) {
          asked.push(wanted.map((role) => role.roleName));
          return new Map(wanted.map((role) => [role.key, defaultPolicy]));
        },
      },
    });
    await own.eligibilities('azure').write({ rows: roles });
    const { read } = createReadPolicies({ state, providers, now: clock.now });
    await read(ada, [roles[0]!.key]);
    await read(
      ada,
      roles.map((role) => role.key),
    );
    await clock.sleep(60 * 60_000);
    await read(ada, [roles[0]!.key]);
    expect(asked).toEqual([['owner'], ['reader'], ['owner']]);
  });
});
