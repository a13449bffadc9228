import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import type { Source } from '../../src/domain/role.ts';
import { ada, eligibility } from './simulated-worker.ts';
import { accepted, ask, never, setUp, snapshot } from './follow-rig.ts';

describe.each<Source>(['entra', 'azure'])('activating a role (%s)', (source) => {
  it('writes the entry before the request leaves', async () => {
    const journalAtSending: string[] = [];
    const { life, bulk } = await setUp(source, {
      async activate() {
        journalAtSending.push(...(await worker.journal()).map((entry) => entry.state));
        return accepted('Provisioned');
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(journalAtSending).toEqual(['sending']);
    expect((await worker.journal()).map((entry) => entry.state)).toEqual(['active']);
    expect(worker.news.map((entry) => entry.state)).toEqual(['active']);
    expect(worker.alarms.size).toBe(0);
  });

  it('follows it by short timers until it is active', async () => {
    const answers = ['PendingProvisioning', 'PendingProvisioning', 'Provisioned'];
    const { life, bulk, clock } = await setUp(source, {
      activate: async () => accepted('PendingProvisioning'),
      readRequest: async () => snapshot(answers.shift()!),
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.news.map((entry) => entry.state)).toEqual(['active']);
    expect(Math.max(...clock.slept)).toBeLessThanOrEqual(10_000);
  });

  it('leaves a long wait for approval to an alarm, and goes on when it rings', async () => {
    let decided = false;
    const { life, bulk, clock } = await setUp(source, {
      activate: async () => accepted('PendingApproval'),
      readRequest: async () => snapshot(decided ? 'Provisioned' : 'PendingApproval'),
    });
    const first = life();
    await first.activate(bulk);
    await first.done();
    expect((await first.journal())[0]?.state).toBe('waitingForApproval');
    expect(first.news.map((entry) => entry.state)).toEqual(['waitingForApproval']);
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(4 * 60_000);
    expect(first.alarms.get('follow-activations')).toBeGreaterThanOrEqual(clock.now() + 30_000);

    decided = true;
    const second = life();
    await second.following.follow(ada);
    expect((await second.journal())[0]?.state).toBe('active');
    expect(second.news.map((entry) => entry.state)).toEqual(['active']);
  });

  it('says that it was active already, as a success', async () => {
    const { life, bulk } = await setUp(source, { activate: async () => ({ type: 'alreadyActive' }) });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.news).toMatchObject([{ state: 'active', already: true }]);
  });

  it('ends as failed with the refusal, and allows another try', async () => {
    let refuse = true;
    const { life, bulk } = await setUp(source, {
      async activate() {
        if (refuse)
          throw new FailureError({ kind: 'tooLong', code: 'RoleAssignmentRequestPolicyValidationFailed' });
        return accepted('Provisioned');
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.news).toMatchObject([{ state: 'failed', failure: { kind: 'tooLong' } }]);
    refuse = false;
    await worker.activate({ ...bulk, bulkId: '22222222-2222-4222-8222-222222222222' });
    await worker.done();
    expect((await worker.journal()).map((entry) => entry.state)).toEqual(['active']);
  });

  it('waits out a 429 and sends once more', async () => {
    let sent = 0;
    const { life, bulk, clock } = await setUp(source, {
      async activate() {
        sent++;
        return sent === 1 ? { type: 'throttled', notBefore: clock.now() + 7_000 } : accepted('Provisioned');
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(sent).toBe(2);
    expect(clock.slept).toContain(7_000);
    expect(worker.news.map((entry) => entry.state)).toEqual(['active']);
  });

  it('leaves a longer 429 to an alarm', async () => {
    const { life, bulk, clock } = await setUp(source, {
      activate: async () => ({ type: 'throttled', notBefore: clock.now() + 90_000 }),
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.alarms.get('follow-activations')).toBe(clock.now() + 90_000);
    expect(clock.slept).toEqual([]);
  });

  it('says that signing in is needed when a token is, and does not lose the entry', async () => {
    let signedIn = false;
    const { life, bulk } = await setUp(source, {
      activate: async () => accepted('PendingProvisioning'),
      async readRequest() {
        if (!signedIn) throw new FailureError({ kind: 'signInNeeded' });
        return snapshot('Provisioned');
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.signInNeeded).toHaveLength(1);
    expect((await worker.journal())[0]?.state).toBe('following');
    signedIn = true;
    await worker.following.follow(ada);
    expect((await worker.journal())[0]?.state).toBe('active');
  });

  it('finds a request whose answer was lost with the worker, and sends no second one', async () => {
    let sent = 0;
    const { life, bulk, provider } = await setUp(source, {
      activate() {
        sent++;
        return never;
      },
    });
    await life().activate(bulk);
    await expect.poll(() => sent).toBe(1);

    provider.findRequest = async () => snapshot('Provisioned');
    const second = life();
    await second.following.follow(ada);
    expect(sent).toBe(1);
    expect((await second.journal())[0]?.state).toBe('active');
  });

  it('tells an outcome that the worker died telling', async () => {
    const { life, bulk } = await setUp(source, { activate: async () => accepted('Provisioned') });
    const first = life();
    const { journal } = first.state.of(ada);
    await first.activate(bulk);
    await first.done();
    await journal.update((entries) => entries.map(({ toldAt: _, ...entry }) => entry));
    const second = life();
    await second.following.follow(ada);
    expect(second.news.map((entry) => entry.state)).toEqual(['active']);
    await second.following.follow(ada);
    expect(second.news).toHaveLength(1);
  });

  it('records one bulk once, and one role once while it is under way', async () => {
    let sent = 0;
    const { life, bulk } = await setUp(source, {
      activate() {
        sent++;
        return never;
      },
    });
    const worker = life();
    await Promise.all([worker.activate(bulk), worker.activate(bulk)]);
    await worker.activate({ ...bulk, bulkId: '33333333-3333-4333-8333-333333333333' });
    await expect.poll(() => sent).toBe(1);
    expect(await worker.journal()).toHaveLength(1);
  });

  it('records nothing of a bulk with a role that vanished', async () => {
    const { life, bulk } = await setUp(source, {});
    const worker = life();
    const requests = [...bulk.requests, { key: eligibility(source, 'gone').key, ask }];
    await expect(worker.activate({ ...bulk, requests })).rejects.toMatchObject({
      failure: { kind: 'roleVanished' },
    });
    expect(await worker.journal()).toEqual([]);
  });
});
