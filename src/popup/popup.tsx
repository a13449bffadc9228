import { useSignal } from '@preact/signals';
import type { Failure } from '../domain/failure.ts';
import { sessionItem, settingsItem } from '../platform/items.ts';
import { RefusalProvider } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { useStored } from '../ui/stored-signal.ts';
import { FirstFrame } from './first-frame.tsx';
import { Header } from './header.tsx';
import { Home } from './home.tsx';
import { NotConfigured, SignedOut, SigningIn } from './screens.tsx';
import './popup.css';

/** Shows what the stored items say: which of these screens it is depends on nothing else. */
export function Popup() {
  const { defaultClientId } = useServices();
  const session = useStored(sessionItem).value;
  const settings = useStored(settingsItem).value;
  const refusal = useSignal<Failure>();

  return (
    <RefusalProvider value={refusal}>
      {session && settings ? (
        session.account ? (
          <Home session={{ ...session, account: session.account }} refusal={refusal} />
        ) : (
          <>
            <Header />
            <main class="popup-main">
              {session.status === 'signingIn' ? (
                <SigningIn />
              ) : settings.clientId || defaultClientId ? (
                <SignedOut failure={session.failure ?? refusal.value} />
              ) : (
                <NotConfigured />
              )}
            </main>
          </>
        )
      ) : (
        <FirstFrame />
      )}
    </RefusalProvider>
  );
}
