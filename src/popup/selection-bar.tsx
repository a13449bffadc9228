import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { dismissIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import './selection-bar.css';

interface Props {
  count: number;
  /** How many of these the list does not show as it is searched and filtered now. */
  unseen: number;
  onClear: () => void;
  onActivate: () => void;
}

export function SelectionBar({ count, unseen, onClear, onActivate }: Props) {
  const { t, tn } = useServices();
  return (
    <div class="selection-bar" data-testid="selection-bar">
      <IconButton
        icon={dismissIcon}
        label={t('popupClearSelection')}
        onClick={onClear}
        data-testid="clear-selection"
      />
      <p class="selection-count" role="status">
        {tn('popupSelected', count)}
        {unseen > 0 && <span class="selection-unseen"> {tn('popupSelectedUnseen', unseen)}</span>}
      </p>
      <Button kind="primary" data-testid="activate-selected" onClick={onActivate}>
        {tn('popupActivateSelected', count)}
      </Button>
    </div>
  );
}
