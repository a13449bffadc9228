import { type Signal, useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type Account, accountKey } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import { pendingExtension } from '../domain/eligibility-extension.ts';
import type { Failure } from '../domain/failure.ts';
import type { Draft } from '../domain/habits.ts';
import { eligibleKeyOf, targetOf } from '../domain/narrowing.ts';
import { type Eligibility, type RoleKey, type Source, sources } from '../domain/role.ts';
import type { Session } from '../domain/session.ts';
import {
  decisionsItem,
  deactivationsItem,
  extensionsItem,
  followOnsItem,
  journalItem,
} from '../platform/items.ts';
import { useNow } from '../ui/clock.ts';
import { useTell } from '../ui/commands.ts';
import { useStored } from '../ui/stored-signal.ts';
import { AccountMenu } from './account-menu.tsx';
import { ActiveSection } from './active-section.tsx';
import { Announcer } from './announcer.tsx';
import { AskToExtend } from './ask-to-extend.tsx';
import { ApprovalsPart } from './approvals/approvals-part.tsx';
import { EligibleSection } from './eligible-section.tsx';
import { ExtendRole } from './extend-role.tsx';
import { FollowOnOffers } from './follow-on-offers.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, isFiltered, noFilters, passes, withSource } from './filters.ts';
import { ActivationForm } from './form/activation-form.tsx';
import { FoundStatus } from './found-status.tsx';
import { Freshness } from './freshness.tsx';
import { Header } from './header.tsx';
import { rowOf, useListKeys } from './list-keys.ts';
import { Notes } from './notes.tsx';
import { OutcomesSection } from './outcomes-section.tsx';
import { useScrollbarWidth } from './scrollbar.ts';
import { ScheduledSection } from './scheduled-section.tsx';
import { SearchBox } from './search-box.tsx';
import { useSelection } from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useHomeKeys } from './use-home-keys.ts';
import { useLists } from './use-lists.ts';
import { useShownRoles } from './use-shown-roles.ts';
import { useStoredForm } from './use-stored-form.ts';
import { useHeldRoles } from './use-held-roles.ts';
import { type ActiveRoles, endOutcomesOf, outcomesOf } from './view.ts';

interface Props {
  session: Session & { account: Account };
  refusal: Signal<Failure | undefined>;
}

/** A list younger than this is not read again just because the popup opened. */
const freshForMs = 60_000;
const none: readonly never[] = [];

