/** What the button of the form says it will do. */
import { epochMs } from '../../domain/duration.ts';
import { checkAsk } from '../../domain/policy.ts';
import type { Texts } from '../../platform/i18n.ts';
import { exactMomentText, lengthText, shortSpanText } from '../../platform/time-text.ts';
import { policyOf, type RoleAsk } from './rules.ts';
import { commonEnd } from './start.ts';

/**
 * A later start is said with its end, or with the start alone where the roles end at different times: "for 8 hours"
 * might be taken for a start in 8 hours.
 *
 * @param isLater whether the person chose a later start, also one that cannot be read yet
 */
export function submitText(all: readonly RoleAsk[], isLater: boolean, now: number, texts: Texts): string {
  const { t, tn } = texts;
  const asks = all.map(withoutWrongLength);
  const [first] = asks;
  const only = asks.length === 1 ? first : undefined;
  const approval = only?.rules.state === 'known' && only.rules.policy.approvalRequired;
  if (!isLater) {
    if (!only) return tn('formSubmit', asks.length);
    return Number.isFinite(only.ask.minutes)
      ? t(approval ? 'formSubmitOneApproval' : 'formSubmitOne', lengthText(only.ask.minutes, texts))
      : t(approval ? 'formSubmitPlainApproval' : 'formSubmitPlain');
  }
  const start = epochMs(first?.ask.startsAt);
  if (start === undefined) return tn('formSubmitLaterUnread', asks.length);
  const end = commonEnd(asks, now);
  const when =
    end === undefined
      ? t('formFrom', exactMomentText(start, now, texts))
      : shortSpanText(start, end, now, texts);
  if (only) return t(approval ? 'formSubmitLaterApproval' : 'formSubmitLater', when);
  return tn('formSubmitLaterMany', asks.length, when);
}

/** Nothing is promised that the rules do not allow, and that is not sent. */
function withoutWrongLength(one: RoleAsk): RoleAsk {
  const isWrong = checkAsk(one.ask, policyOf(one.rules)).some(({ field }) => field === 'minutes');
  return isWrong ? { ...one, ask: { ...one.ask, minutes: Number.NaN } } : one;
}
