import { useId } from 'preact/hooks';
import { Banner } from '../ui/banner.tsx';
import { useServices } from '../ui/services.ts';
import { useOnline } from './use-online.ts';

/**
 * What a sheet that sends something says while there is no network, and the id of that for its buttons: the line under
 * the roles stands behind the sheet.
 */
export function useOfflineBlock() {
  const { t } = useServices();
  const id = useId();
  const isOffline = !useOnline();
  return {
    isOffline,
    note: isOffline && (
      <Banner id={id} kind="warn" data-testid="sheet-offline" live>
        {t('offlineSheet')}
      </Banner>
    ),
    blockedBy: isOffline ? id : undefined,
  };
}
