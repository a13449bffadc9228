/** `storage.session`: in memory, gone with the browser, closed to content scripts. The composition root hands it to auth/. */
import { browser } from './browser.ts';
import type { StorageArea } from './stored-item.ts';

export const sessionArea: StorageArea = browser.storage.session as StorageArea;
