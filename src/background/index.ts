/**
 * The worker's composition root: everything is constructed here, explicitly, and every listener is registered in the
 * first tick, because a browser that wakes the worker for an event hands it out only then.
 */
import { createAuth } from '../auth/auth.ts';
import type { Account } from '../domain/account.ts';
import { isPortalUrl } from '../domain/portal.ts';
import { createHttpClient } from '../http/client.ts';
import { clouds } from '../http/clouds.ts';
import { createMessageServer } from '../messaging/server.ts';
import { buildClientId } from '../platform/build.ts';
import { sessionArea } from '../platform/session-area.ts';
import { createItemStore } from '../platform/stored-item.ts';
import {
  alarmsAt,
  closeLocalAreaToContentScripts,
  contextMenus,
  drawButton,
  extensionId,
  extensionOrigin,
  launchWebAuthFlow,
  localArea,
  notify,
  onAlarm,
  onInstalled,
  onMessage,
  onStartup,
  openPage,
  portalTabs,
  redirectUri,
  texts,
} from '../platform/worker-browser.ts';
import { createAzureProvider } from '../providers/azure.ts';
import { createEntraProvider } from '../providers/entra.ts';
import { createHandlers } from './handlers.ts';
import { createActivateRoles } from './use-cases/activate-roles.ts';
import { createFollowActivations, followAlarm } from './use-cases/follow-activations.ts';
import { holdRole } from './use-cases/hold-role.ts';
import { createKeepJournal } from './use-cases/keep-journal.ts';
import { createLastRole } from './use-cases/last-role.ts';
import { createPromptPortals } from './use-cases/prompt-portals.ts';
import { createReadPolicies } from './use-cases/read-policies.ts';
import { createRefreshRoles } from './use-cases/refresh-roles.ts';
import { createSaveSettings } from './use-cases/save-settings.ts';
import { createShowButton, roleEndsAlarm } from './use-cases/show-button.ts';
import { createSignIn } from './use-cases/sign-in.ts';
import { createWorkerState } from './worker-state.ts';

const now = () => Date.now();
const newId = () => crypto.randomUUID();
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** Work that nobody waits for: what goes wrong is told by stored items, so anything that arrives here is a defect. */
const goOn = (work: Promise<unknown>): void => {
  work.catch((error: unknown) => reportError(error));
};

const alarms = alarmsAt(now);
const state = createWorkerState(createItemStore(localArea));

const auth = createAuth({
  async configuration() {
    const { clientId, tenant } = await state.settings.read();
    return { clientId: clientId || buildClientId, tenant, cloud: 'public' };
  },
  account: () => state.account(),
  redirectUri,
  launchWebAuthFlow,
  session: sessionArea,
});

const http = createHttpClient({
  fetch: (input, init) => fetch(input, init),
  tokens: auth,
  now,
  sleep,
  newId,
  cloud: clouds.public,
});
const providers = { entra: createEntraProvider({ http, now }), azure: createAzureProvider({ http, now }) };

const showButton = createShowButton({ state, alarms, texts, now, draw: drawButton });
const promptPortals = createPromptPortals({
  state,
  tabs: portalTabs(reportError),
  readSettings: () => state.settings.read(),
  now,
});
const keepJournal = createKeepJournal(state, now);
const readPolicies = createReadPolicies({ state, providers, now });

const signIn = createSignIn({
  state,
  auth,
  workerId: newId(),
  async onSignedIn(account) {
    goOn(refreshRoles(account));
    goOn(goOnWith(account));
    await showLastRole();
  },
});
const onSignInNeeded = signIn.noteSignInNeeded;

const refreshRoles = createRefreshRoles({
  state,
  providers,
  now,
  onSignInNeeded,
  async onRead(account, source) {
    goOn(readPolicies.readAhead(account, source));
    await showButton();
  },
});

const following = createFollowActivations({
  state,
  providers,
  alarms,
  now,
  sleep,
  onSignInNeeded,
  async onNews(account, entry) {
    await holdRole(state, account, entry);
    await lastRole.onOutcome(entry);
    await promptPortals.onSettled(account, entry);
    await showButton();
  },
});

const activateRoles = createActivateRoles({
  state,
  now,
  newId,
  follow(account) {
    goOn(following.follow(account));
    goOn(showLastRole());
  },
});

const lastRole = createLastRole({
  state,
  activate: activateRoles,
  notify,
  t: texts.t,
  lengthText: (minutes) => lengthText(texts, minutes),
  timeText: (at) => timeText(texts, at),
  failureText: (failure) => failureSentence(texts, failure),
  now,
  newId,
});

async function showLastRole(): Promise<void> {
  await contextMenus.show(await lastRole.menuState());
}

async function signOut(): Promise<void> {
  const account = await state.account();
  if (account) await promptPortals.withdraw(account);
  await signIn.signOut();
  await showLastRole();
  await showButton();
}

/** Takes up what is open in the journal, and drops from it what is over. */
async function goOnWith(account: Account): Promise<void> {
  await keepJournal.prune(account);
  await following.follow(account);
}

async function wake(): Promise<void> {
  await signIn.noticeInterruption();
  const account = await state.account();
  if (account) await goOnWith(account);
}

const serve = createMessageServer({
  extensionId,
  extensionOrigin,
  isPortal: isPortalUrl,
  handlers: createHandlers({
    state,
    signIn,
    signOut,
    saveSettings: createSaveSettings(state, signOut),
    refreshRoles,
    readPolicies,
    activateRoles,
    keepJournal,
    promptPortals,
    goOn,
  }),
});

onMessage(serve);
onInstalled((reason) => {
  closeLocalAreaToContentScripts();
  goOn(showLastRole());
  goOn(promptPortals.injectIntoOpenTabs());
  if (reason === 'install') goOn(openPage('src/welcome/index.html'));
});
onStartup(() => {
  goOn(showLastRole());
  goOn(showButton());
  goOn(signIn.resume());
});
onAlarm((name) => {
  // The net behind the timers has done its work by waking the worker: what follows is what every wake does.
  if (name === followAlarm) goOn(wake());
  if (name === roleEndsAlarm) goOn(showButton());
});
contextMenus.onClicked((token) => goOn(lastRole.onMenuClicked(token)));

goOn(wake());
