/** Everything outside the worker, and what every part of it is constructed with. */
import type { Alarms } from '../platform/alarms.ts';
import type { Texts } from '../platform/i18n.ts';
import type { MenuState } from '../platform/menus.ts';
import type { Notify } from '../platform/notifications.ts';
import type { PopupControl } from '../platform/popup.ts';
import type { StorageArea } from '../platform/stored-item.ts';
import type { PortalTabs } from '../platform/tabs.ts';
import type { ServicePorts, Services } from './services.ts';
import type { LastRoleOptions } from './use-cases/last-role.ts';
import type { NoticeTexts } from './use-cases/outcome-notice.ts';
import type { DrawButton } from './use-cases/show-button.ts';
import type { WorkerState } from './worker-state.ts';

/** `index.ts` gives the browser's; the tests give simulations. */
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

/** One life of the worker: what all its parts share. */
export interface WorkerLife {
  readonly ports: WorkerPorts;
  readonly state: WorkerState;
  readonly services: Services;
  /** Names this life. */
  readonly workerId: string;
  /** Goes on with work that nobody waits for. */
  readonly goOn: (work: Promise<unknown>) => void;
}
