import { type Signal, useSignal } from '@preact/signals';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
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
import { ActivationForm } from './form/activation-form.tsx';
import { Freshness } from './freshness.tsx';
import { Header } from './header.tsx';
import { Notes } from './notes.tsx';
import { OutcomesSection } from './outcomes-section.tsx';
import { ListsAnnouncer } from './lists-announcer.tsx';
import { moveThroughRows } from './row-keys.ts';
import { useScrollbarWidth } from './scrollbar.ts';
import { ScheduledSection } from './scheduled-section.tsx';
import { SearchBox } from './search-box.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { StatusLine } from './status-line.tsx';
import { useLists } from './use-lists.ts';
import { useStoredForm } from './use-stored-form.ts';
import { activeRoles, availabilityOf, endOutcomesOf, outcomesOf } from './view.ts';

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
  const selection = useSignal<ReadonlySet<RoleKey>>(new Set());
  const form = useSignal<Draft | undefined>(undefined);
  const main = useRef<HTMLElement>(null);
  const searchInput = useRef<HTMLInputElement>(null);
  const recordedJustNow = useRef(false);
  /** What Enter in the search box opens. */
  const first = useRef<RoleKey | null>(null);

  useEffect(() => tell('refreshRoles', { unlessYoungerThanMs: freshForMs }), [key]);
  useStoredForm(key, form, session.status === 'signedIn');
  useScrollbarWidth(main);

  const assignments = useMemo(
    () => sources.flatMap((source) => lists.active[source]?.rows ?? []),
    sources.map((source) => lists.active[source]?.rows),
  );
  const active = activeRoles(assignments, journal, now, deactivations);
  const availability = availabilityOf(active, journal, now);
  const eligible = useMemo(
    () =>
      new Map(sources.flatMap((source) => lists.eligible[source]?.rows ?? []).map((row) => [row.key, row])),
    sources.map((source) => lists.eligible[source]?.rows),
  );
  const toSearch = () => searchInput.current?.focus();
  useEffect(() => {
    if (form.value || !recordedJustNow.current) return;
    recordedJustNow.current = false;
    // To where the outcome shows. The row that opened the form has lost its button, and the focus with it.
    main.current?.scrollTo(0, 0);
    toSearch();
  }, [form.value]);
  const selected = [...selection.value].filter((one) => eligible.has(one) && availability(one) === 'free');

  const activate = useCallback((one: RoleKey) => {
    form.value = { keys: [one], minutes: {} };
  }, []);
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

  return (
    <>
      <Header>
        <Freshness lists={Object.values(lists.eligible)} now={now} />
        <AccountMenu account={account} />
      </Header>
      <SearchBox
        inputRef={searchInput}
        query={query}
        onChoose={() => first.current && activate(first.current)}
        onDown={() => moveThroughRows(main.current, undefined, 1)}
      />
      <main ref={main} class="popup-main popup-list">
        <Notes session={session} refusal={refusal.value} />
        <FollowOnOffers followOns={followOns} journal={journal} now={now} />
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
        <ActiveSection
          active={active}
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
        <EligibleSection
          lists={lists.eligible}
          session={session}
          query={query.value}
          availability={availability}
          selection={selection}
          first={first}
          now={now}
          onActivate={activate}
          below={offerExtension}
          onEnter={(one) => {
            form.value = { keys: selected.length > 0 ? selected : [one], minutes: {} };
          }}
          onLeaveUp={toSearch}
        />
      </main>
      <StatusLine lists={Object.values(lists.eligible)} now={now} />
      {selected.length > 0 && (
        <SelectionBar
          count={selected.length}
          onClear={() => {
            selection.value = new Set();
            // The bar goes, and the focus with it.
            toSearch();
          }}
          onActivate={() => {
            form.value = { keys: selected, minutes: {} };
          }}
        />
      )}
      <ListsAnnouncer lists={lists.eligible} />
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
            if (recorded) selection.value = new Set();
          }}
        />
      )}
    </>
  );
}

function sourceOf(key: RoleKey): Source {
  return sources.find((source) => key.startsWith(`${source}|`))!;
}
