/**
 * Hoist in Node: the worker's own composition, with storage in memory, a sign-in window that a person's choices
 * drive, and the embedded cloud behind `fetch`. Time is the cloud's, unless the browser's clock is said to be wrong,
 * and jumps to the end of every sleep.
 */
import { createWorker, type Worker } from '../../src/background/worker.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import type { Account } from '../../src/domain/account.ts';
import type { Activation } from '../../src/domain/activation.ts';
import { type Eligibility, type Source, sources } from '../../src/domain/role.ts';
import type { Session } from '../../src/domain/session.ts';
import type { CommandArguments, CommandName } from '../../src/messaging/contract.ts';
import { createCommandClient } from '../../src/messaging/client.ts';
import { createAlarms } from '../../src/platform/alarms.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import type { MenuState } from '../../src/platform/menus.ts';
import type { Notice } from '../../src/platform/notifications.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { PortalTabs } from '../../src/platform/tabs.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../emulator/emulator.ts';
import { fetchFrom } from '../emulator/fetch-from.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { createSignInWindow } from '../emulator/sign-in-window.ts';
import { createMemoryStorage } from '../unit/memory-storage.ts';
import { sharedKeys } from './shared-keys.ts';

const extensionId = 'efpjjpodlkkajmkjpljlpnnbpajdcbnc';
const extensionOrigin = `chrome-extension://${extensionId}`;
const redirectUri = `https://${extensionId}.chromiumapp.org/`;

/** The person before the sign-in window. */
interface Person {
  choose: string;
  mfa: 'approve' | 'cancel';
  /** Stands in for the window while it is set. */
  atWindow: ((url: URL) => Promise<string>) | undefined;
}

export interface WorkerRig {
  readonly emulator: Emulator;
  /** The browser's clock, ms since the epoch. */
  now(): number;
  /** Who picks what in the sign-in window. */
  person: Person;
  /** Addresses of the windows that were opened for a person, oldest first. */
  readonly windows: URL[];
  /** Goes through the window's pages as the person does. */
  window(url: URL): Promise<string>;
  /** Another life of the worker over the same storage; the one before counts as killed. */
  restart(): void;
  /** While set, whoever lies down to sleep never wakes: a worker that is to be killed in a wait. */
  sleepsForEver: boolean;
  /** Sends a command as the popup does. */
  send<N extends CommandName>(command: N, args: CommandArguments<N>): Promise<unknown>;
  ring(alarm: string): void;
  clickMenu(): Promise<void>;
  pressKey(): void;
  /** Whether the person looks at the popup; closed until the worker or the test opens it. */
  popupIsOpen: boolean;
  /** How often the worker opened it. */
  popupsOpened: number;
  session(): Promise<Session>;
  account(): Promise<Account>;
  journal(): Promise<Activation[]>;
  eligible(source: Source): Promise<Eligibility[]>;
  /** The eligible role of this name, at the scope of this name. */
  role(roleName: string, scopeName?: string): Promise<Eligibility>;
  state(): ReturnType<typeof createWorkerState>;
  readonly alarms: ReadonlyMap<string, number>;
  /** Every alarm that was ever set, by its name. */
  readonly alarmsSet: readonly string[];
  readonly notices: readonly Notice[];
  /** Every look that the toolbar button was given: variant and title. */
  readonly drawn: readonly string[];
  readonly reloaded: readonly number[];
  menu: MenuState | undefined;
  /** Every web-auth flow that was launched: whether it might show itself. */
  readonly flows: readonly boolean[];
  /** A new browser session, in which nobody is signed in at Microsoft; the worker starts anew. */
  endSessions(): Promise<void>;
  /** What the worker reported as defects; a test that expects none asserts it. */
  readonly defects: readonly unknown[];
  sessionStored(): Record<string, unknown>;
  /** Everything that `storage.local` holds, as text. */
  stored(): string;
}

export interface WorkerRigOptions extends EmulatorOptions {
  /** How far the browser's clock is ahead of the cloud's, in ms. */
  readonly browserAheadMs?: number;
  /** What portal tabs do otherwise than in a browser without any. */
  readonly tabs?: Partial<PortalTabs>;
}

