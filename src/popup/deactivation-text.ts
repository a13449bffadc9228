/** The state of a deactivation in words: what is sent is never called ended. */
import type { Deactivation } from '../domain/deactivation.ts';
import type { Session } from '../domain/session.ts';
import type { Texts } from '../platform/i18n.ts';
import { momentText } from '../platform/time-text.ts';
import { type OutcomeLook, waitText } from './outcome-text.ts';

export function deactivationLook({ state }: Deactivation): OutcomeLook {
  switch (state) {
    case 'recorded':
    case 'sending':
    case 'looking':
    case 'following':
      return 'busy';
    case 'ended':
      return 'success';
    case 'tooEarly':
      return 'scheduled';
    case 'failed':
      return 'failed';
    case 'unknown':
      return 'unknown';
  }
}

export function deactivationText(
  entry: Deactivation,
  now: number,
  session: Pick<Session, 'status'>,
  texts: Texts,
): string {
  const { t } = texts;
  const { state, readyAt = 0 } = entry;
  switch (state) {
    case 'recorded':
      return waitText(entry, now, session, texts) ?? t('deactivationSending');
    case 'sending':
      return t('deactivationSending');
    case 'looking':
      return t('outcomeLooking');
    case 'following':
      return t('deactivationFollowing');
    case 'ended':
      return t(entry.already ? 'deactivationAlready' : 'deactivationEnded');
    case 'tooEarly':
      if (readyAt <= now) return t('deactivationReady');
      return t(
        entry.early === 'notKnownYet' ? 'deactivationNotKnownYet' : 'deactivationTooEarly',
        readyText(readyAt, now, texts),
      );
    case 'failed':
      return t('deactivationFailed');
    case 'unknown':
      return t('outcomeUnknown');
  }
}

/** The minute from which on it works: times are shown without seconds, and must not promise too much. */
export function readyText(readyAt: number, now: number, texts: Texts): string {
  return momentText(Math.ceil(readyAt / 60_000) * 60_000, now, texts);
}
