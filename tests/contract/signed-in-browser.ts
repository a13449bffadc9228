/** A browser in which Ada is signed in, for what becomes of her tokens. */
import { vi } from 'vitest';
import type { Auth } from '../../src/auth/auth.ts';
import { createEmulator, type Emulator } from '../emulator/emulator.ts';
import { createTestBrowser, type TestBrowser, tokenRequests } from './auth-browser.ts';
import { sharedKeys } from './shared-keys.ts';

/** A browser in which Ada is signed in, and the cloud that it speaks to. */
interface Desk {
  emulator: Emulator;
  browser: TestBrowser;
  auth: Auth;
}

export const desk = {} as Desk;

export async function signInAnew(): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-04T09:30:00Z') });
  desk.emulator = createEmulator({ keys: sharedKeys });
  desk.browser = createTestBrowser(desk.emulator);
  desk.auth = await desk.browser.signIn();
  desk.emulator.journal.clear();
  (desk.browser.flows as unknown[]).length = 0;
}

export const grants = () => tokenRequests(desk.emulator).map(({ grant_type }) => grant_type);
