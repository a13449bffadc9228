import { Icon } from '../ui/icon.tsx';
import { pinIcon, puzzleIcon, settingsIcon } from '../ui/icons.ts';
import { Mark } from '../ui/mark.tsx';
import { useServices } from '../ui/services.ts';
import './pin-drawing.css';

/** The corner of the browser's window in which the button is pinned. Decoration: the text beside it says the same. */
export function PinDrawing() {
  const { t, browserKind } = useServices();
  const isFirefox = browserKind === 'firefox';
  return (
    <div class="pin-drawing" aria-hidden="true">
      <div class="pin-bar">
        <span class="pin-address" />
        <span class="pin-spot">
          <Icon of={puzzleIcon} />
        </span>
        <span class="pin-avatar" />
      </div>
      <div class="pin-menu">
        <span class="pin-menu-title">{t('welcomePinExtensions')}</span>
        <span class="pin-row">
          <Mark size={16} />
          <span class="pin-name">Hoist</span>
          <span class="pin-spot">
            <Icon of={isFirefox ? settingsIcon : pinIcon} size={16} />
          </span>
        </span>
        {isFirefox && <span class="pin-row pin-sub">{t('welcomePinMenu')}</span>}
      </div>
    </div>
  );
}
