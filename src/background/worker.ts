/**
 * The worker without a browser: every use case, constructed explicitly from what it is given. `index.ts` gives it the
 * browser's; the tests give it simulations and run the very same composition in Node.
 */
import pLimit from 'p-limit';
import type { Account } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import { type Failure, isPolicyRefusal } from '../domain/failure.ts';
import { isPortalUrl } from '../domain/portal.ts';
import type { Eligibility } from '../domain/role.ts';
import { createMessageServer, type MessageServer } from '../messaging/server.ts';
import type { Alarms } from '../platform/alarms.ts';
import type { Texts } from '../platform/i18n.ts';
import type { MenuState } from '../platform/menus.ts';
import type { Notify } from '../platform/notifications.ts';
import type { PopupControl } from '../platform/popup.ts';
import { createItemStore, type StorageArea } from '../platform/stored-item.ts';
import type { PortalTabs } from '../platform/tabs.ts';
import { createHandlers } from './handlers.ts';
import { createServices, type ServicePorts } from './services.ts';
import { createAdoptSchedules } from './use-cases/adopt-schedules.ts';
import { type ActivateRoles, createActivateRoles } from './use-cases/activate-roles.ts';
import { createCheckRequests } from './use-cases/check-requests.ts';
import { createDecideApprovals, decisionsAlarm } from './use-cases/decide-approvals.ts';
import { createDeactivateRoles, type DeactivateRoles } from './use-cases/deactivate-roles.ts';
import { createFollowActivations, followAlarm } from './use-cases/follow-activations.ts';
import { createFollowDeactivations, deactivationAlarm } from './use-cases/follow-deactivations.ts';
import { createFollowEffects, effectAlarm } from './use-cases/follow-effects.ts';
import { createFollowOns, followOnAlarm } from './use-cases/follow-ons.ts';
import { holdRole } from './use-cases/hold-role.ts';
import { createKeepDeactivations } from './use-cases/keep-deactivations.ts';
import { createKeepJournal } from './use-cases/keep-journal.ts';
import { createLastRole, type LastRoleOptions } from './use-cases/last-role.ts';
import type { NoticeTexts } from './use-cases/outcome-notice.ts';
import { createOfferPortalSignIn } from './use-cases/offer-portal-sign-in.ts';
import { createPromptPortals, portalAlarm } from './use-cases/prompt-portals.ts';
import { createProveIdentity } from './use-cases/prove-identity.ts';
import { createReadGroupRoles } from './use-cases/read-group-roles.ts';
import { createReadChildScopes } from './use-cases/read-child-scopes.ts';
import { createReadPolicies } from './use-cases/read-policies.ts';
import { createRefreshApprovals } from './use-cases/refresh-approvals.ts';
import { createRefreshRoles } from './use-cases/refresh-roles.ts';
import { releaseRole } from './use-cases/release-role.ts';
import { createSaveSettings } from './use-cases/save-settings.ts';
import { createShowButton, type DrawButton, roleEndsAlarm } from './use-cases/show-button.ts';
import { createSignIn } from './use-cases/sign-in.ts';
import { createTellOutcomes } from './use-cases/tell-outcomes.ts';
import { createWithdrawRequests } from './use-cases/withdraw-requests.ts';
import { createWorkerState } from './worker-state.ts';

/** Alarms behind what is followed; whichever rings, everything is taken up. */
const followedBy: ReadonlySet<string> = new Set([
  followAlarm,
  deactivationAlarm,
  decisionsAlarm,
  effectAlarm,
  portalAlarm,
  followOnAlarm,
]);

/** Everything outside the worker. */
export interface WorkerPorts extends ServicePorts {
  readonly localArea: StorageArea;
  readonly extensionId: string;
  readonly extensionOrigin: string;
  readonly alarms: Alarms;
  readonly tabs: PortalTabs;
  readonly showMenu: (menu: MenuState) => Promise<void>;
  readonly notify: Notify;
  readonly popup: PopupControl;
  readonly drawButton: DrawButton;
  readonly openWelcome: () => Promise<void>;
  readonly texts: Texts;
  readonly sentences: Pick<LastRoleOptions, 'lengthText'> & Omit<NoticeTexts, keyof Texts>;
}

/** What the browser's events set going. Each returns at once or when it is recorded. */
export interface Worker {
  readonly onMessage: MessageServer;
  onInstalled(reason: string): void;
  onBrowserStarted(): void;
  onAlarm(name: string): void;
  onMenuClicked(token: string): void;
  onKeyPressed(): void;
  onNoticeClicked(): void;
  /** To be called once in every life of the worker: goes on with what an earlier one left. */
  wake(): void;
}

