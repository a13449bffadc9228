/**
 * The worker without a browser: its parts, constructed from what the worker is given, and what they tell each other.
 * `index.ts` gives it the browser's; the tests give it simulations and run the very same composition in Node.
 */
import type { Account } from '../domain/account.ts';
import { isPortalUrl } from '../domain/portal.ts';
import { createMessageServer, type MessageServer } from '../messaging/server.ts';
import { createItemStore } from '../platform/item-store.ts';
import { createEvents, type WorkerEvents } from './events.ts';
import { createHandlers } from './handlers.ts';
import { createApproving } from './parts/approving.ts';
import { createPortals } from './parts/portals.ts';
import { createReading } from './parts/reading.ts';
import { createRequests } from './parts/requests.ts';
import { createSession } from './parts/session.ts';
import { createToolbar } from './parts/toolbar.ts';
import type { WorkerLife, WorkerPorts } from './ports.ts';
import { createServices } from './services.ts';
import { createMarkRoles } from './use-cases/mark-roles.ts';
import { createSaveSettings } from './use-cases/save-settings.ts';
import { createWorkerState } from './worker-state.ts';

/** What messages and the browser's events set going. Each returns at once or when it is recorded. */
export interface Worker extends WorkerEvents {
  readonly onMessage: MessageServer;
}

export function createWorker(ports: WorkerPorts): Worker {
  const state = createWorkerState(createItemStore(ports.localArea));
  const goOn = (work: Promise<unknown>): void => {
    work.catch(ports.reportError);
  };
  const services = createServices(ports, state);
  const life: WorkerLife = { ports, state, services, workerId: ports.newId(), goOn };

  const session = createSession(life, {
    async onSignedIn(account) {
      goOn(reading.refreshRoles(account));
      goOn(takeUp(account));
      await toolbar.showLastRole();
    },
    onGrantsChanged: (account) => goOn(reading.refreshRoles(account)),
    // Tabs that cannot be told keep nobody signed in.
    onSigningOut: () => portals.withdrawPrompts().catch(ports.reportError),
    async onSignedOut() {
      await approving.watchApprovals.follow();
      await toolbar.showLastRole();
      await toolbar.showButton();
    },
  });
  const { signIn, signOut } = session;

  const portals = createPortals(life);
  const reading = createReading(life, {
    onSignInNeeded: signIn.noteSignInNeeded,
    async onRead(account, source) {
      goOn(requests.onRead(account, source));
      await toolbar.showButton();
    },
  });
  const requests = createRequests(life, {
    signIn,
    readPolicies: reading.readPolicies,
    promptPortals: portals.promptPortals,
    showButton: () => toolbar.showButton(),
    onRecorded: () => goOn(toolbar.showLastRole()),
    onListOutdated: (account, source) => goOn(reading.refreshRoles(account, { sources: [source] })),
  });
  const approving = createApproving(life, signIn.noteSignInNeeded);
  const toolbar = createToolbar(life, requests.activateRoles);

  /** Goes on with what is open, and drops what is over. */
  async function takeUp(account: Account): Promise<void> {
    await requests.prune(account);
    await Promise.all([
      portals.promptPortals.goOn(account),
      requests.follow(account),
      approving.decideApprovals.follow(account),
      approving.watchApprovals.follow(),
    ]);
  }

  /** Whoever does something may have signed in at Microsoft meanwhile. */
  const onPersonActs = () => goOn(services.auth.askAgain());

  return {
    ...createEvents(life, { session, portals, toolbar, takeUp, onPersonActs }),
    onMessage: createMessageServer({
      extensionId: ports.extensionId,
      extensionOrigin: ports.extensionOrigin,
      isPortal: isPortalUrl,
      handlers: createHandlers({
        ...session,
        ...portals,
        ...reading,
        ...requests,
        ...approving,
        state,
        saveSettings: createSaveSettings({
          state,
          signOut,
          withdrawPrompts: portals.withdrawPrompts,
          onSaved: () => goOn(approving.watchApprovals.follow()),
        }),
        markRoles: createMarkRoles(state),
        onPersonActs,
        goOn,
      }),
    }),
  };
}
