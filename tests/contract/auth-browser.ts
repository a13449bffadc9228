/**
 * A browser with the extension in it, as far as signing in goes: a session area that outlives workers, a sign-in
 * window with its cookies, and the account that the extension has stored. MSAL is the real one.
 */
import { vi } from 'vitest';
import { type Auth, type AuthConfiguration, createAuth } from '../../src/auth/auth.ts';
import type { SessionArea } from '../../src/auth/session-cache.ts';
import type { LaunchWebAuthFlow } from '../../src/platform/sign-in-window.ts';
import type { Account } from '../../src/domain/account.ts';
import { type Failure, FailureError } from '../../src/domain/failure.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { fetchFrom } from '../emulator/fetch-from.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { createSignInWindow } from '../emulator/sign-in-window.ts';

const extensionId = 'abcdefghijklmnopabcdefghijklmnop';
export const redirectUri = `https://${extensionId}.chromiumapp.org/`;

export interface Flow {
  readonly url: URL;
  readonly interactive: boolean;
}

export interface TestBrowser {
  /** What `storage.session` holds. */
  readonly stored: Record<string, unknown>;
  /** Every web-auth flow that was launched. */
  readonly flows: readonly Flow[];
  /** What the extension remembers beyond the browser's session. */
  account: Account | undefined;
  configuration: AuthConfiguration;
  /** Who is picked in the window, or `cancel`. */
  choose: string;
  mfa: 'approve' | 'cancel';
  /** Stands in for the window while it is set. */
  launch: LaunchWebAuthFlow | undefined;
  networkFetch: typeof fetch;
  /** Awaited before every write to the session area. */
  beforeWrite: () => Promise<void>;
  /** A new life of the worker; an older one counts as killed. */
  worker(): Auth;
  /** Signs in and remembers the account, as the extension does. */
  signIn(): Promise<Auth>;
  /** Quits the browser: the session area is emptied. */
  quit(): void;
  /** Forgets who is signed in at Microsoft. */
  dropCookies(): void;
}

export function createTestBrowser(emulator: Emulator): TestBrowser {
  const registration = emulator.directory.registration(hoistClientId);
  if (!registration) throw new Error('The seed does not know Hoist.');
  if (!registration.redirectUris.includes(redirectUri)) registration.redirectUris.push(redirectUri);

  const flows: Flow[] = [];
  const stored: Record<string, unknown> = {};
  const session: SessionArea = {
    get: async (keys) =>
      structuredClone(Object.fromEntries([keys].flat().map((key) => [key, stored[String(key)]]))),
    set: async (items) => {
      const written = structuredClone(items);
      await browser.beforeWrite();
      Object.assign(stored, written);
    },
    remove: async (keys) => [keys].flat().forEach((key) => delete stored[key]),
  };
  const openWindow = () =>
    createSignInWindow(emulator, { choose: () => browser.choose, mfa: () => browser.mfa });
  let window = openWindow();

  const browser: TestBrowser = {
    stored,
    flows,
    account: undefined,
    configuration: { clientId: hoistClientId, tenant: 'organizations', cloud: 'public' },
    choose: people.ada.userPrincipalName,
    mfa: 'approve',
    launch: undefined,
    networkFetch: fetchFrom(emulator, `chrome-extension://${extensionId}`),
    beforeWrite: () => Promise.resolve(),
    worker: () =>
      createAuth({
        configuration: async () => browser.configuration,
        account: async () => browser.account,
        redirectUri,
        session,
        now: () => Date.now(),
        networkFetch: (input, init) => browser.networkFetch(input, init),
        launchWebAuthFlow: (url, options) => {
          flows.push({ url: new URL(url), interactive: options.interactive });
          return browser.launch ? browser.launch(url, options) : window(url, options.interactive);
        },
      }),
    async signIn() {
      const auth = browser.worker();
      browser.account = (await auth.signIn()).account;
      return auth;
    },
    quit() {
      for (const key of Object.keys(stored)) delete stored[key];
    },
    dropCookies() {
      window = openWindow();
    },
  };
  return browser;
}

/** A promise to be kept later. */
export function deferred<T = void>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** The failure that something ends in. */
export async function failureFrom(work: Promise<unknown>): Promise<Failure> {
  const outcome = await work.then(
    () => 'no failure at all',
    (thrown: unknown) => thrown,
  );
  if (!(outcome instanceof FailureError)) throw new Error('Not a FailureError', { cause: outcome });
  return outcome.failure;
}

/** Claims of a token, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

const loginHost = 'login.microsoftonline.com';

/** The forms of the token requests that the cloud saw, oldest first. */
export function tokenRequests(emulator: Emulator): Record<string, string>[] {
  const filter = { host: loginHost, method: 'POST', path: /\/oauth2\/v2\.0\/token$/ };
  return emulator.journal.requests(filter).map(({ body }) => body as Record<string, string>);
}

/** Moves the browser's and the cloud's time on; timers go on as they are. */
export function passTime(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

export const hour = 3_600_000;
