/**
 * The part of an activation's way that a person has to walk: the service, or the role's policy, asks for more proof
 * of who is asking. Nothing of the request is carried out until it is given. Pure.
 *
 *   recorded ─► proofNeeded ─(the person)─► recorded ─► sending
 *      └──────────(without the person)──────────────────► │
 *      ▲                                                   │
 *      └────────────── challenged ◄────────────────────────┘
 */
import type { Activation } from './activation.ts';
import type { Failure } from './failure.ts';
import type { Proof } from './proof.ts';

export type ProofEvent = { readonly at: number } & (
  | {
      /** The service asks for a proof, or the one it is known to ask for could not be had without the person. */
      readonly type: 'challenged';
      readonly proof: Proof;
      readonly failure: Failure;
      /** Whether it was tried without the person, in vain. */
      readonly needsPerson: boolean;
    }
  /** A token with the claims is in hand. */
  | { readonly type: 'proved'; readonly by: 'silently' | 'person' }
  /** A window is open for it. */
  | { readonly type: 'windowOpened'; readonly workerId: string }
  /** The window brought no proof; the person may try again. */
  | { readonly type: 'notProved'; readonly failure: Failure }
);

/** A service that goes on asking for something else after so many proofs is going in circles. */
const mostChallenges = 3;

/** The entry after it; the very same entry where the event means nothing in its state. */
export function applyProof(entry: Activation, event: ProofEvent): Activation {
  switch (event.type) {
    case 'challenged':
      return challenged(entry, event);
    case 'proved': {
      const isOwed = entry.state === 'recorded' ? entry.proof?.given === undefined : undefined;
      if (!entry.proof || !(isOwed ?? entry.state === 'proofNeeded')) return entry;
      const { windowOf: _, ...proof } = entry.proof;
      const given = { by: event.by, at: event.at };
      return { ...withoutFailure(entry), state: 'recorded', proof: { ...proof, given } };
    }
    case 'windowOpened':
      if (entry.state !== 'proofNeeded' || !entry.proof) return entry;
      return { ...withoutFailure(entry), proof: { ...entry.proof, windowOf: event.workerId } };
    case 'notProved': {
      if (entry.state !== 'proofNeeded' || !entry.proof) return entry;
      const { windowOf: _, ...proof } = entry.proof;
      return { ...entry, proof, failure: event.failure };
    }
  }
}

function challenged(entry: Activation, event: Extract<ProofEvent, { type: 'challenged' }>): Activation {
  const { state, proof: known } = entry;
  if (state === 'recorded') {
    // A token that was in hand may have run out.
    const { given: _, ...owed } = event.proof;
    return { ...entry, state: 'proofNeeded', proof: owed };
  }
  if (state !== 'sending') return entry;
  const isSame = known?.claims === event.proof.claims && known?.about === event.proof.about;
  const given = isSame ? known?.given : undefined;
  const times = (known?.times ?? 0) + 1;
  if (given?.by === 'person' || times > mostChallenges) {
    const failure: Failure = { ...event.failure, kind: 'proofNotAccepted' };
    return { ...entry, state: 'failed', failure, settledAt: event.at };
  }
  const { sentAt: _, ...unsent } = entry;
  const unconvinced = given?.by === 'silently';
  return {
    ...unsent,
    state: unconvinced || event.needsPerson ? 'proofNeeded' : 'recorded',
    proof: { ...event.proof, times, ...(unconvinced ? { unconvinced } : {}) },
  };
}

function withoutFailure({ failure: _, ...entry }: Activation): Activation {
  return entry;
}

/** Whether a token with certain claims must be in hand before the request may be sent. */
export function owesProof({ state, proof }: Activation): boolean {
  return state === 'recorded' && proof !== undefined && proof.given === undefined;
}
