import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isGranted, permissions } from '../domain/permissions.ts';
import type { Session } from '../domain/session.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { successIcon, warningIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import { PinDrawing } from './pin-drawing.tsx';
import './ready.css';

/** As in the manifest's `commands`. */
const keys = { open: '_execute_action', lastRole: 'activate-last-role' } as const;

interface Props {
  session: Session;
  takesFocus: boolean;
}

/** All steps are done: how to get at Hoist from now on. */
export function Ready({ session, takesFocus }: Props) {
  const { t, tn, browserKind, openPopup } = useServices();
  const heading = useRef<HTMLHeadingElement>(null);
  const [refused, setRefused] = useState(false);
  useLayoutEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const { granted } = session;
  const missing = permissions.filter(({ api, name }) => !isGranted(granted?.[api], name)).length;

  async function open() {
    try {
      await openPopup();
    } catch {
      setRefused(true);
    }
  }

  return (
    <section class="card ready" aria-labelledby="ready-title" data-testid="welcome-ready">
      <header class={`ready-header${missing ? ' ready-missing' : ''}`}>
        <Icon of={missing ? warningIcon : successIcon} size={32} />
        <div class="ready-names">
          <h2 class="ready-title" id="ready-title" ref={heading} tabIndex={-1}>
            {missing ? tn('welcomeReadyMissing', missing) : t('welcomeReady')}
          </h2>
          <p class="card-intro">{t(missing ? 'welcomeReadyMissingLead' : 'welcomeReadyLead')}</p>
        </div>
        <Button kind="primary" data-testid="welcome-open" onClick={() => void open()}>
          {t('welcomeOpenPopup')}
        </Button>
      </header>
      <div role="status">{refused && <Banner kind="info" title={t('welcomeOpenFailed')} />}</div>
      <ul class="ways">
        <li class="way">
          <h3 class="way-title">{t('welcomePinTitle')}</h3>
          <PinDrawing />
          <p class="card-intro">
            {t(browserKind === 'firefox' ? 'welcomePinFirefox' : 'welcomePinChromium')}
          </p>
        </li>
        <li class="way">
          <Keys />
        </li>
      </ul>
    </section>
  );
}

/** The keys that the browser really gave. */
function Keys() {
  const { t, readShortcuts } = useServices();
  const [shortcuts, setShortcuts] = useState<ReadonlyMap<string, string>>();
  useEffect(() => {
    const read = () => void readShortcuts().then(setShortcuts, () => setShortcuts(new Map()));
    read();
    // They are changed on a page of the browser's, from which the person comes back.
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [readShortcuts]);
  const open = shortcuts?.get(keys.open);
  const lastRole = shortcuts?.get(keys.lastRole);
  return (
    <>
      <h3 class="way-title">{t('welcomeKeyTitle')}</h3>
      {open && (
        <p class="way-key" data-testid="key-open">
          <Shortcut keys={open} /> <span>{t('welcomeKeyOpen')}</span>
        </p>
      )}
      {lastRole && (
        <p class="way-key">
          <Shortcut keys={lastRole} /> <span>{t('welcomeKeyLast')}</span>
        </p>
      )}
      {shortcuts && !open && <p class="card-intro">{t('welcomeKeyNone')}</p>}
    </>
  );
}

/** "Alt+Shift+O" key by key; a Mac writes its signs without a plus. */
function Shortcut({ keys: text }: { keys: string }) {
  return (
    <span class="shortcut">
      {text.split('+').map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
