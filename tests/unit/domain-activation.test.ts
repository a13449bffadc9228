import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Activation,
  type ActivationEvent,
  activationStates,
  advance,
  blocksAnother,
  isOpen,
  isSettled,
  newActivation,
} from '../../src/domain/activation.ts';
import { contextClaims, mfaClaims, type Proof } from '../../src/domain/proof.ts';
import { type Eligibility, roleKey } from '../../src/domain/role.ts';

const role: Eligibility = {
  key: roleKey('entra', '11111111-1111-1111-1111-111111111111', '/'),
  source: 'entra',
  roleName: 'User Administrator',
  roleDefinitionId: '11111111-1111-1111-1111-111111111111',
  templateId: '11111111-1111-1111-1111-111111111111',
  scope: { kind: 'directory', id: '/', name: 'Directory' },
  memberType: 'direct',
};
const start = Date.UTC(2026, 10, 23, 8);

const recorded = newActivation({
  id: 'a',
  bulkId: 'b',
  role,
  ask: { minutes: 60, justification: 'Daily PIM elevation' },
  origin: 'page',
  at: start,
});

const answered = (status: string, startsAt?: string, at = start): ActivationEvent => ({
  type: 'answered',
  at,
  snapshot: { requestId: 'r', status, serverNow: at, startsAt },
});

const after = (...events: ActivationEvent[]): Activation => events.reduce(advance, recorded);
const sent: ActivationEvent = { type: 'sendStarted', at: start };

const proof: Proof = { claims: contextClaims('c1'), about: 'context', context: 'c1', challenged: true };
const otherProof: Proof = { claims: mfaClaims, about: 'mfa', challenged: true };
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

describe('whatever happens to an activation', () => {
  const time = fc.integer({ min: start, max: start + 86_400_000 });
  const status = fc.constantFrom(
    'Provisioned',
    'Granted',
    'PendingApproval',
    'PendingProvisioning',
    'Denied',
    'Failed',
    'Revoked',
    'Nonsense',
  );
  const event: fc.Arbitrary<ActivationEvent> = fc.oneof(
    fc.record({ type: fc.constant('sendStarted' as const), at: time }),
    fc.record({ type: fc.constant('throttled' as const), at: time, notBefore: time }),
    fc.record({ type: fc.constant('answerLost' as const), at: time }),
    fc.record({ type: fc.constant('neverArrived' as const), at: time }),
    fc.record({
      type: fc.constant('notFound' as const),
      at: time,
      failure: fc.constant({ kind: 'outcomeUnknown' as const }),
    }),
    fc.record({
      type: fc.constant('refused' as const),
      at: time,
      failure: fc.constant({ kind: 'tooLong' as const }),
    }),
    fc.record({ type: fc.constant('alreadyActive' as const), at: time }),
    fc.record({
      type: fc.constant('challenged' as const),
      at: time,
      proof: fc.constantFrom(proof, otherProof),
      failure: fc.constant({ kind: 'authenticationContextRequired' as const }),
      needsPerson: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('proved' as const),
      at: time,
      by: fc.constantFrom('silently' as const, 'person' as const),
    }),
    fc.record({ type: fc.constant('windowOpened' as const), at: time, workerId: fc.constant('w') }),
    fc.record({
      type: fc.constant('notProved' as const),
      at: time,
      failure: fc.constant({ kind: 'proofCancelled' as const }),
    }),
    fc.record({ type: fc.constant('looked' as const), at: time }),
    fc.record({ type: fc.constant('lookRefused' as const), at: time }),
    fc.record({ type: fc.constant('told' as const), at: time, state: fc.constantFrom(...activationStates) }),
    fc.tuple(status, time).map(([word, at]) => answered(word, undefined, at)),
  );
  const story = fc.array(event, { maxLength: 25 });

  it('is open or settled, never both and never neither', () => {
    fc.assert(
      fc.property(story, (events) => {
        const { state } = after(...events);
        expect(isOpen(state)).toBe(!isSettled(state));
      }),
    );
  });

  it('says active only after the service said Provisioned or that it was active already', () => {
    fc.assert(
      fc.property(story, (events) => {
        const said = events.some(
          (one) =>
            one.type === 'alreadyActive' ||
            (one.type === 'answered' && one.snapshot.status === 'Provisioned'),
        );
        if (!said) expect(after(...events).state).not.toBe('active');
      }),
    );
  });

  it('never leaves active or failed', () => {
    fc.assert(
      fc.property(story, story, (first, then) => {
        const settled = after(...first);
        fc.pre(settled.state === 'active' || settled.state === 'failed');
        expect(then.reduce(advance, settled).state).toBe(settled.state);
      }),
    );
  });

  it('begins to send again only after a 429, a challenge, or proof that nothing arrived', () => {
    fc.assert(
      fc.property(story, (events) => {
        let entry = recorded;
        let allowed = true;
        for (const one of events) {
          const next = advance(entry, one);
          if (next.state === 'sending' && entry.state !== 'sending') {
            expect(allowed).toBe(true);
            allowed = false;
          }
          if (next !== entry && ['throttled', 'challenged', 'neverArrived'].includes(one.type))
            allowed = true;
          entry = next;
        }
      }),
    );
  });

  it('is sent with no less than the proof that it owes, and waits for it in a state that says so', () => {
    fc.assert(
      fc.property(story, (events) => {
        let entry = recorded;
        for (const one of events) {
          const next = advance(entry, one);
          if (next.state === 'sending' && next.proof) expect(next.proof.given).toBeDefined();
          if (next.state === 'proofNeeded') expect(next.proof?.given).toBeUndefined();
          // Nothing but the proof moves it on towards sending.
          if (entry.state === 'proofNeeded' && next.state === 'recorded') expect(one.type).toBe('proved');
          entry = next;
        }
      }),
    );
  });

  it('is not sent again when it was challenged for what the person has proved, nor for ever', () => {
    fc.assert(
      fc.property(story, (events) => {
        let entry = recorded;
        for (const one of events) {
          const next = advance(entry, one);
          if (one.type === 'challenged' && entry.state === 'sending') {
            const isProved = entry.proof?.claims === one.proof.claims && entry.proof?.given?.by === 'person';
            if (isProved || (entry.proof?.times ?? 0) >= 3)
              expect(next.failure?.kind).toBe('proofNotAccepted');
            else expect(['recorded', 'proofNeeded']).toContain(next.state);
          }
          entry = next;
        }
      }),
    );
  });

  it('keeps what was asked and when', () => {
    fc.assert(
      fc.property(story, (events) => {
        const { id, bulkId, role: kept, ask, recordedAt } = after(...events);
        expect({ id, bulkId, role: kept, ask, recordedAt }).toEqual({
          id: 'a',
          bulkId: 'b',
          role,
          ask: recorded.ask,
          recordedAt: start,
        });
      }),
    );
  });
});
