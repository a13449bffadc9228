import type { RefObject } from 'preact';
import { useId } from 'preact/hooks';
import { mostAtOnce } from '../messaging/limits.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { dismissIcon, warningIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import './selection-bar.css';

interface Props {
  count: number;
  /** How many of these the list does not show as it is searched and filtered now. */
  unseen: number;
  /** Where the reason stands when nothing can be activated. */
  barRef: RefObject<HTMLDivElement | null>;
  onClear: () => void;
  onActivate: () => void;
}

export function SelectionBar({ count, unseen, barRef, onClear, onActivate }: Props) {
  const { t, tn } = useServices();
  const tooMany = useId();
  const isTooMany = count > mostAtOnce;
  return (
    <div ref={barRef} class="selection-bar" data-testid="selection-bar">
      <IconButton
        icon={dismissIcon}
        label={t('popupClearSelection')}
        onClick={onClear}
        data-testid="clear-selection"
      />
      <p class="selection-count" role="status">
        {tn('popupSelected', count)}
        {isTooMany && (
          <span id={tooMany} class="selection-too-many">
            <Icon of={warningIcon} size={16} />
            {t('popupSelectedTooMany', String(mostAtOnce))}
          </span>
        )}
        {unseen > 0 && <span class="selection-unseen"> {tn('popupSelectedUnseen', unseen)}</span>}
      </p>
      <Button
        kind="primary"
        data-testid="activate-selected"
        blockedBy={isTooMany ? tooMany : undefined}
        onClick={onActivate}
      >
        {tn('popupActivateSelected', count)}
      </Button>
    </div>
  );
}
