/** What each event of the browser sets going. */
import type { Account } from '../domain/account.ts';
import type { Portals } from './parts/portals.ts';
import { requestAlarms } from './parts/requests.ts';
import type { SessionPart } from './parts/session.ts';
import type { Toolbar } from './parts/toolbar.ts';
import type { WorkerLife } from './ports.ts';
import { decisionsAlarm } from './use-cases/decide-approvals.ts';
import { portalAlarm } from './use-cases/prompt-portals.ts';
import { roleEndsAlarm } from './use-cases/show-button.ts';
import { approvalsAlarm } from './use-cases/watch-approvals.ts';

/** Alarms behind what is followed; whichever rings, everything is taken up. */
const followedBy: ReadonlySet<string> = new Set([
  ...requestAlarms,
  decisionsAlarm,
  portalAlarm,
  approvalsAlarm,
]);

/** Each returns at once. */
export interface WorkerEvents {
  onInstalled(reason: string): void;
  onBrowserStarted(): void;
  onAlarm(name: string): void;
  onMenuClicked(token: string): void;
  onKeyPressed(): void;
  onNoticeClicked(): void;
  /** To be called once in every life of the worker: goes on with what an earlier one left. */
  wake(): void;
}

export interface EventOptions {
  readonly session: Pick<SessionPart, 'signIn' | 'takeUp'>;
  readonly portals: Pick<Portals, 'injectIntoOpenTabs'>;
  readonly toolbar: Toolbar;
  /** Goes on with all that is open of the account that is signed in. */
  readonly takeUp: (account: Account) => Promise<void>;
  /** Told that the person does something which may need a token. */
  readonly onPersonActs: () => void;
}

export function createEvents({ ports, goOn }: WorkerLife, options: EventOptions): WorkerEvents {
  const { session, portals, toolbar, takeUp, onPersonActs } = options;

  async function takeUpAll(): Promise<void> {
    const account = await session.takeUp();
    if (account) await takeUp(account);
  }

  return {
    onInstalled(reason) {
      goOn(toolbar.showLastRole());
      goOn(toolbar.showButton());
      goOn(portals.injectIntoOpenTabs());
      if (reason === 'install') goOn(ports.openWelcome());
    },
    onBrowserStarted() {
      goOn(toolbar.showLastRole());
      goOn(toolbar.showButton());
      goOn(session.signIn.resume());
    },
    onAlarm(name) {
      if (followedBy.has(name)) goOn(takeUpAll());
      if (name === roleEndsAlarm) goOn(toolbar.showButton());
    },
    onMenuClicked(token) {
      onPersonActs();
      goOn(toolbar.lastRole.onMenuClicked(token));
    },
    onKeyPressed() {
      onPersonActs();
      goOn(toolbar.lastRole.onKeyPressed());
    },
    onNoticeClicked: () => goOn(ports.popup.open()),
    wake: () => goOn(takeUpAll()),
  };
}
