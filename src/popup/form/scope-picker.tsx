import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import { canNarrow, hasChildren } from '../../domain/narrowing.ts';
import type { Eligibility, Scope, Target } from '../../domain/role.ts';
import { createSearch } from '../../domain/search.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { searchIcon } from '../../ui/icons.ts';
import { scopeKindLooks } from '../../ui/scope-text.ts';
import { useServices } from '../../ui/services.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { moveThroughRows } from '../row-keys.ts';
import { SearchBox } from '../search-box.tsx';
import type { Availability } from '../view.ts';
import { ScopePath } from './scope-path.tsx';
import { ScopeRow } from './scope-row.tsx';
import { useLevel } from './use-level.ts';
import './scope-picker.css';

interface Props {
  account: AccountKey;
  /** The eligibility itself. */
  role: Eligibility;
  chosen: Target | undefined;
  /** Of the role at a scope. */
  availabilityAt: (scope: Scope) => Availability;
  /** @param target absent for all of the eligible scope */
  onChoose: (target: Target | undefined) => void;
  onClose: () => void;
}

/** Chooses where to activate, level by level; nothing below a scope is read before it is opened. */
export function ScopePicker({ account, role, chosen, availabilityAt, onChoose, onClose }: Props) {
  const { t, tn } = useServices();
  /** From right below the eligible scope to the one that is shown. */
  const path = useSignal<readonly Scope[]>(chosen?.between ?? []);
  const query = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const here = path.value.at(-1) ?? role.scope;
  const level = useLevel(account, here.id);
  const search = useMemo(
    () => createSearch(level.rows, ({ name, kind }) => [name, t(scopeKindLooks[kind].text)]),
    [level.rows, t],
  );
  const found = useMemo(() => search(query.value), [search, query.value]);
  const wanted = query.value.trim();

  // What had the focus has gone with its level.
  useEffect(() => input.current?.focus(), [here.id]);

  function go(to: readonly Scope[]): void {
    query.value = '';
    path.value = to;
  }
  const choose = (scope: Scope) => onChoose({ scope, between: [...path.value] });
  const open = (scope: Scope) => hasChildren(scope.kind) && go([...path.value, scope]);

  function onRowKey(event: KeyboardEvent): void {
    const { key, target } = event;
    const row = target instanceof Element ? target.closest('[data-row]') : null;
    if (!row || !(target instanceof Element)) return;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const moved = moveThroughRows(event.currentTarget as Element, target, key === 'ArrowDown' ? 1 : -1);
      if (!moved && key === 'ArrowUp') input.current?.focus();
    } else if (key === 'ArrowRight') {
      const scope = level.rows.find(({ id }) => id === row.getAttribute('data-scope'));
      if (scope) open(scope);
    } else if (key === 'ArrowLeft') go(path.value.slice(0, -1));
    else return;
    event.preventDefault();
  }

  const status = level.reading
    ? t('scopesReading', here.name)
    : level.failure
      ? ''
      : tn('scopesCount', found.length);
  const first = found.find(({ item }) => availabilityAt(item) === 'free')?.item;

  return (
    <Sheet title={t('scopesTitle')} closeLabel={t('scopesClose')} onClose={onClose} testId="scope-picker">
      <ScopePath way={[role.scope, ...path.value]} onGo={(at) => go(path.value.slice(0, at))} />
      <SearchBox
        inputRef={input}
        query={query}
        label={t('scopesSearch', here.name)}
        testId="scope-search"
        // An empty search has found nothing that anybody meant.
        onChoose={() => wanted && first && choose(first)}
        onDown={() => moveThroughRows(list.current, undefined, 1)}
      />
      <p class="visually-hidden" role="status" data-testid="scope-status">
        {status}
      </p>
      <div class="scope-picker-body">
        {level.failure && (
          <div class="scope-picker-note">
            <FailureNote
              failure={level.failure}
              about="roles"
              title={t('scopesUnread')}
              live
              actions={
                <Button size="small" data-testid="scope-again" onClick={level.again}>
                  {t('scopesAgain')}
                </Button>
              }
            />
          </div>
        )}
        {level.reading && (
          <div class="scope-picker-reading" data-testid="scope-reading">
            <Spinner size={20} />
            <div>
              <p>{t('scopesReading', here.name)}</p>
              {here.kind === 'managementGroup' && <p class="scope-picker-slow">{t('scopesSlow')}</p>}
            </div>
          </div>
        )}
        {level.isRead && !level.reading && !level.failure && level.rows.length === 0 && (
          <EmptyState
            icon={scopeKindLooks[here.kind].icon}
            title={t('scopesNone', here.name)}
            testId="scope-none"
          >
            {t('scopesNoneText')}
          </EmptyState>
        )}
        {wanted && level.rows.length > 0 && found.length === 0 && (
          <EmptyState icon={searchIcon} title={t('scopesNotFound', wanted)} testId="scope-not-found">
            {t('scopesNotFoundHint')}
          </EmptyState>
        )}
        <ul ref={list} aria-label={t('scopesBelow', here.name)} onKeyDown={onRowKey}>
          {found.map(({ item, marks }) => (
            <ScopeRow
              key={item.id}
              scope={item}
              marks={marks}
              chosen={chosen?.scope.id === item.id}
              availability={availabilityAt(item)}
              onChoose={() => choose(item)}
              onOpen={() => open(item)}
            />
          ))}
        </ul>
      </div>
      <footer class="form-footer">
        <Button
          class="form-submit"
          data-testid="scope-use"
          disabled={!canNarrow(role) || availabilityAt(here) !== 'free'}
          onClick={() =>
            onChoose(path.value.length === 0 ? undefined : { scope: here, between: path.value.slice(0, -1) })
          }
        >
          {t('scopesUse', here.name)}
        </Button>
      </footer>
    </Sheet>
  );
}
