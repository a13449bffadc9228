import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ActivationEvent,
  activationStates,
  advance,
  isOpen,
  isSettled,
} from '../../src/domain/activation.ts';
import { mfaClaims, type Proof } from '../../src/domain/proof.ts';
import { after, answered, proof, recorded, role, start } from './activation-events.ts';

const otherProof: Proof = { claims: mfaClaims, about: 'mfa', challenged: true };

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
