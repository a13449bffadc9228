import type { Signal } from '@preact/signals';
import { useCallback, useRef } from 'preact/hooks';
import type { AccountKey } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import {
  type EligibilityExtension,
  isPendingExtension,
  pendingExtension,
} from '../domain/eligibility-extension.ts';
import type { Failure } from '../domain/failure.ts';
import type { FollowOn } from '../domain/follow-on.ts';
import type { Draft } from '../domain/habits.ts';
import { eligibleKeyOf, targetOf } from '../domain/narrowing.ts';
import { type Eligibility, type RoleKey, type Source } from '../domain/role.ts';
import type { Session } from '../domain/session.ts';
import { mostAtOnce } from '../messaging/limits.ts';
import { useSameFunction } from '../ui/use-same.ts';
import { ActiveSection } from './active-section.tsx';
import { AskToExtend } from './ask-to-extend.tsx';
import { GoneDrafts } from './drafts/gone-drafts.tsx';
import type { RoleDrafts } from './drafts/use-role-drafts.ts';
import { EligibleSection, isNothingEligible } from './eligible-section.tsx';
import { EndedSection } from './ended-section.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, isFiltered, noFilters, passes, withSource } from './filters.ts';
import { FollowOnOffers } from './follow-on-offers.tsx';
import { FoundStatus } from './found-status.tsx';
import { MarksNews } from './marks/marks-news.tsx';
import { Notes } from './notes.tsx';
import { OutcomesSection } from './outcomes-section.tsx';
import { useScrollbarWidth } from './scrollbar.ts';
import { PlacesProvider } from './role-places.ts';
import { SearchBox } from './search-box.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useFoundActive } from './use-found-active.ts';
import { useHomeKeys } from './use-home-keys.ts';
import type { Listing } from './use-listing.ts';
import type { Lists } from './use-lists.ts';
import { WaitingSection } from './waiting-section.tsx';
import { type ActiveRoles, type Availability, endOutcomesOf, outcomesOf } from './view.ts';

interface Props {
  account: AccountKey;
  session: Session;
  refusal: Failure | undefined;
  lists: Lists;
  listing: Listing;
  active: ActiveRoles;
  availability: (key: RoleKey) => Availability;
  journal: readonly Activation[];
  deactivations: readonly Deactivation[];
  extensions: readonly EligibilityExtension[];
  followOns: readonly FollowOn[];
  drafts: RoleDrafts;
  /** Opens when it is set. */
  form: Signal<Draft | undefined>;
  now: number;
}

/** The person's own roles: searched and filtered, with what is active and what waits before what may be activated. */
export function RolesPanel(props: Props) {
  const { account, session, refusal, lists, listing, active, availability, form, now } = props;
  const { journal, deactivations, extensions, followOns, drafts } = props;
  const { query, filters, shown, selection, selected, unseen, first, searchInput, main, keys } = listing;
  const { eligible } = shown;
  const isNarrowed = isFiltered(filters.value);
  useScrollbarWidth(main);
  const bar = useRef<HTMLDivElement>(null);
  const found = useFoundActive(
    isNarrowed ? narrowed(active, filters.value) : active,
    shown.placeOf,
    query.value,
  );
  const activeFound = found.running.length + found.permanent.length;

  const toSearch = () => searchInput.current?.focus();
  const open = (...roles: readonly RoleKey[]) => {
    form.value = { keys: [...roles], minutes: {} };
  };
  const openPicked = (otherwise: RoleKey | undefined) => {
    // Its button says why not.
    if (selected.length > mostAtOnce) bar.current?.querySelector<HTMLElement>('.button')?.focus();
    else if (selected.length > 0) open(...selected);
    else if (otherwise) open(otherwise);
  };
  const chooseSource = useSameFunction((source: Source | undefined) => {
    filters.value = withSource(filters.value, source, [...eligible.values()]);
  });
  useHomeKeys({ listing, onEnter: openPicked });
  // The same functions until a request changes: others would draw every row again.
  const activate = useCallback((one: RoleKey) => open(one), []);
  const offerExtension = useCallback(
    (role: Eligibility) =>
      pendingExtension(extensions, role.key) ? null : <AskToExtend role={role} drafts={drafts} />,
    [extensions, drafts],
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
      found={found}
      lists={lists}
      session={session}
      query={query.value}
      now={now}
      onDeactivated={toSearch}
      shown={shown}
      followOns={followOns}
      drafts={drafts}
    />
  );
  const waiting = (
    <WaitingSection
      key="waiting"
      journal={journal}
      extensions={extensions.filter(({ state }) => isPendingExtension(state))}
      followOns={followOns}
      now={now}
      session={session}
    />
  );
  const outcomes = (
    <OutcomesSection
      key="outcomes"
      entries={outcomesOf(journal, now)}
      deactivations={endOutcomesOf(deactivations, now)}
      extensions={extensions.filter(({ state }) => !isPendingExtension(state))}
      journal={journal}
      now={now}
      session={session}
      canAsk={(role, at) => eligible.has(eligibleKeyOf(role)) && availability(at) === 'free'}
      onAgain={again}
      onEmptied={toSearch}
    />
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
      chosen={listing.chosen}
      keys={keys}
      now={now}
      onActivate={activate}
      drafts={drafts}
      below={offerExtension}
    />
  );

  return (
    <PlacesProvider value={shown.placeOf}>
      <SearchBox
        inputRef={searchInput}
        query={query}
        onChoose={() => openPicked(first)}
        onDown={() => keys.enter()}
      />
      <FilterBar
        filters={filters}
        counts={shown.counts}
        isRead={eligible.size > 0 || isNothingEligible(lists.eligible, now)}
        onSource={chooseSource}
        onDown={keys.enter}
        searchInput={searchInput}
      />
      <div
        ref={main}
        class={`popup-main popup-list popup-scroll${selected.length > 0 ? ' popup-selecting' : ''}`}
      >
        <Notes key="notes" session={session} refusal={refusal} />
        <GoneDrafts key="gone" drafts={drafts} onEmptied={toSearch} />
        <FollowOnOffers key="offers" account={account} followOns={followOns} journal={journal} now={now} />
        <FoundStatus
          key="status"
          shown={shown}
          activeFound={activeFound}
          query={query.value}
          isFiltered={isNarrowed}
          first={first && eligible.get(first)}
          onClearFilters={() => {
            filters.value = noFilters;
            toSearch();
          }}
        />
        <MarksNews key="marks-news" {...shown} />
        {/* What was searched comes first; the rest stands as it always does. */}
        {shown.results
          ? [eligibleSection, activeSection, outcomes, waiting]
          : [outcomes, activeSection, waiting, eligibleSection]}
        {!shown.results && !isNarrowed && (
          <EndedSection
            key="ended"
            account={account}
            isEligible={(one) => eligible.has(one)}
            extensions={extensions}
            drafts={drafts}
            now={now}
          />
        )}
      </div>
      {selected.length > 0 && (
        <SelectionBar
          count={selected.length}
          unseen={unseen}
          barRef={bar}
          onClear={() => {
            selection.clear();
            // The bar goes, and the focus with it.
            toSearch();
          }}
          onActivate={() => open(...selected)}
        />
      )}
    </PlacesProvider>
  );
}

function narrowed({ running, permanent }: ActiveRoles, filters: Filters): ActiveRoles {
  return {
    running: running.filter(({ role }) => passes(filters, role)),
    permanent: permanent.filter(({ role }) => passes(filters, role)),
  };
}
