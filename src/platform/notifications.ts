/** Notifications of the system, of the one kind that every browser shows: a title and a text. */
import type { Browser } from 'webextension-polyfill';

export interface Notice {
  /** A later notice with the same id takes the place of the earlier one. */
  readonly id: string;
  readonly title: string;
  readonly message: string;
}

/** Resolves when the system has taken the notice; whether anybody sees it is the system's to decide. */
export type Notify = (notice: Notice) => Promise<void>;

type NotificationsBrowser = {
  notifications: Pick<Browser['notifications'], 'create'>;
  runtime: Pick<Browser['runtime'], 'getURL'>;
};

export function createNotify(browser: NotificationsBrowser): Notify {
  // No buttons and no `requireInteraction`: Firefox refuses a notification that has them.
  return async ({ id, title, message }) => {
    const iconUrl = browser.runtime.getURL('icons/hoist-128.png');
    await browser.notifications.create(id, { type: 'basic', iconUrl, title, message });
  };
}
