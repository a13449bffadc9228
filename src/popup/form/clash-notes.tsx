import type { Eligibility } from '../../domain/role.ts';
import type { Clash } from '../../domain/window.ts';
import type { Texts } from '../../platform/i18n.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import { spanText, whenText } from '../../platform/time-text.ts';
import { Banner } from '../../ui/banner.tsx';
import { useServices } from '../../ui/services.ts';

interface Props {
  clashes: readonly { readonly role: Eligibility; readonly clash: Clash }[];
}

/** Which roles cannot have the time that is asked for, and what has it. */
export function ClashNotes({ clashes }: Props) {
  const texts = useServices();
  const { t } = texts;
  if (clashes.length === 0) return null;
  return (
    <Banner
      kind="warn"
      title={t(
        clashes.every(({ clash }) => clash.by === 'eligibilityEnd') ? 'formNotEligibleThen' : 'formClash',
      )}
      data-testid="clash"
      live
    >
      <ul>
        {clashes.map(({ role, clash }) => (
          <li key={role.key}>{clashText(role, clash, texts, texts.now())}</li>
        ))}
      </ul>
    </Banner>
  );
}

function clashText(role: Eligibility, clash: Clash, texts: Texts, now: number): string {
  const { t } = texts;
  const name = roleTexts(t, role)('popupRoleOnScope');
  if (clash.by === 'scheduled')
    return t('formClashScheduled', name, spanText(clash.window.start, clash.window.end, texts, now));
  if (clash.by === 'eligibilityEnd') return t('formClashEligibility', name, whenText(clash.at, texts, now));
  return clash.until === undefined
    ? t('formClashHeld', name)
    : t('formClashHeldUntil', name, whenText(clash.until, texts, now));
}
