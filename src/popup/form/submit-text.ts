/** What the button of the form says it will do. */
import { epochMs } from '../../domain/duration.ts';
import type { Texts } from '../../platform/i18n.ts';
import { lengthText, momentText, shortSpanText } from '../../platform/time-text.ts';
import type { RoleAsk } from './rules.ts';
import { commonEnd } from './start.ts';

/**
 * A later start is said with its end, or with the start alone where the roles end at different times: "for 8 hours"
 * might be taken for a start in 8 hours.
 *
 * @param isLater whether the person chose a later start, also one that cannot be read yet
 */
export function submitText(asks: readonly RoleAsk[], isLater: boolean, now: number, texts: Texts): string {
  const { t, tn } = texts;
  const [first] = asks;
  const only = asks.length === 1 ? first : undefined;
  const approval = only?.rules.state === 'known' && only.rules.policy.approvalRequired;
  if (!isLater) {
    return only && Number.isFinite(only.ask.minutes)
      ? t(approval ? 'formSubmitOneApproval' : 'formSubmitOne', lengthText(only.ask.minutes, texts))
      : tn('formSubmit', asks.length);
  }
  const start = epochMs(first?.ask.startsAt);
  if (start === undefined) return tn('formSubmitLaterUnread', asks.length);
  const end = commonEnd(asks, now);
  const when =
    end === undefined ? t('formFrom', momentText(start, now, texts)) : shortSpanText(start, end, now, texts);
  if (only) return t(approval ? 'formSubmitLaterApproval' : 'formSubmitLater', when);
  return tn('formSubmitLaterMany', asks.length, when);
}
