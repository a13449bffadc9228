/** Carries out the journal of activations. */
import { type Activation, type ActivationEvent, advance, isNews, isOpen } from '../../domain/activation.ts';
import { owesProof } from '../../domain/activation-proof.ts';
import { epochMs } from '../../domain/duration.ts';
import { type Failure, needsPerson } from '../../domain/failure.ts';
import { proofByRefusal } from '../../domain/proof.ts';
import { alreadyActiveCode } from '../../domain/service-errors.ts';
import type { Happening } from '../../domain/request-entry.ts';
import type { TokenOptions } from '../../http/token-source.ts';
import type { SendOutcome } from '../../providers/provider.ts';
import { createFollowRequests, type FollowOptions, type FollowRequests } from './follow-requests.ts';
import type { Journal } from './record-events.ts';

export const followAlarm = 'follow-activations';

export const activationJournal: Journal<Activation, ActivationEvent> = {
  item: (own) => own.journal,
  advance,
  isOpen,
  isNews,
  isPast,
};

export function createFollowActivations(
  options: FollowOptions<Activation>,
): FollowRequests<Activation, ActivationEvent> {
  return createFollowRequests<Activation, ActivationEvent>(
    {
      journal: activationJournal,
      alarm: followAlarm,
      token: { wanted: tokenFor, got: proved, missing: notProved },
      wantedAt: ({ recordedAt, proof }) =>
        Math.max(recordedAt, proof?.given?.by === 'person' ? proof.given.at : 0),
      send: async (account, entry, provider) => afterSending(entry, await provider.activate(account, entry)),
      refused,
      find: (account, entry, provider) => provider.findRequest(account, entry),
    },
    options,
  );
}

function refused({ resent }: Activation, failure: Failure): Happening<ActivationEvent> {
  const proof = proofByRefusal(failure);
  // A token without the claims was tried to be had already where the failure says that the person must prove more.
  if (proof) return { type: 'challenged', proof, failure, needsPerson: needsPerson(failure) };
  // The same request sent again may meet the first one still being carried out, or somebody else's.
  return { type: ownRequestKinds.has(failure.kind) && resent ? 'answerLost' : 'refused', failure };
}

/** What the service has asked for is asked of the token service anew, whatever token seemed to have it. */
function tokenFor({ proof }: Activation): Omit<TokenOptions, 'account'> | undefined {
  if (!proof) return undefined;
  const { claims, challenged = false, given } = proof;
  const forceRefresh = !given && (challenged || claims === undefined);
  return { ...(claims ? { claims } : {}), ...(forceRefresh ? { forceRefresh } : {}) };
}

function proved(entry: Activation): Happening<ActivationEvent> | undefined {
  return owesProof(entry) ? { type: 'proved', by: 'silently' } : undefined;
}

function notProved({ proof: known }: Activation, failure: Failure): Happening<ActivationEvent> {
  const proof = known ?? proofByRefusal(failure);
  return proof && needsPerson(failure)
    ? { type: 'challenged', proof, failure, needsPerson: true }
    : { type: 'notSent', failure };
}

/** Approved, active and over while no worker looked: nobody is to be told that the role is active. */
function isPast({ state, endsAt }: Activation, now: number): boolean {
  const end = epochMs(endsAt);
  return state === 'active' && end !== undefined && end <= now;
}

/** What a request meets that was carried out before. */
const ownRequestKinds: ReadonlySet<Failure['kind']> = new Set([
  'pendingRequest',
  'existsUnlisted',
  'overlaps',
]);

function afterSending({ ask }: Activation, outcome: SendOutcome): Happening<ActivationEvent> {
  switch (outcome.type) {
    case 'accepted':
      return { type: 'answered', snapshot: outcome.snapshot };
    case 'alreadyActive':
      // Of a later start it says that the role is held until then, and nothing was accepted (pim-api.md 0.3).
      return ask.startsAt === undefined
        ? { type: 'alreadyActive' }
        : { type: 'refused', failure: { kind: 'heldUntilThen', code: alreadyActiveCode } };
    case 'throttled':
      return { type: 'throttled', notBefore: outcome.notBefore };
    case 'lost':
      return { type: 'answerLost' };
  }
}
