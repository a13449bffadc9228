import type { Texts } from '../../platform/i18n.ts';

/** "8 h", "30 min", "1 h 30 min": a length where there is no room for words. */
export function shortLengthText(minutes: number, { t }: Texts): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return t('formMinutes', String(rest));
  if (rest === 0) return t('formHours', String(hours));
  return t('timeHoursMinutes', t('formHours', String(hours)), t('formMinutes', String(rest)));
}
