/** What the button of the form says it will do. */
import { askedWindow } from '../../domain/window.ts';
import type { Texts } from '../../platform/i18n.ts';
import { lengthText, shortSpanText } from '../../platform/time-text.ts';
import type { RoleAsk } from './rules.ts';

/** A later start is said with its end: "for 8 hours" alone might be taken for a start in 8 hours. */
export function submitText(asks: readonly RoleAsk[], now: number, texts: Texts): string {
  const { t, tn } = texts;
  const [first] = asks;
  const isLater = first?.ask.startsAt !== undefined;
  if (!first || asks.length > 1) return tn(isLater ? 'formSubmitLaterMany' : 'formSubmit', asks.length);
  const { ask, rules } = first;
  if (!Number.isFinite(ask.minutes)) return tn(isLater ? 'formSubmitLaterMany' : 'formSubmit', 1);
  const approval = rules.state === 'known' && rules.policy.approvalRequired;
  if (isLater) {
    const { start, end } = askedWindow(ask, now);
    return t(approval ? 'formSubmitLaterApproval' : 'formSubmitLater', shortSpanText(start, end, now, texts));
  }
  return t(approval ? 'formSubmitOneApproval' : 'formSubmitOne', lengthText(ask.minutes, texts));
}
