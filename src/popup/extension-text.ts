/** The state of a request to extend or renew an eligibility in words: what is asked is never called granted. */
import type { EligibilityExtension } from '../domain/eligibility-extension.ts';
import { epochMs } from '../domain/duration.ts';
import type { Session } from '../domain/session.ts';
import type { Texts } from '../platform/i18n.ts';
import { momentText } from '../platform/time-text.ts';
import { type OutcomeLook, waitText } from './outcome-text.ts';

export function extensionLook({ state }: EligibilityExtension): OutcomeLook {
  switch (state) {
    case 'waiting':
      return 'waiting';
    case 'granted':
      return 'success';
    case 'failed':
      return 'failed';
    case 'unknown':
      return 'unknown';
    default:
      return 'busy';
  }
}

export function extensionText(
  entry: EligibilityExtension,
  now: number,
  session: Pick<Session, 'status'>,
  texts: Texts,
): string {
  const { t } = texts;
  const { renews } = entry;
  const until = momentText(epochMs(entry.until) ?? now, now, texts);
  switch (entry.state) {
    case 'recorded':
      return waitText(entry, now, session, texts) ?? t(renews ? 'renewalSending' : 'extensionSending');
    case 'sending':
      return t(renews ? 'renewalSending' : 'extensionSending');
    case 'looking':
      return t('outcomeLooking');
    case 'following':
      return t(renews ? 'renewalFollowing' : 'extensionFollowing');
    case 'waiting':
      return t(renews ? 'renewalWaiting' : 'extensionWaiting', until);
    case 'granted':
      return t(renews ? 'renewalGranted' : 'extensionGranted', until);
    case 'failed':
      return t(renews ? 'renewalFailed' : 'extensionFailed');
    case 'unknown':
      return t('outcomeUnknown');
  }
}