export async function createWorkerRig(options: WorkerRigOptions = {}): Promise<WorkerRig> {
  const { browserAheadMs = 0, tabs: otherTabs = {}, ...cloud } = options;
  // What no parameter reaches, MSAL, reads the clock of Node: that is the browser's, and the cloud's is another.
  const emulator = createEmulator({ keys: sharedKeys, now: () => Date.now() - browserAheadMs, ...cloud });
  emulator.directory.registration(hoistClientId)?.redirectUris.push(redirectUri);
  const area = createMemoryStorage();
  const sessionArea = createMemoryStorage();
  const person: Person = { choose: people.ada.userPrincipalName, mfa: 'approve', atWindow: undefined };
  const openWindow = () =>
    createSignInWindow(emulator, { choose: () => person.choose, mfa: () => person.mfa });
  let window = openWindow();
  const windows: URL[] = [];
  const flows: boolean[] = [];
  const alarmsSet: string[] = [];
  const alarms = new Map<string, number>();
  const notices: Notice[] = [];
  const drawn: string[] = [];
  const reloaded: number[] = [];
  const defects: unknown[] = [];
  const now = () => emulator.clock.now() + browserAheadMs;
  const state = () => createWorkerState(createItemStore(area));
  const tabs: PortalTabs = {
    list: async () => [],
    tell: () => undefined,
    reload: async (tabId) => void reloaded.push(tabId),
    inject: async () => undefined,
    ...otherTabs,
  };

  function newLife(): Worker {
    const worker = createWorker({
      now,
      async sleep(ms) {
        if (rig.sleepsForEver) await new Promise<never>(() => undefined);
        // A browser's clock shows whole milliseconds, however long a timer was asked to run.
        emulator.clock.advance(Math.ceil(ms));
        await new Promise((resolve) => setImmediate(resolve));
      },
      newId: () => crypto.randomUUID(),
      random: () => 0.5,
      fetch: fetchFrom(emulator, extensionOrigin),
      localArea: area,
      sessionArea,
      async launchWebAuthFlow(url, { interactive }) {
        flows.push(interactive);
        if (interactive) windows.push(new URL(url));
        if (interactive && person.atWindow) return person.atWindow(new URL(url));
        return window(url, interactive);
      },
      redirectUri,
      extensionId,
      extensionOrigin,
      buildClientId: hoistClientId,
      alarms: createAlarms(
        {
          create(name, { when }) {
            alarmsSet.push(name);
            alarms.set(name, when ?? 0);
          },
          clear: async (name) => alarms.delete(name),
        },
        now,
      ),
      tabs,
      async showMenu(menu) {
        rig.menu = menu;
      },
      notify: async (notice) => void notices.push(notice),
      popup: {
        isOpen: async () => rig.popupIsOpen,
        async open() {
          rig.popupIsOpen = true;
          rig.popupsOpened += 1;
        },
      },
      drawButton: async (variant, title) => void drawn.push(`${variant}: ${title}`),
      openWelcome: async () => undefined,
      texts: createTexts((key, substitutions = []) => [key, ...substitutions].join(' '), 'en'),
      sentences: {
        lengthText: (minutes) => `${minutes} min`,
        timeText: (at) => new Date(at).toISOString(),
        failureText: (failure) => failure.kind,
      },
      reportError: (error) => defects.push(error),
    });
    worker.wake();
    return worker;
  }

  let worker: Worker;
  const popup = { id: extensionId, origin: extensionOrigin, url: `${extensionOrigin}/src/popup/index.html` };

  const rig: WorkerRig = {
    emulator,
    now,
    person,
    windows,
    window: (url) => window(url.href, true),
    alarms,
    notices,
    drawn,
    reloaded,
    defects,
    menu: undefined,
    sleepsForEver: false,
    popupIsOpen: false,
    popupsOpened: 0,
    flows,
    alarmsSet,
    async endSessions() {
      window = openWindow();
      await sessionArea.remove(Object.keys(sessionArea.all()));
      rig.restart();
    },
    state,
    restart() {
      worker = newLife();
    },
    send: (command, args) =>
      createCommandClient((message) => worker.onMessage(message, popup)).send(command, args),
    ring(alarm) {
      alarms.delete(alarm);
      worker.onAlarm(alarm);
    },
    async clickMenu() {
      if (rig.menu?.enabled) worker.onMenuClicked(rig.menu.token);
    },
    pressKey: () => worker.onKeyPressed(),
    session: () => state().session.read(),
    account: () => state().requireAccount(),
    journal: async () =>
      state()
        .of(await rig.account())
        .journal.read(),
    eligible: async (source) =>
      (
        await state()
          .of(await rig.account())
          .eligibilities(source)
          .read()
      ).rows,
    async role(roleName, scopeName) {
      const rows = (await Promise.all(sources.map(rig.eligible))).flat();
      const found = rows.filter(
        (row) => row.roleName === roleName && (scopeName === undefined || row.scope.name === scopeName),
      );
      if (found.length !== 1) throw new Error(`${found.length} roles are called ${roleName} at ${scopeName}`);
      return found[0]!;
    },
    sessionStored: () => sessionArea.all(),
    stored: () => JSON.stringify(area.all()),
  };
  worker = newLife();
  return rig;
}
