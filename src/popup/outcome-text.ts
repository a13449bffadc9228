/** The state of an activation in words: what is sent is never called active. */
import { type Activation, isWithdrawing } from '../domain/activation.ts';
import { epochMs } from '../domain/duration.ts';
import type { Proof } from '../domain/proof.ts';
import type { RequestEntry } from '../domain/request-entry.ts';
import { scheduledWindow } from '../domain/window.ts';
import type { Session } from '../domain/session.ts';
import type { Texts } from '../platform/i18n.ts';
import { momentText, spanText } from '../platform/time-text.ts';

/** How an outcome looks: the states that a person tells apart. */
export type OutcomeLook = 'busy' | 'proof' | 'waiting' | 'scheduled' | 'success' | 'failed' | 'unknown';

export function outcomeLook({ state }: Activation): OutcomeLook {
  switch (state) {
    case 'recorded':
    case 'sending':
    case 'looking':
    case 'following':
      return 'busy';
    case 'proofNeeded':
      return 'proof';
    case 'waitingForApproval':
      return 'waiting';
    case 'scheduled':
      return 'scheduled';
    case 'active':
      return 'success';
    case 'failed':
      return 'failed';
    case 'unknown':
      return 'unknown';
  }
}

export function outcomeText(
  entry: Activation,
  now: number,
  session: Pick<Session, 'status'>,
  texts: Texts,
): string {
  const { t } = texts;
  const moment = (at: number) => momentText(at, now, texts);
  switch (entry.state) {
    case 'recorded':
      return waitText(entry, now, session, texts) ?? t('outcomeRecorded');
    case 'proofNeeded':
      return proofText(entry.proof, texts);
    case 'sending':
      return t('outcomeSending');
    case 'looking':
      return t('outcomeLooking');
    case 'following':
      return t('outcomeFollowing');
    case 'waitingForApproval':
      if (isWithdrawing(entry)) return t('outcomeWithdrawing');
      return t('outcomeWaitingForApproval', moment(entry.sentAt ?? entry.recordedAt));
    case 'scheduled':
      if (isWithdrawing(entry)) return t('outcomeWithdrawing');
      return scheduledText(entry, now, texts) ?? t('outcomeScheduled', moment(entry.recordedAt));
    case 'active': {
      if (entry.already) return t('outcomeAlready');
      const end = epochMs(entry.endsAt);
      return end === undefined ? t('outcomeActivePlain') : t('outcomeActive', t('timeEnds', moment(end)));
    }
    case 'failed':
      return t('outcomeFailed');
    case 'unknown':
      return t('outcomeUnknown');
  }
}

function proofText(proof: Proof | undefined, { t }: Texts): string {
  if (proof?.windowOf) return t('outcomeProofWindow');
  if (proof?.about === 'context' && proof.context) return t('outcomeProofContext', proof.context);
  return t(proof?.about === 'mfa' ? 'outcomeProofMfa' : 'outcomeProofSession');
}

/** `undefined` where the service did not tell the start that it accepted. */
function scheduledText(entry: Activation, now: number, texts: Texts): string | undefined {
  const window = scheduledWindow(entry);
  return window && texts.t('outcomeScheduledSpan', spanText(window.start, window.end, texts, now));
}

/** What a request waits for that was not sent yet, if anything. */
export function waitText(
  { notBefore }: Pick<RequestEntry, 'notBefore'>,
  now: number,
  session: Pick<Session, 'status'>,
  texts: Texts,
): string | undefined {
  if (session.status === 'signInNeeded') return texts.t('outcomeWaitsForSignIn');
  if (notBefore === undefined || notBefore <= now) return undefined;
  return texts.t('outcomeWaitsUntil', momentText(notBefore, now, texts));
}
