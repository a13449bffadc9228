/** The network as the popup sees it: what the browser says of it, and what a reading of the lists found. */
import { fireEvent } from '@testing-library/preact';
import { vi } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { eligibilitiesItem } from '../../src/platform/items.ts';
import { ada, type TestPage } from './ui-harness.tsx';

/** The browser sees a network from now on, or none; `vi.restoreAllMocks` puts its own word back. */
export function sayOnline(isOnline: boolean): void {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline);
  fireEvent(window, new Event(isOnline ? 'online' : 'offline'));
}

/** What the worker writes when a reading of the Entra roles found no way to Microsoft. */
export async function failReading(page: TestPage): Promise<void> {
  const item = page.store.item(eligibilitiesItem(accountKey(ada), 'entra'));
  const failure: Failure = { kind: 'offline' };
  await item.update((list) => ({ ...list, failure }));
}
