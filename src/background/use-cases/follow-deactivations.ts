/** Carries out the journal of deactivations. */
import {
  advanceDeactivation,
  type Deactivation,
  type DeactivationEvent,
  isOpenDeactivation,
} from '../../domain/deactivation.ts';
import type { Happening } from '../../domain/request-entry.ts';
import type { EndOutcome } from '../../providers/provider.ts';
import { createFollowRequests, type FollowOptions, type FollowRequests } from './follow-requests.ts';

export const deactivationAlarm = 'follow-deactivations';

export function createFollowDeactivations(
  options: FollowOptions<Deactivation>,
): FollowRequests<Deactivation, DeactivationEvent> {
  return createFollowRequests<Deactivation, DeactivationEvent>(
    {
      journal: {
        item: (own) => own.deactivations,
        advance: advanceDeactivation,
        isOpen: isOpenDeactivation,
        isNews: (state) => !isOpenDeactivation(state),
        isPast: () => false,
      },
      alarm: deactivationAlarm,
      send: async (account, entry, provider) =>
        afterSending(await provider.deactivate(account, entry), options.now()),
      // The same request sent again may meet the first one still being carried out.
      refused: ({ resent }, failure) => ({
        type: failure.kind === 'pendingRequest' && resent ? 'answerLost' : 'refused',
        failure,
      }),
      find: (account, entry, provider) => provider.findDeactivation(account, entry),
    },
    options,
  );
}

function afterSending(outcome: EndOutcome, now: number): Happening<DeactivationEvent> {
  switch (outcome.type) {
    case 'accepted':
      return { type: 'answered', snapshot: outcome.snapshot };
    case 'notHeld':
      return { type: 'notHeld', serverNow: outcome.serverNow };
    case 'tooEarly':
      return { type: 'tooEarly', readyAt: now + outcome.inMs, early: outcome.early };
    case 'throttled':
      return { type: 'throttled', notBefore: outcome.notBefore };
    case 'lost':
      return { type: 'answerLost' };
  }
}
