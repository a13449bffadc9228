import type { Page } from 'puppeteer-core';
import type { Activation } from '../../src/domain/activation.ts';
import { until, type Patience } from './until.ts';

type StorageArea = 'local' | 'session' | 'sync';

export interface ExtensionStorage {
  /** Every item of the area, as it is stored. */
  read(area?: StorageArea): Promise<Record<string, unknown>>;
  /** Waits until the items of `storage.local` satisfy the condition; returns what it answered. */
  until<T>(
    what: string,
    condition: (items: Record<string, unknown>) => T,
    patience?: Patience,
  ): Promise<Exclude<T, false | null | undefined>>;
}

/** Reads the extension's storage in a page that runs none of its code: looking neither wakes the worker nor keeps it. */
export function extensionStorage(observer: () => Promise<Page>): ExtensionStorage {
  const read = async (area: StorageArea = 'local'): Promise<Record<string, unknown>> =>
    (await observer()).evaluate((name) => chrome.storage[name].get(null), area);
  return {
    read,
    until: (what, condition, patience) => until(what, async () => condition(await read()), patience),
  };
}

/** Every activation that is written down, of every account. */
export function journalIn(items: Record<string, unknown>): Activation[] {
  return Object.entries(items)
    .filter(([key]) => key.startsWith('journal/'))
    .flatMap(([, item]) => (item as { data: Activation[] }).data);
}
