import type { Popup } from './popup-hands.ts';

/** What has the focus in the popup, and the key of the row that it is in; empty where there is none. */
export const focused = (popup: Popup) =>
  popup.page.evaluate(() => {
    const { activeElement } = document;
    const row = activeElement?.closest('[data-key]')?.getAttribute('data-key');
    return { testId: activeElement?.getAttribute('data-testid') ?? '', key: row ?? '' };
  });
