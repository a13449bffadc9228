import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Account, accountKey } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import type { Failure } from '../domain/failure.ts';
import type { Draft } from '../domain/habits.ts';
import { isWhole } from '../domain/lists.ts';
import { sourceOfKey, sources } from '../domain/role.ts';
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
import { Announcer } from './announcer.tsx';
import { ApprovalsPart } from './approvals/approvals-part.tsx';
import { hasApprovals, useApprovals } from './approvals/use-approvals.ts';
import { DraftSheets } from './drafts/draft-sheets.tsx';
import { useRoleDrafts } from './drafts/use-role-drafts.ts';
import { ActivationForm } from './form/activation-form.tsx';
import { Freshness } from './freshness.tsx';
import { Header } from './header.tsx';
import { focusTab, HomePanel, HomeTabs, useHomeTab } from './home-tabs.tsx';
import { ListsAnnouncer } from './lists-announcer.tsx';
import { Notes } from './notes.tsx';
import { RolesPanel } from './roles-panel.tsx';
import { StatusLine } from './status-line.tsx';
import { useHeldRoles } from './use-held-roles.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useListing } from './use-listing.ts';
import { useLists, useUnreached } from './use-lists.ts';
import { UnreachedProvider } from './use-offline-block.tsx';
import { useStoredForm } from './use-stored-form.ts';

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
  const { lists, aged } = useLists(key);
  const unreached = useUnreached(aged);
  const read = useStored(journalItem(key)).value;
  const journal: readonly Activation[] = read ?? none;
  const readEnds = useStored(deactivationsItem(key)).value;
  const deactivations: readonly Deactivation[] = readEnds ?? none;
  const readFollowOns = useStored(followOnsItem(key)).value;
  const followOns = readFollowOns ?? none;
  const readExtensions = useStored(extensionsItem(key)).value;
  const extensions = readExtensions ?? none;
  const decisions = useStored(decisionsItem(key)).value;
  const isReading =
    !read || !readEnds || [lists.eligible, lists.active].some((of) => sources.some((source) => !of[source]));
  const form = useSignal<Draft | undefined>(undefined);
  const approvals = useApprovals(key, session, now);
  const drafts = useRoleDrafts(key);
  const recordedJustNow = useRef(false);

  useEffect(() => tell('refreshRoles', { unlessYoungerThanMs: freshForMs }), [key]);
  useStoredForm(key, form, session.status === 'signedIn');

  const { assignments, active, availability } = useHeldRoles(lists.active, journal, deactivations, now);
  const listing = useListing(key, lists.eligible, availability);
  const { main, searchInput, selection } = listing;
  const toSearch = () => {
    searchInput.current?.focus();
    // Where the popup opened with a form, Chromium gives the search the focus but no caret, and takes no letter for it.
    searchInput.current?.select();
  };
  const { tab, shownTab } = useHomeTab(hasApprovals(approvals), toSearch);
  useKeptFocus(() => (shownTab === 'approvals' ? focusTab('approvals') : toSearch()));
  useEffect(() => {
    if (form.value || !recordedJustNow.current) return;
    recordedJustNow.current = false;
    // To where the outcome shows. The row that opened the form has lost its button, and the focus with it.
    // While something is searched, what was found stands above it.
    listing.query.value = '';
    main.current?.scrollTo(0, 0);
    toSearch();
  }, [form.value]);

  return (
    <UnreachedProvider value={unreached}>
      <Header>
        <Freshness lists={aged} now={now} />
        <AccountMenu account={account} />
      </Header>
      {shownTab && (
        <HomeTabs tab={tab} waiting={approvals.failures.length > 0 ? undefined : approvals.waiting.length} />
      )}
      <HomePanel of="roles" tab={shownTab} isReading={isReading}>
        <RolesPanel
          account={key}
          refusal={refusal.value}
          {...{ session, lists, listing, active, availability, journal, deactivations, extensions }}
          {...{ followOns, drafts, form, now }}
        />
      </HomePanel>
      <ApprovalsPart
        account={key}
        approvals={approvals}
        session={session}
        now={now}
        panel={(list) =>
          shownTab && (
            <HomePanel of="approvals" tab={shownTab}>
              {shownTab === 'approvals' && (
                <div class="popup-main popup-list popup-scroll" data-testid="approvals-panel">
                  <Notes session={session} refusal={refusal.value} />
                  {list}
                </div>
              )}
            </HomePanel>
          )
        }
        onSheet={() => {
          tab.value = 'approvals';
        }}
        onEmptied={() => focusTab('approvals')}
      />
      <StatusLine lists={aged} now={now} />
      <ListsAnnouncer lists={lists.eligible} />
      <Announcer
        journal={read}
        deactivations={readEnds}
        extensions={readExtensions}
        decisions={decisions}
        followOns={readFollowOns}
        session={session}
        now={now}
      />
      <DraftSheets
        account={key}
        drafts={drafts}
        eligible={listing.shown.eligible}
        active={active}
        extensions={readExtensions}
        isRead={(one) => isWhole(lists.eligible[sourceOfKey(one)])}
        isActiveRead={(one) => read !== undefined && isWhole(lists.active[sourceOfKey(one)])}
      />
      {form.value && (
        <ActivationForm
          key={form.value.askedAt}
          account={key}
          opened={form.value}
          eligible={listing.shown.eligible}
          isRead={(one) => isWhole(lists.eligible[sourceOfKey(one)])}
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
    </UnreachedProvider>
  );
}
