import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useEffect, useId } from 'preact/hooks';
import { Banner } from '../ui/banner.tsx';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { useOnline } from './use-online.ts';

const Unreached = createContext<ReadonlySignal<boolean>>(signal(false));
/** Whether the last reading of some list found no way to Microsoft. */
export const UnreachedProvider = Unreached.Provider;

/**
 * What a sheet that sends something says while there is no network, and the id of that for its buttons: the line under
 * the roles stands behind the sheet. The browser alone is not believed, because it may see no network where there is a
 * way: the lists are read, and only if that finds none nothing is sent.
 */
export function useOfflineBlock() {
  const { t } = useServices();
  const tell = useTell();
  const id = useId();
  const online = useOnline();
  const unreached = useContext(Unreached).value;
  useEffect(() => {
    if (!online && !unreached) tell('refreshRoles', {});
  }, [online]);
  const isOffline = !online && unreached;
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
