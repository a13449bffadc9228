import { describe, expect, it } from 'vitest';
import { type ActivationEvent, advance, blocksAnother, isOpen } from '../../src/domain/activation.ts';
import { after, answered, proof, recorded, start } from './activation-events.ts';

const sent: ActivationEvent = { type: 'sendStarted', at: start };

const challenged: ActivationEvent = {
  type: 'challenged',
  at: start,
  proof,
  failure: { kind: 'authenticationContextRequired', facts: { context: 'c1' } },
  needsPerson: false,
};

const proved = (by: 'silently' | 'person'): ActivationEvent => ({ type: 'proved', at: start, by });

describe('the journal of an activation', () => {
  it('goes from recorded over sending and following to active, and only Provisioned is active', () => {
    expect(after().state).toBe('recorded');
    expect(after(sent).state).toBe('sending');
    expect(after(sent, answered('PendingProvisioning')).state).toBe('following');
    const active = after(
      sent,
      answered('PendingProvisioning'),
      answered('Provisioned', '2026-11-23T08:00:05Z'),
    );
    expect(active).toMatchObject({ state: 'active', requestId: 'r', endsAt: '2026-11-23T09:00:05Z' });
  });

  it('fails as not sent only while nothing was sent', () => {
    const notSent: ActivationEvent = { type: 'notSent', at: start, failure: { kind: 'signInNeeded' } };
    expect(after(notSent)).toMatchObject({ state: 'failed', failure: { kind: 'signInNeeded' } });
    expect(after(sent, notSent).state).toBe('sending');
    expect(after(sent, answered('PendingProvisioning'), notSent).state).toBe('following');
  });

  it('takes the end from the length asked for, counted from the service’s start', () => {
    expect(after(sent, answered('Provisioned')).endsAt).toBe('2026-11-23T09:00:00Z');
  });

  it.each([
    ['PendingApproval', 'waitingForApproval'],
    ['PendingAdminDecision', 'waitingForApproval'],
    ['Accepted', 'following'],
    ['granted', 'following'],
    ['ScheduleCreated', 'following'],
  ])('reads %s with a start that has come as %s', (status, state) =>
    expect(after(sent, answered(status)).state).toBe(state),
  );

  it('reads Granted with a start to come as scheduled, and goes on when it has come', () => {
    const scheduled = after(sent, answered('Granted', '2026-11-23T10:00:00Z'));
    expect(scheduled.state).toBe('scheduled');
    const later = start + 2 * 3600_000;
    expect(advance(scheduled, answered('Provisioned', '2026-11-23T10:00:00Z', later)).state).toBe('active');
  });

  it.each([
    ['Denied', 'denied'],
    ['AdminDenied', 'denied'],
    ['Canceled', 'canceled'],
    ['Revoked', 'canceled'],
    ['TimedOut', 'timedOut'],
    ['Failed', 'provisioningFailed'],
    ['FailedAsResourceIsLocked', 'provisioningFailed'],
    ['Invalid', 'provisioningFailed'],
    ['SomethingNew', 'provisioningFailed'],
  ])('reads %s as failed: %s, with the service’s word kept', (status, kind) => {
    expect(after(sent, answered(status))).toMatchObject({ state: 'failed', failure: { kind, code: status } });
  });

  it('looks for a request whose answer was lost, and believes what it finds', () => {
    const looking = after(sent, { type: 'answerLost', at: start });
    expect(looking.state).toBe('looking');
    expect(advance(looking, answered('Provisioned')).state).toBe('active');
    expect(advance(looking, { type: 'neverArrived', at: start })).toMatchObject({ state: 'recorded' });
    const unknown = advance(looking, { type: 'notFound', at: start, failure: { kind: 'outcomeUnknown' } });
    expect(unknown.state).toBe('unknown');
    // The person may find out later; the service's own word is then believed.
    expect(advance(unknown, answered('Provisioned')).state).toBe('active');
  });

  it('waits after a 429 and counts each beginning', () => {
    const throttled = after(sent, { type: 'throttled', at: start, notBefore: start + 5000 });
    expect(throttled).toMatchObject({ state: 'recorded', notBefore: start + 5000, attempts: 1 });
    expect(advance(throttled, sent)).toMatchObject({ state: 'sending', attempts: 2 });
    expect(advance(throttled, sent)).not.toHaveProperty('notBefore');
  });

  it('takes "already active" for success', () => {
    expect(after(sent, { type: 'alreadyActive', at: start })).toMatchObject({
      state: 'active',
      already: true,
    });
  });

  it('is not sent while it owes a proof, and goes on when that is given', () => {
    const owing = after(sent, challenged);
    expect(owing).toMatchObject({ state: 'recorded', proof: { ...proof, times: 1 } });
    expect(owing).not.toHaveProperty('sentAt');
    expect(advance(owing, sent)).toBe(owing);
    const needed = advance(owing, { ...challenged, needsPerson: true });
    expect(needed.state).toBe('proofNeeded');
    expect(isOpen(needed.state)).toBe(true);
    const opened = advance(needed, { type: 'windowOpened', at: start, workerId: 'w' });
    expect(opened.proof?.windowOf).toBe('w');
    const cancelled = advance(opened, { type: 'notProved', at: start, failure: { kind: 'proofCancelled' } });
    expect(cancelled).toMatchObject({ state: 'proofNeeded', failure: { kind: 'proofCancelled' } });
    expect(cancelled.proof).not.toHaveProperty('windowOf');
    const ready = advance(cancelled, proved('person'));
    expect(ready).toMatchObject({ state: 'recorded', proof: { given: { by: 'person', at: start } } });
    expect(ready).not.toHaveProperty('failure');
    expect(advance(ready, sent).state).toBe('sending');
  });

  it('needs the person where a token without them did not convince', () => {
    const again = after(sent, challenged, proved('silently'), sent, challenged);
    expect(again).toMatchObject({ state: 'proofNeeded', proof: { unconvinced: true } });
    expect([proved('person'), sent, challenged].reduce(advance, again)).toMatchObject({
      state: 'failed',
      failure: { kind: 'proofNotAccepted', facts: { context: 'c1' } },
    });
  });

  it('blocks another activation while open, and while active until the end', () => {
    expect(blocksAnother(recorded, start)).toBe(true);
    const active = after(sent, answered('Provisioned'));
    expect(blocksAnother(active, start)).toBe(true);
    expect(blocksAnother(active, start + 61 * 60_000)).toBe(false);
    expect(blocksAnother(after(sent, answered('Denied')), start)).toBe(false);
  });
});
