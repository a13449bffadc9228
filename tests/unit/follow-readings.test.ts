/** What is made of the requests that the service shows, and of one that it shows no more. */
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { ada, type ScriptedProvider } from './simulated-worker.ts';
import { accepted, setUp, snapshot, states } from './follow-rig.ts';

const refusal = (status: number) =>
  new FailureError({ kind: 'forbidden', code: 'AuthorizationFailed', status });

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
