import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { dismissIcon, downIcon, successIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import './outcome-group.css';

interface Props {
  /** "4 roles are in effect". */
  text: string;
  testId: string;
  isOpen: boolean;
  onToggle: () => void;
  onDismiss: (button: HTMLElement) => void;
  /** The rows. */
  children: ComponentChildren;
}

/** Many that ended well in one line, which opens. */
export function OutcomeGroup({ text, testId, isOpen, onToggle, onDismiss, children }: Props) {
  const { t } = useServices();
  const listId = useId();
  return (
    <li data-testid={testId}>
      <div class="outcome-group-head" data-row>
        <button
          type="button"
          class="outcome-group-toggle"
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          data-row-lead
          data-testid="show-done"
          onClick={onToggle}
        >
          <Icon of={successIcon} />
          <span>{text}</span>
          <Icon of={downIcon} size={16} />
        </button>
        <IconButton
          icon={dismissIcon}
          label={t('outcomesDismiss', text)}
          data-testid="dismiss-done"
          onClick={(event) => onDismiss(event.currentTarget)}
        />
      </div>
      {isOpen && (
        <ul id={listId} class="outcome-group-rows">
          {children}
        </ul>
      )}
    </li>
  );
}
