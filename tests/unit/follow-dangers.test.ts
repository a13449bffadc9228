import { describe, expect, it } from 'vitest';
import { createFollowActivations } from '../../src/background/use-cases/follow-activations.ts';
import type { Account } from '../../src/domain/account.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import type { RequestSnapshot } from '../../src/domain/request-entry.ts';
import { nextLook } from '../../src/domain/pacing.ts';
import { FailureError } from '../../src/domain/failure.ts';
import type { Source } from '../../src/domain/role.ts';
import type { SendOutcome } from '../../src/providers/provider.ts';
import {
  ada,
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  scripted,
  signedInStorage,
  type ScriptedProvider,
} from './simulated-worker.ts';

const ask = { minutes: 60, justification: 'Daily PIM elevation' };
const bulkId = '11111111-1111-4111-8111-111111111111';
const alan: Account = {
  ...ada,
  objectId: 'bbbbbbbb-0000-4000-8000-000000000002',
  username: 'alan@contoso.com',
};
const snapshot = (status: string): RequestSnapshot => ({
  requestId: 'r1',
  status,
  serverNow: Date.UTC(2026, 10, 23, 8),
});
const accepted = (status: string): SendOutcome => ({ type: 'accepted', snapshot: snapshot(status) });
const refusal = (status: number) =>
  new FailureError({ kind: 'forbidden', code: 'AuthorizationFailed', status });

async function setUp(source: Source, script: Partial<ScriptedProvider>) {
  const role = eligibility(source, 'owner');
  const area = await signedInStorage([role]);
  const clock = createSimulatedClock();
  const provider = scripted(source, script);
  const providers = { entra: scripted('entra', {}), azure: scripted('azure', {}), [source]: provider };
  return {
    role,
    clock,
    provider,
    bulk: { bulkId, requests: [{ key: role.key, ask }] },
    life: () => createWorkerLife(area, providers, clock),
  };
}

const states = (entries: readonly Activation[]) => entries.map((entry) => entry.state);

