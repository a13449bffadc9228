import type { EligibilityList } from '../domain/lists.ts';
import type { Failure } from '../domain/failure.ts';
import type { Source } from '../domain/role.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { CopyConsentLink } from '../ui/copy-consent-link.tsx';
import { FailureDetails } from '../ui/failure-details.tsx';
import { useServices } from '../ui/services.ts';
import './groups-consent.css';

/** Whether the tenant has not consented to PIM for Groups, which is younger than the rest and no fault. */
export function isUnconsented(
  source: Source,
  list: EligibilityList,
): list is EligibilityList & { failure: Failure } {
  return source === 'groups' && list.failure?.kind === 'permissionMissing';
}

/** In place of the groups: what is missing for them, and the link to send. Everything else works without. */
export function GroupsConsent({ failure }: { failure: Failure }) {
  const { t } = useServices();
  const tell = useTell();
  const { consentUrl } = failure.facts ?? {};
  return (
    <div class="groups-consent" data-testid="groups-consent">
      <p class="groups-consent-title">{t('popupGroupsConsentTitle')}</p>
      <p>{t('popupGroupsConsentText')}</p>
      <div class="groups-consent-actions">
        {consentUrl && <CopyConsentLink url={consentUrl} />}
        <Button size="small" onClick={() => tell('signIn', {})}>
          {t('popupSignInAgain')}
        </Button>
        <FailureDetails failure={failure} />
      </div>
    </div>
  );
}
