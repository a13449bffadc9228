/**
 * The worker without a browser: every use case, constructed explicitly from what it is given. `index.ts` gives it the
 * browser's; the tests give it simulations and run the very same composition in Node.
 */
import type { Account } from '../domain/account.ts';
import { isPortalUrl } from '../domain/portal.ts';
import { createMessageServer, type MessageServer } from '../messaging/server.ts';
import type { Alarms } from '../platform/alarms.ts';
import type { Texts } from '../platform/i18n.ts';
import type { MenuState } from '../platform/menus.ts';
import type { Notify } from '../platform/notifications.ts';
import type { PopupControl } from '../platform/popup.ts';
import { createItemStore, type StorageArea } from '../platform/stored-item.ts';
import type { PortalTabs } from '../platform/tabs.ts';
import { createHandlers } from './handlers.ts';
import { createRequests, requestAlarms } from './requests.ts';
import { createServices, type ServicePorts } from './services.ts';
import { createCheckRequests } from './use-cases/check-requests.ts';
import { createDecideApprovals, decisionsAlarm } from './use-cases/decide-approvals.ts';
import { createLastRole, type LastRoleOptions } from './use-cases/last-role.ts';
import type { NoticeTexts } from './use-cases/outcome-notice.ts';
import { createMarkRoles } from './use-cases/mark-roles.ts';
import { createOfferPortalSignIn } from './use-cases/offer-portal-sign-in.ts';
import { createPromptPortals, portalAlarm } from './use-cases/prompt-portals.ts';
import { createReadGroupRoles } from './use-cases/read-group-roles.ts';
import { createReadChildScopes } from './use-cases/read-child-scopes.ts';
import { createReadPolicies } from './use-cases/read-policies.ts';
import { createRefreshApprovals } from './use-cases/refresh-approvals.ts';
import { createRefreshRoles } from './use-cases/refresh-roles.ts';
import { createSaveSettings } from './use-cases/save-settings.ts';
import { createShowButton, type DrawButton, roleEndsAlarm } from './use-cases/show-button.ts';
import { createSignIn } from './use-cases/sign-in.ts';
import { createTellOutcomes } from './use-cases/tell-outcomes.ts';
import { approvalsAlarm, createWatchApprovals } from './use-cases/watch-approvals.ts';
import { createWorkerState } from './worker-state.ts';

/** Alarms behind what is followed; whichever rings, everything is taken up. */
const followedBy: ReadonlySet<string> = new Set([
  ...requestAlarms,
  decisionsAlarm,
  portalAlarm,
  approvalsAlarm,
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
  const { now, newId, alarms, texts } = ports;
  const state = createWorkerState(createItemStore(ports.localArea));
  const goOn = (work: Promise<unknown>): void => {
    work.catch(ports.reportError);
  };

  const services = createServices(ports, state);
  const { auth, providers, groupRoles, approvals } = services;

  /** Whoever does something may have signed in at Microsoft meanwhile. */
  const personActs = () => goOn(auth.askAgain());
  const workerId = newId();

  const showButton = createShowButton({ state, alarms, texts, now, draw: ports.drawButton });
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
      goOn(requests.onRead(account, source));
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

  const requests = createRequests({
    state,
    services,
    alarms,
    notify: ports.notify,
    t: texts.t,
    now,
    sleep: ports.sleep,
    newId,
    workerId,
    signIn,
    readPolicies,
    promptPortals,
    tellOutcomes,
    showButton,
    onRecorded: () => goOn(showLastRole()),
    onListOutdated: (account, source) => goOn(refreshRoles(account, { sources: [source] })),
    goOn,
    reportError: ports.reportError,
  });

  const refreshApprovals = createRefreshApprovals({
    state,
    approvals,
    now,
    onSignInNeeded: signIn.noteSignInNeeded,
  });

  const watchApprovals = createWatchApprovals({
    state,
    refreshApprovals,
    isPopupOpen: () => ports.popup.isOpen(),
    notify: ports.notify,
    alarms,
    texts,
    now,
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
    activate: requests.activateRoles,
    openPopup: () => ports.popup.open(),
    notify: ports.notify,
    t: texts.t,
    lengthText: ports.sentences.lengthText,
    failureText: (failure) => ports.sentences.failureText(failure, 'activation'),
    now,
    newId,
  });

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
    await watchApprovals.follow();
    await showLastRole();
    await showButton();
  }

  async function injectIntoOpenTabs(): Promise<void> {
    // A tab that shows an error page cannot be scripted and needs no prompt: it is told when it is next loaded.
    for (const { error } of await promptPortals.injectIntoOpenTabs()) ports.reportError(error);
  }

  /** Takes up what is open, and drops what is over. */
  async function goOnWith(account: Account): Promise<void> {
    await requests.prune(account);
    await Promise.all([
      promptPortals.goOn(account),
      requests.follow(account),
      decideApprovals.follow(account),
      watchApprovals.follow(),
    ]);
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
        ...requests,
        state,
        signIn,
        signOut,
        saveSettings: createSaveSettings({
          state,
          signOut,
          withdrawPrompts,
          onSaved: () => goOn(watchApprovals.follow()),
        }),
        refreshRoles,
        readPolicies,
        readGroupRoles,
        readChildScopes: createReadChildScopes({
          state,
          provider: providers.azure,
          now,
          onSignInNeeded: signIn.noteSignInNeeded,
        }),
        markRoles: createMarkRoles(state),
        checkRequests: createCheckRequests({
          state,
          providers,
          now,
          newId,
          onSignInNeeded: signIn.noteSignInNeeded,
          onUnclear: (account, source) => goOn(refreshRoles(account, { sources: [source] })),
          goOn,
        }),
        async refreshApprovals(account, request) {
          await refreshApprovals(account, request);
          await watchApprovals.onShown(account);
        },
        decideApprovals,
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