export function createWorker(ports: WorkerPorts): Worker {
  const { now, sleep, newId, alarms, texts } = ports;
  const state = createWorkerState(createItemStore(ports.localArea));
  const goOn = (work: Promise<unknown>): void => {
    work.catch(ports.reportError);
  };

  const { auth, providers, groupRoles, approvals, makeReady } = createServices(ports, state);

  /** Whoever does something may have signed in at Microsoft meanwhile. */
  const personActs = () => goOn(auth.askAgain());
  const workerId = newId();

  const showButton = createShowButton({ state, alarms, texts, now, draw: ports.drawButton });
  const keepJournal = createKeepJournal(state, now);
  const keepDeactivations = createKeepDeactivations(state, now);
  const readPolicies = createReadPolicies({ state, providers, now });
  const readGroupRoles = createReadGroupRoles({ state, reader: groupRoles, now });
  const promptPortals = createPromptPortals({
    state,
    tabs: ports.tabs,
    alarms,
    readSettings: () => state.settings.read(),
    now,
  });

  const signIn = createSignIn({
    state,
    auth,
    workerId,
    async onSignedIn(account) {
      goOn(refreshRoles(account));
      goOn(goOnWith(account));
      await showLastRole();
    },
    goOn,
  });

  const refreshRoles = createRefreshRoles({
    state,
    providers,
    now,
    onSignInNeeded: signIn.noteSignInNeeded,
    async onRead(account, source) {
      goOn(readPolicies.readAhead(account, source));
      goOn(adoptSchedules(account, source));
      goOn(prune(account));
      await showButton();
    },
  });

  const tellOutcomes = createTellOutcomes({
    state,
    notify: ports.notify,
    isPopupOpen: () => ports.popup.isOpen(),
    texts: { ...texts, ...ports.sentences },
    now,
  });

  const followingWith = {
    state,
    providers,
    makeReady,
    alarms,
    now,
    sleep,
    async onSignInNeeded(failure: Failure) {
      const { status } = await state.session.read();
      await signIn.noteSignInNeeded(failure);
      if (status === 'signedIn') await tellOutcomes.onSignInNeeded();
    },
  };
  const followingEffects = createFollowEffects({
    ...followingWith,
    onFound: (account) => promptPortals.goOn(account),
  });

  const following = createFollowActivations({
    ...followingWith,
    onNews: tellOfActivation,
  });

  const adoptSchedules = createAdoptSchedules({
    state,
    providers,
    now,
    newId,
    watch: following.watch,
    follow: (account) => goOn(following.follow(account)),
  });

  const withdrawRequests = createWithdrawRequests({
    state,
    providers,
    now,
    onNews: tellOfActivation,
    onSignInNeeded: signIn.noteSignInNeeded,
    goOn,
  });

  const proveIdentity = createProveIdentity({
    state,
    stepUp: auth.stepUp,
    happened: following.happened,
    follow: (account) => goOn(following.follow(account)),
    onProved: signIn.noteProved,
    workerId,
    now,
  });

  const followingEnds = createFollowDeactivations({
    ...followingWith,
    async onNews(account, entry) {
      await releaseRole(state, account, entry);
      if (entry.state === 'ended') await followOns.forgetRole(account, entry.role.key);
      await tellOutcomes.onDeactivation(account, entry);
      await promptPortals.goOn(account);
      await showButton();
    },
  });

  // One recording at a time: an activation and a deactivation of one role must see each other.
  const inTurn = pLimit(1);
  const recordDeactivations = createDeactivateRoles({
    state,
    now,
    newId,
    watch: followingEnds.watch,
    follow: (account) => goOn(followingEnds.follow(account)),
  });

  const recordActivations = createActivateRoles({
    state,
    now,
    newId,
    watch: following.watch,
    reportError: ports.reportError,
    follow(account) {
      goOn(following.follow(account));
      goOn(showLastRole());
    },
  });

  const activateRoles: ActivateRoles = (request) => inTurn(() => recordActivations(request));
  const deactivateRoles: DeactivateRoles = (keys) => inTurn(() => recordDeactivations(keys));

  const followOns = createFollowOns({
    state,
    activate: activateRoles,
    notify: ports.notify,
    alarms,
    t: texts.t,
    now,
    newId,
  });

  const refreshApprovals = createRefreshApprovals({
    state,
    approvals,
    now,
    onSignInNeeded: signIn.noteSignInNeeded,
  });

  const decideApprovals = createDecideApprovals({
    state,
    approvals,
    alarms,
    now,
    newId,
    onSignInNeeded: signIn.noteSignInNeeded,
    goOn,
    onDecided: (account) => refreshApprovals(account),
  });

  const lastRole = createLastRole({
    state,
    activate: activateRoles,
    openPopup: () => ports.popup.open(),
    notify: ports.notify,
    t: texts.t,
    lengthText: ports.sentences.lengthText,
    failureText: (failure) => ports.sentences.failureText(failure, 'activation'),
    now,
    newId,
  });

  async function tellOfActivation(account: Account, entry: Activation): Promise<void> {
    if (entry.state === 'proofNeeded' && proveIdentity.isPersonHere(entry)) {
      goOn(proveIdentity.onNeeded(account, entry));
      return;
    }
    if (entry.state === 'active') followingEffects.watch();
    // One that fails keeps the news from no other.
    for (const tell of [
      () => holdRole(state, account, entry),
      () => tellOutcomes.onActivation(account, entry),
      () => promptPortals.onSettled(account, entry),
      showButton,
    ])
      await tell().catch(ports.reportError);
    if (entry.state === 'active') goOn(followingEffects.follow(account));
    if (entry.failure) learnFrom(account, entry.role, entry.failure);
    // For the approvers' names: a quick way may have asked without a form.
    if (entry.state === 'waitingForApproval') goOn(readPolicies.read(account, [entry.role.key]));
  }

  async function showLastRole(): Promise<void> {
    await ports.showMenu(await lastRole.menuState());
  }

  async function withdrawPrompts(): Promise<void> {
    const account = await state.account();
    if (account) await promptPortals.withdraw(account);
  }

  async function signOut(): Promise<void> {
    // Tabs that cannot be told keep nobody signed in.
    await withdrawPrompts().catch(ports.reportError);
    await signIn.signOut();
    await showLastRole();
    await showButton();
  }

  async function injectIntoOpenTabs(): Promise<void> {
    // A tab that shows an error page cannot be scripted and needs no prompt: it is told when it is next loaded.
    for (const { error } of await promptPortals.injectIntoOpenTabs()) ports.reportError(error);
  }

  /** A refusal that the stored lists or policies did not foresee says that they are out of date. */
  function learnFrom(account: Account, role: Eligibility, failure: Failure): void {
    if (isPolicyRefusal(failure)) goOn(readPolicies.read(account, [role.key], 0));
    if (failure.kind === 'roleVanished') goOn(refreshRoles(account, { sources: [role.source] }));
  }

  /** Takes up what is open in the journals, and drops from them what is over. */
  async function goOnWith(account: Account): Promise<void> {
    await prune(account);
    await proveIdentity.noticeInterruption(account);
    await Promise.all([
      promptPortals.goOn(account),
      following.follow(account),
      followingEnds.follow(account),
      decideApprovals.follow(account),
      withdrawRequests.follow(account),
      followingEffects.follow(account),
      followOns.follow(account),
    ]);
  }

  async function prune(account: Account): Promise<void> {
    await keepJournal.prune(account);
    await keepDeactivations.prune(account);
  }

  async function goOnWithAll(): Promise<void> {
    await signIn.noticeInterruption();
    await signIn.finishSignOut();
    const account = await state.account();
    if (account) await goOnWith(account);
  }

  return {
    onMessage: createMessageServer({
      extensionId: ports.extensionId,
      extensionOrigin: ports.extensionOrigin,
      isPortal: isPortalUrl,
      handlers: createHandlers({
        state,
        signIn,
        signOut,
        saveSettings: createSaveSettings({ state, signOut, withdrawPrompts }),
        refreshRoles,
        readPolicies,
        readGroupRoles,
        readChildScopes: createReadChildScopes({
          state,
          provider: providers.azure,
          now,
          onSignInNeeded: signIn.noteSignInNeeded,
        }),
        activateRoles,
        proveIdentity,
        checkRequests: createCheckRequests({
          state,
          providers,
          now,
          newId,
          onSignInNeeded: signIn.noteSignInNeeded,
          onUnclear: (account, source) => goOn(refreshRoles(account, { sources: [source] })),
          goOn,
        }),
        deactivateRoles,
        withdrawRequests,
        followOns,
        refreshApprovals,
        decideApprovals,
        keepJournal,
        keepDeactivations,
        promptPortals,
        offerPortalSignIn: createOfferPortalSignIn({ state, readSettings: () => state.settings.read(), now }),
        onPersonActs: personActs,
        goOn,
      }),
    }),
    onInstalled(reason) {
      goOn(showLastRole());
      goOn(showButton());
      goOn(injectIntoOpenTabs());
      if (reason === 'install') goOn(ports.openWelcome());
    },
    onBrowserStarted() {
      goOn(showLastRole());
      goOn(showButton());
      goOn(signIn.resume());
    },
    onAlarm(name) {
      if (followedBy.has(name)) goOn(goOnWithAll());
      if (name === roleEndsAlarm) goOn(showButton());
    },
    onMenuClicked(token) {
      personActs();
      goOn(lastRole.onMenuClicked(token));
    },
    onKeyPressed() {
      personActs();
      goOn(lastRole.onKeyPressed());
    },
    onNoticeClicked: () => goOn(ports.popup.open()),
    wake: () => goOn(goOnWithAll()),
  };
}
