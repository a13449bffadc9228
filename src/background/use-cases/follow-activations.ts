/** Carries out the journal of activations. */
import { type Activation, type ActivationEvent, advance, isNews, isOpen } from '../../domain/activation.ts';
import { epochMs } from '../../domain/duration.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Happening } from '../../domain/request-entry.ts';
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

export function createFollowActivations(options: FollowOptions<Activation>): FollowRequests {
  return createFollowRequests<Activation, ActivationEvent>(
    {
      journal: activationJournal,
      alarm: followAlarm,
      send: async (account, entry, provider) => afterSending(await provider.activate(account, entry)),
      // The same request sent again may meet the first one still being carried out, or somebody else's.
      refused: ({ resent }, failure) => ({
        type: ownRequestKinds.has(failure.kind) && resent ? 'answerLost' : 'refused',
        failure,
      }),
      find: (account, entry, provider) => provider.findRequest(account, entry),
    },
    options,
  );
}

/** Approved, active and over while no worker looked: nobody is to be told that the role is active. */
function isPast({ state, endsAt }: Activation, now: number): boolean {
  const end = epochMs(endsAt);
  return state === 'active' && end !== undefined && end <= now;
}

/** What a request meets that was carried out before. */
const ownRequestKinds: ReadonlySet<Failure['kind']> = new Set(['pendingRequest', 'existsUnlisted']);

function afterSending(outcome: SendOutcome): Happening<ActivationEvent> {
  switch (outcome.type) {
    case 'accepted':
      return { type: 'answered', snapshot: outcome.snapshot };
    case 'alreadyActive':
      return { type: 'alreadyActive' };
    case 'throttled':
      return { type: 'throttled', notBefore: outcome.notBefore };
    case 'lost':
      return { type: 'answerLost' };
  }
}