describe('somebody else signs in while an activation is under way', () => {
  it('is neither asked about nor settled with their token, and goes on when its person is back', async () => {
    const asked: string[] = [];
    const { life, bulk, provider } = await setUp('entra', {
      async activate() {
        await worker.state.session.write({ status: 'signedIn', account: alan });
        return { type: 'lost' };
      },
      async findRequest() {
        asked.push((await worker.state.requireAccount()).username);
        return undefined;
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(asked).toEqual([]);
    expect(states(await worker.journal())).toEqual(['looking']);

    await worker.state.session.write({ status: 'signedIn', account: ada });
    provider.findRequest = async () => snapshot('Provisioned');
    await worker.following.follow(ada);
    expect(states(await worker.journal())).toEqual(['active']);
  });

  it('leaves them their session and their alarm', async () => {
    const { life, bulk } = await setUp('azure', {
      async activate() {
        await worker.state.session.write({ status: 'signedIn', account: alan });
        worker.alarms.set('follow-activations', 7);
        throw new FailureError({ kind: 'signInNeeded' });
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.signInNeeded).toEqual([]);
    expect(worker.alarms.get('follow-activations')).toBe(7);
    expect(await worker.journal()).toMatchObject([{ state: 'failed', failure: { kind: 'signInNeeded' } }]);
  });
});

describe('an activation that could not be sent at once', () => {
  it('is not sent by a worker of the next day', async () => {
    const { life, role, clock } = await setUp('azure', {});
    const recorded = newActivation({ id: 'a', bulkId, role, ask, origin: 'page', at: clock.now() });
    const second = life();
    await second.state.of(ada).journal.write([recorded]);
    await clock.sleep(16 * 60_000);
    await second.following.follow(ada);
    expect(second.news).toMatchObject([{ state: 'failed', failure: { kind: 'notSentInTime' } }]);
  });

  it('is sent after a long 429, and not held by a clock that was set back', async () => {
    let sent = 0;
    const { life, bulk, clock } = await setUp('entra', {
      async activate() {
        sent++;
        return sent === 1
          ? { type: 'throttled', notBefore: clock.now() + 50 * 60_000 }
          : accepted('Provisioned');
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(sent).toBe(1);
    await clock.sleep(-24 * 60 * 60_000);
    await worker.following.follow(ada);
    expect(sent).toBe(2);
  });
});

describe('a service that refuses with 429 again and again', () => {
  it('is asked less and less often, although it says "at once"', async () => {
    const sentAt: number[] = [];
    const { life, bulk, clock } = await setUp('entra', {
      async activate() {
        sentAt.push(clock.now());
        return sentAt.length < 8 ? { type: 'throttled', notBefore: clock.now() } : accepted('Provisioned');
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    const waits = sentAt.slice(1).map((at, n) => at - sentAt[n]!);
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(states(await worker.journal())).toEqual(['active']);
  });

  it('is waited for by timers up to the time of the soonest alarm', async () => {
    let sent = 0;
    const { life, bulk, clock } = await setUp('entra', {
      activate: async () =>
        ++sent === 1 ? { type: 'throttled', notBefore: clock.now() + 25_000 } : accepted('Provisioned'),
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(clock.slept).toEqual([10_000, 10_000, 5_000]);
    expect(states(await worker.journal())).toEqual(['active']);
  });
});

describe('a request for the role that is not ours', () => {
  it('refuses ours after a 429, and is not taken for it', async () => {
    let sent = 0;
    const { life, bulk, clock } = await setUp('entra', {
      async activate() {
        if (++sent === 1) return { type: 'throttled', notBefore: clock.now() + 1_000 };
        throw new FailureError({ kind: 'pendingRequest', code: 'PendingRoleAssignmentRequest' });
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.news).toMatchObject([{ state: 'failed', failure: { kind: 'pendingRequest' } }]);
  });

  it('refuses ours that was sent again, and nothing is sent a third time', async () => {
    let sent = 0;
    const { life, bulk } = await setUp('azure', {
      async activate() {
        if (++sent === 1) return { type: 'lost' };
        throw new FailureError({ kind: 'pendingRequest', code: 'RoleAssignmentRequestExists' });
      },
      findRequest: async () => undefined,
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(sent).toBe(2);
    expect(worker.news).toMatchObject([{ state: 'failed', failure: { kind: 'pendingRequest' } }]);
  });
});

describe('a request that the service does not show any more', () => {
  it.each<[string, Partial<ScriptedProvider>]>([
    ['refused', { readRequest: () => Promise.reject(refusal(403)) }],
    ['gone', { readRequest: async () => undefined }],
  ])('ends as unknown when it stays %s, so that the role can be asked for again', async (_, script) => {
    const { life, bulk, clock } = await setUp('azure', {
      activate: async () => accepted('PendingApproval'),
      ...script,
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(states(await worker.journal())).toEqual(['waitingForApproval']);
    await clock.sleep(11 * 60_000);
    await worker.following.follow(ada);
    expect(await worker.journal()).toMatchObject([{ state: 'unknown', failure: { kind: 'outcomeUnknown' } }]);
  });

  it('is waited for as long as the service is silent, failing or busy', async () => {
    const silences = ['offline', 'timeout', 'serverError', 'throttled'] as const;
    let n = 0;
    const { life, bulk, clock } = await setUp('azure', {
      activate: async () => accepted('PendingApproval'),
      async readRequest() {
        throw new FailureError({ kind: silences[n++ % 4]!, ...(n % 4 === 0 ? { status: 429 } : {}) });
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    await clock.sleep(24 * 60 * 60_000);
    await worker.following.follow(ada);
    expect(states(await worker.journal())).toEqual(['waitingForApproval']);
  });

  it('begins anew after an answer in between', async () => {
    let shown = false;
    const { life, bulk, clock } = await setUp('entra', {
      activate: async () => accepted('PendingApproval'),
      readRequest: async () => (shown ? snapshot('PendingApproval') : undefined),
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    await clock.sleep(11 * 60_000);
    shown = true;
    await worker.following.follow(ada);
    shown = false;
    await worker.following.follow(ada);
    expect(states(await worker.journal())).toEqual(['waitingForApproval']);
  });
});

describe('a role that was approved, active and over while nobody looked', () => {
  it('is not told to be active', async () => {
    let approved = false;
    const { life, bulk, clock } = await setUp('entra', {
      activate: async () => accepted('PendingApproval'),
      readRequest: async () =>
        approved
          ? { ...snapshot('Provisioned'), startsAt: '2026-11-23T08:10:00Z', endsAt: '2026-11-23T09:10:00Z' }
          : snapshot('PendingApproval'),
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    approved = true;
    await clock.sleep(8 * 60 * 60_000);
    await worker.following.follow(ada);
    expect(states(worker.news)).toEqual(['waitingForApproval']);
    expect((await worker.journal())[0]?.toldAt).toBeDefined();
  });
});

describe('several hands at once', () => {
  it('send a recorded entry once, even where each of them has read that nothing was sent', async () => {
    let sent = 0;
    const { life, role, provider, clock } = await setUp('entra', {
      async activate() {
        sent++;
        await new Promise((resolve) => setImmediate(resolve));
        return accepted('Provisioned');
      },
      findRequest: async () => snapshot('Provisioned'),
    });
    const { state, following, news } = life();
    const other = createFollowActivations({
      state,
      providers: { entra: provider, azure: scripted('azure', {}), groups: scripted('groups', {}) },
      makeReady: async () => undefined,
      alarms: { set: () => undefined, clear: () => undefined },
      now: clock.now,
      sleep: clock.sleep,
      onNews: async (_, entry) => void news.push(entry),
      onSignInNeeded: async () => undefined,
    });
    const recorded = newActivation({ id: 'a', bulkId, role, ask, origin: 'page', at: clock.now() });
    await state.of(ada).journal.write([recorded]);
    await Promise.all([following.follow(ada), other.follow(ada), following.follow(ada)]);
    expect(sent).toBe(1);
    expect(states(await state.of(ada).journal.read())).toEqual(['active']);
  });

  it('tell one piece of news once', async () => {
    const { life, bulk } = await setUp('entra', { activate: async () => accepted('Provisioned') });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    // As a worker leaves it that was stopped in the telling.
    await worker.state.of(ada).journal.update((entries) => entries.map(({ toldAt: _, ...entry }) => entry));
    await Promise.all([worker.following.follow(ada), worker.following.follow(ada)]);
    expect(states(worker.news)).toEqual(['active', 'active']);
  });
});

describe('a clock that is set back', () => {
  it('does not make the worker ask every second until it has caught up', () => {
    const start = Date.UTC(2026, 10, 23, 8);
    const entry = { state: 'following', changedAt: start } as Activation;
    expect(nextLook(entry, start - 24 * 60 * 60_000)).toEqual({ inMs: 60_000, by: 'alarm' });
    expect(nextLook(entry, start - 50)).toEqual({ inMs: 1_000, by: 'timer' });
  });
});
