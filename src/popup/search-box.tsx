import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useFocusOnMount } from '../ui/focus.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { dismissIcon, searchIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import './search-box.css';

interface Props {
  inputRef: RefObject<HTMLInputElement | null>;
  query: Signal<string>;
  /** What is searched; the roles, unless it says otherwise. */
  label?: string;
  testId?: string;
  /** Enter: opens what was found first. */
  onChoose: () => void;
  /** Arrow down: goes into the list. */
  onDown: () => void;
}

export function SearchBox({ inputRef, query, onChoose, onDown, testId = 'search', ...props }: Props) {
  const { t } = useServices();
  const label = props.label ?? t('popupSearch');
  useFocusOnMount(inputRef);
  return (
    <div class="search-box" role="search">
      <Icon of={searchIcon} />
      <input
        ref={inputRef}
        type="search"
        autocomplete="off"
        spellcheck={false}
        class="search-box-input"
        aria-label={label}
        placeholder={label}
        data-testid={testId}
        value={query}
        onInput={(event) => {
          query.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Enter') onChoose();
          else if (event.key === 'ArrowDown') onDown();
          // A second Escape closes the popup, as it does everywhere.
          else if (event.key === 'Escape' && query.value) query.value = '';
          else return;
          event.preventDefault();
        }}
      />
      {query.value && (
        <IconButton
          icon={dismissIcon}
          label={t('popupSearchClear')}
          onClick={() => {
            query.value = '';
            inputRef.current?.focus();
          }}
        />
      )}
    </div>
  );
}
