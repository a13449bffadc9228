/** What the end of an eligibility means for the length of an activation. */
import { epochMs } from '../../domain/duration.ts';
import { endBefore, isOutlasted } from '../../domain/eligible-time.ts';
import type { Eligibility } from '../../domain/role.ts';
import type { Texts } from '../../platform/i18n.ts';
import { exactMomentText } from '../../platform/time-text.ts';
import { isLimitedByEnd, type Rules } from './rules.ts';

interface Asked {
  readonly role: Pick<Eligibility, 'endsAt'>;
  readonly rules: Rules;
  /** `NaN` where what was typed is no length. */
  readonly minutes: number;
  /** Ms since the epoch. */
  readonly start: number;
}

/** One sentence, or none where the eligibility lasts long enough for all that may be asked for. */
export function endNoteText(
  { role, rules, minutes, start }: Asked,
  now: number,
  texts: Texts,
): string | undefined {
  const { t } = texts;
  const end = epochMs(role.endsAt);
  if (end === undefined) return undefined;
  const when = exactMomentText(end, now, texts);
  if (endBefore(role, start) !== undefined) return t('formEligibleEnded', when);
  if (isOutlasted(role, start + minutes * 60_000)) return t('formEligibleOutlasted', when);
  return isLimitedByEnd(rules) ? t('formEligibleUntil', when) : undefined;
}
