import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { type ScopeKind, type Source, sources } from '../domain/role.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { dismissIcon, downIcon } from '../ui/icons.ts';
import { memo } from '../ui/memo.ts';
import { sourceWords } from '../ui/scope-text.ts';
import { useServices } from '../ui/services.ts';
import { type FilterCounts, type Filters, isFiltered, noFilters } from './filters.ts';
import './filter-bar.css';

interface Props {
  filters: Signal<Filters>;
  counts: FilterCounts;
  /** Whether anything was read: before that there is nothing to count. */
  isRead: boolean;
  onSource: (source: Source | undefined) => void;
  /** Arrow down: goes into the list. */
  onDown: () => void;
  /** Where the focus goes when the button that cleared has gone. */
  searchInput: RefObject<HTMLElement | null>;
}

const chips: readonly { readonly source: Source | undefined; readonly text: MessageKey }[] = [
  { source: undefined, text: 'popupFilterAll' },
  ...sources.map((source) => ({
    source,
    text: sourceWords[source],
  })),
];

const kindTexts: Record<ScopeKind, MessageKey> = {
  directory: 'popupScopesDirectory',
  administrativeUnit: 'popupScopesAdministrativeUnit',
  directoryObject: 'popupScopesDirectoryObject',
  appScope: 'popupScopesAppScope',
  managementGroup: 'popupScopesManagementGroup',
  subscription: 'popupScopesSubscription',
  resourceGroup: 'popupScopesResourceGroup',
  resource: 'popupScopesResource',
  group: 'popupScopesGroup',
};

/** One row that narrows the list: by the kind of role, and by the kind of scope where there is more than one. */
export const FilterBar = memo(function FilterBar({
  filters,
  counts,
  isRead,
  onSource,
  onDown,
  searchInput,
}: Props) {
  const { t, number } = useServices();
  const { source, scopeKind } = filters.value;

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const here = chips.findIndex((chip) => chip.source === source);
    if (event.key === 'ArrowDown') onDown();
    if (step || event.key === 'ArrowDown') event.preventDefault();
    if (!step) return;
    const next = (here + step + chips.length) % chips.length;
    onSource(chips[next]!.source);
    (event.currentTarget as Element).querySelectorAll<HTMLElement>('[role="radio"]')[next]?.focus();
  }

  return (
    <div class="filter-bar" role="region" aria-label={t('popupFilters')} data-testid="filters">
      <div class="filter-chips" role="radiogroup" aria-label={t('popupFilterKind')} onKeyDown={onKeyDown}>
        {chips.map((chip) => (
          <button
            key={chip.text}
            type="button"
            role="radio"
            class="filter-chip"
            aria-checked={chip.source === source}
            tabIndex={chip.source === source ? 0 : -1}
            data-testid={`filter-${chip.source ?? 'all'}`}
            onClick={() => onSource(chip.source)}
          >
            {t(chip.text)}
            <span class="filter-count">
              {isRead && number(chip.source ? counts.sources[chip.source] : counts.all)}
            </span>
          </button>
        ))}
      </div>
      <div class="filter-end">
        {(counts.scopeKinds.length > 1 || scopeKind) && (
          <span class={`filter-scope${scopeKind ? ' filter-scope-set' : ''}`}>
            <select
              class="filter-select"
              aria-label={t('popupFilterScope')}
              title={scopeKind && t(kindTexts[scopeKind])}
              data-testid="filter-scope"
              value={scopeKind ?? ''}
              onChange={(event) => {
                const chosen = event.currentTarget.value as ScopeKind | '';
                filters.value = { source, ...(chosen ? { scopeKind: chosen } : {}) };
              }}
            >
              <option value="">{t('popupFilterAnyScope')}</option>
              {counts.scopeKinds.map(({ kind, count }) => (
                <option key={kind} value={kind}>
                  {t('popupFilterCounted', t(kindTexts[kind]), number(count))}
                </option>
              ))}
            </select>
            <span class="filter-scope-text" aria-hidden>
              {t(scopeKind ? kindTexts[scopeKind] : 'popupFilterScope')}
            </span>
            <Icon of={downIcon} size={16} />
          </span>
        )}
        {isFiltered(filters.value) && (
          <IconButton
            icon={dismissIcon}
            label={t('popupFilterClear')}
            data-testid="filter-clear"
            onClick={() => {
              filters.value = noFilters;
              searchInput.current?.focus();
            }}
          />
        )}
      </div>
    </div>
  );
});