/** The popup of a person whom Hoist knows: their requests, what they hold, what they may activate. */
export function Home({ session, refusal }: Props) {
  const { account } = session;
  const key = accountKey(account);
  const now = useNow();
  const tell = useTell();
  const lists = useLists(key);
  const read = useStored(journalItem(key)).value;
  const journal: readonly Activation[] = read ?? none;
  const readEnds = useStored(deactivationsItem(key)).value;
  const deactivations: readonly Deactivation[] = readEnds ?? none;
  const followOns = useStored(followOnsItem(key)).value ?? none;
  const readExtensions = useStored(extensionsItem(key)).value;
  const extensions = readExtensions ?? none;
  const decisions = useStored(decisionsItem(key)).value;
  const query = useSignal('');
  const filters = useSignal<Filters>(noFilters);
  const form = useSignal<Draft | undefined>(undefined);
  const main = useRef<HTMLElement>(null);
  const searchInput = useRef<HTMLInputElement>(null);
  const recordedJustNow = useRef(false);
  /** What can be picked, as it is listed. */
  const order = useRef<readonly RoleKey[]>(none);
  const selection = useSelection(order);
  /** What Enter in the search box opens. */
  const chosen = useSignal<RoleKey | null>(null);
  const keys = useListKeys(main);

  useEffect(() => tell('refreshRoles', { unlessYoungerThanMs: freshForMs }), [key]);
  useStoredForm(key, form, session.status === 'signedIn');
  useScrollbarWidth(main);

  const { assignments, active, availability } = useHeldRoles(lists.active, journal, deactivations, now);
  const shown = useShownRoles(key, lists.eligible, filters.value, query.value);
  const { eligible, results, favourites, parts } = shown;
  const isNarrowed = isFiltered(filters.value);
  const isSearching = results !== undefined;
  const listed = useMemo(
    () =>
      (results ?? [...favourites, ...sources.flatMap((source) => parts[source])])
        .map(({ item }) => item.key)
        .filter((one) => availability(one) === 'free'),
    [results, favourites, parts, availability],
  );
  const first = isSearching ? listed[0] : undefined;
  useLayoutEffect(() => {
    order.current = listed;
    chosen.value = first ?? null;
  }, [listed, first]);
  const toSearch = () => searchInput.current?.focus();
  useEffect(() => {
    if (form.value || !recordedJustNow.current) return;
    recordedJustNow.current = false;
    // To where the outcome shows. The row that opened the form has lost its button, and the focus with it.
    main.current?.scrollTo(0, 0);
    toSearch();
  }, [form.value]);
  const selected = [...selection.keys.value].filter(
    (one) => eligible.has(one) && availability(one) === 'free',
  );
  const open = (...keysOf: readonly RoleKey[]) => {
    form.value = { keys: [...keysOf], minutes: {} };
  };
  const openPicked = (otherwise: RoleKey | undefined) => {
    if (selected.length > 0) open(...selected);
    else if (otherwise) open(otherwise);
  };
  useHomeKeys({ searchInput, keys, query, filters, selection, onEnter: openPicked });
  useLayoutEffect(() => main.current?.scrollTo(0, 0), [query.value, filters.value]);
  const isPicking = selected.length > 0;
  // The bar takes room from the list; the row that was picked stays in sight.
  useLayoutEffect(() => {
    if (isPicking) rowOf(document.activeElement)?.scrollIntoView({ block: 'nearest' });
  }, [isPicking]);

  const activate = useCallback((one: RoleKey) => open(one), []);
  // The same function until a request changes: another one would draw every row again.
  const offerExtension = useCallback(
    (role: Eligibility) => (pendingExtension(extensions, role.key) ? null : <AskToExtend role={role} />),
    [extensions],
  );
  const again = useCallback(({ role, ask }: Activation) => {
    // The ticket is left out on purpose: one is good for one request.
    const one = eligibleKeyOf(role);
    const target = targetOf(role);
    form.value = {
      keys: [one],
      minutes: { [one]: ask.minutes },
      ...(target ? { targets: { [one]: target } } : {}),
      justification: ask.justification,
    };
  }, []);

  const activeSection = (
    <ActiveSection
      key="active"
      active={isNarrowed ? narrowed(active, filters.value) : active}
      lists={lists}
      session={session}
      query={query.value}
      now={now}
      onDeactivated={toSearch}
      extend={({ role, endsAt }) => {
        const eligibility = eligible.get(role.key);
        if (!eligibility || endsAt === undefined) return null;
        const followOn = followOns.find((one) => one.role.key === role.key);
        return <ExtendRole account={key} role={eligibility} {...{ endsAt, followOn, now }} />;
      }}
    />
  );
  const waiting = (
    <Fragment key="waiting">
      <OutcomesSection
        entries={outcomesOf(journal, now)}
        deactivations={endOutcomesOf(deactivations, now)}
        extensions={extensions}
        journal={journal}
        now={now}
        session={session}
        canAsk={(role, at) => eligible.has(eligibleKeyOf(role)) && availability(at) === 'free'}
        onAgain={again}
        onEmptied={toSearch}
      />
      <ScheduledSection journal={journal} now={now} session={session} />
      <ApprovalsPart account={key} session={session} now={now} onEmptied={toSearch} />
    </Fragment>
  );
  const eligibleSection = (
    <EligibleSection
      key="eligible"
      lists={lists.eligible}
      shown={shown}
      source={filters.value.source}
      isFiltered={isNarrowed}
      session={session}
      availability={availability}
      selection={selection}
      chosen={chosen}
      now={now}
      onActivate={activate}
      below={offerExtension}
    />
  );

  return (
    <>
      <Header>
        <Freshness lists={Object.values(lists.eligible)} now={now} />
        <AccountMenu account={account} />
      </Header>
      <SearchBox
        inputRef={searchInput}
        query={query}
        onChoose={() => openPicked(first)}
        onDown={() => keys.enter()}
      />
      <FilterBar
        filters={filters}
        counts={shown.counts}
        isRead={eligible.size > 0}
        onSource={(source) => {
          filters.value = withSource(filters.value, source, [...eligible.values()]);
        }}
        searchInput={searchInput}
      />
      <main ref={main} class={`popup-main popup-list${isPicking ? ' popup-selecting' : ''}`}>
        <Notes key="notes" session={session} refusal={refusal.value} />
        <FollowOnOffers key="offers" followOns={followOns} journal={journal} now={now} />
        <FoundStatus
          key="status"
          shown={shown}
          query={query.value}
          isFiltered={isNarrowed}
          first={first && eligible.get(first)}
          onClearFilters={() => {
            filters.value = noFilters;
            toSearch();
          }}
        />
        {/* What was searched comes first; the rest stands as it always does. */}
        {isSearching ? [eligibleSection, activeSection, waiting] : [activeSection, waiting, eligibleSection]}
      </main>
      {isPicking && (
        <SelectionBar
          count={selected.length}
          onClear={() => {
            selection.clear();
            // The bar goes, and the focus with it.
            toSearch();
          }}
          onActivate={() => open(...selected)}
        />
      )}
      <Announcer
        journal={read}
        deactivations={readEnds}
        extensions={readExtensions}
        decisions={decisions}
        session={session}
        now={now}
      />
      {form.value && (
        <ActivationForm
          key={form.value.askedAt}
          account={key}
          opened={form.value}
          eligible={eligible}
          isRead={(one) => lists.eligible[sourceOf(one)]?.readAt !== undefined}
          journal={journal}
          availability={availability}
          assignments={assignments}
          onClose={(recorded) => {
            form.value = undefined;
            recordedJustNow.current = recorded;
            if (recorded) selection.clear();
          }}
        />
      )}
    </>
  );
}

function sourceOf(key: RoleKey): Source {
  return sources.find((source) => key.startsWith(`${source}|`))!;
}

function narrowed({ running, permanent }: ActiveRoles, filters: Filters): ActiveRoles {
  return {
    running: running.filter(({ role }) => passes(filters, role)),
    permanent: permanent.filter(({ role }) => passes(filters, role)),
  };
}
