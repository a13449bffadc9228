/** What a notification says of activations and deactivations. */
import type { Activation } from '../../domain/activation.ts';
import type { Deactivation } from '../../domain/deactivation.ts';
import { epochMs } from '../../domain/duration.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Texts } from '../../platform/i18n.ts';
import { roleTexts } from '../../platform/role-texts.ts';

export interface NoticeTexts extends Texts {
  /** "17:30", of milliseconds since the epoch. */
  readonly timeText: (at: number) => string;
  /** What is wrong and what to do next. */
  readonly failureText: (failure: Failure, about: 'activation' | 'deactivation') => string;
}

interface NoticeText {
  readonly title: string;
  readonly message: string;
}

/** Of one activation; `undefined` where there is nothing to tell yet. */
export function activationNotice(entry: Activation, texts: NoticeTexts): NoticeText | undefined {
  const { t, timeText, failureText } = texts;
  const tr = roleTexts(t, entry.role);
  const end = epochMs(entry.endsAt);
  switch (entry.state) {
    case 'active':
      return {
        title: tr(entry.already ? 'notifyAlreadyActive' : 'notifyActive'),
        message: end === undefined ? '' : t('notifyActiveUntil', timeText(end)),
      };
    case 'proofNeeded':
      return { title: tr('notifyProofNeeded'), message: t('notifyProofNeededMeans') };
    case 'waitingForApproval':
      return { title: tr('notifyWaiting'), message: t('notifyWaitingMeans') };
    case 'failed':
      return {
        title: tr('notifyFailed'),
        message: failureText(entry.failure ?? { kind: 'refused' }, 'activation'),
      };
    case 'unknown':
      return {
        title: tr('notifyUnknown'),
        message: failureText(entry.failure ?? { kind: 'outcomeUnknown' }, 'activation'),
      };
    default:
      return undefined;
  }
}

/** Of several activations asked for together: how many came to what, and the names of those that went wrong. */
export function bulkNotice(entries: readonly Activation[], texts: NoticeTexts): NoticeText {
  const count = (state: Activation['state']) => entries.filter((entry) => entry.state === state).length;
  const parts = (
    [
      ['notifyBulkActive', count('active')],
      ['notifyBulkProofNeeded', count('proofNeeded')],
      ['notifyBulkWaiting', count('waitingForApproval')],
      ['notifyBulkFailed', count('failed')],
      ['notifyBulkUnknown', count('unknown')],
    ] as const
  ).filter(([, many]) => many > 0);
  const wrong = entries.filter(({ state }) => state === 'failed' || state === 'unknown');
  return {
    title: listText(
      parts.map(([key, many]) => texts.tn(key, many)),
      texts,
    ),
    message: listText(
      wrong.map((entry) => nameOf(entry, texts)),
      texts,
    ),
  };
}

/** Of deactivations asked for together that did not end their roles. */
export function endsNotice(entries: readonly Deactivation[], texts: NoticeTexts): NoticeText {
  const { t, tn, timeText, failureText } = texts;
  const [only] = entries;
  if (entries.length !== 1 || !only) {
    const names = entries.map((entry) => nameOf(entry, texts));
    return { title: tn('notifyNotEndedMany', entries.length), message: listText(names, texts) };
  }
  const message =
    only.state === 'tooEarly' && only.readyAt !== undefined
      ? t('popupDeactivateFrom', timeText(only.readyAt))
      : failureText(only.failure ?? { kind: 'outcomeUnknown' }, 'deactivation');
  return {
    title: roleTexts(t, only.role)(only.state === 'unknown' ? 'notifyEndUnknown' : 'notifyNotEnded'),
    message,
  };
}

function nameOf({ role }: Pick<Activation, 'role'> | Pick<Deactivation, 'role'>, { t }: NoticeTexts): string {
  return roleTexts(t, role)('notifyRoleOnScope');
}

function listText(parts: readonly string[], { locale }: NoticeTexts): string {
  return new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(parts);
}
