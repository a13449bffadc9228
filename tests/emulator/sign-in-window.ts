import { createCookieJar } from './cookie-jar.ts';
import type { Emulator } from './emulator.ts';
import { type Page, press, readPage } from './form-reader.ts';

export interface SignInWindowOptions {
  /** Who signs in, by user name, asked for each time the account picker shows; `cancel` closes the window. */
  readonly choose: () => string;
  readonly password?: string;
  /** What the person does about multi-factor authentication; approves by default. */
  readonly mfa?: () => 'approve' | 'another account' | 'cancel';
  /** What the person does about the proof that one authentication context wants; approves by default. */
  readonly stepUp?: (context: string) => 'approve' | 'another account' | 'cancel';
  /** What the person does about a consent page; accepts by default. */
  readonly consent?: () => 'accept' | 'decline' | 'cancel';
  /** Told of every page that was shown, before anything is done about it. */
  readonly onPage?: (name: string, html: string) => void;
}

/**
 * Opens the URL as `identity.launchWebAuthFlow` does.
 * @returns the URL that the flow ended at, fragment included
 * @throws Error in Chromium's words: cancelled or closed on an error page, interaction needed, page not loaded
 */
export type SignInWindow = (url: string, interactive: boolean) => Promise<string>;

const CANCELLED = 'The user did not approve access.';
const NEEDS_PERSON = 'User interaction required.';
const NOT_LOADED = 'Authorization page could not be loaded.';
const MOST_PAGES = 30;

/** What a person would press on this page; nothing where the person gives up. */
function answer(page: Page, options: SignInWindowOptions): ReturnType<typeof press> | undefined {
  switch (page.name) {
    case 'account': {
      const upn = options.choose();
      if (upn === 'cancel') return undefined;
      const offered = page.forms.some(({ buttons }) =>
        buttons.some(({ attributes }) => attributes['data-upn'] === upn),
      );
      return offered
        ? press(page, ({ attributes }) => attributes['data-upn'] === upn)
        : press(page, ({ testId }) => testId === 'next', { 'username-input': upn });
    }
    case 'password': {
      const typed = options.password === undefined ? {} : { 'password-input': options.password };
      return press(page, ({ testId }) => testId === 'sign-in', typed);
    }
    case 'mfa': {
      const wish = options.mfa?.() ?? 'approve';
      if (wish === 'cancel') return undefined;
      return press(page, ({ testId }) => testId === (wish === 'approve' ? 'mfa-approve' : 'another-account'));
    }
    case 'context': {
      const { fields } = press(page, ({ testId }) => testId === 'context-approve');
      const wish = options.stepUp?.(fields.get('context') ?? '') ?? 'approve';
      if (wish === 'cancel') return undefined;
      return press(
        page,
        ({ testId }) => testId === (wish === 'approve' ? 'context-approve' : 'another-account'),
      );
    }
    case 'consent': {
      const wish = options.consent?.() ?? 'accept';
      return wish === 'cancel' ? undefined : press(page, ({ testId }) => testId === `consent-${wish}`);
    }
    case 'admin-approval':
      return options.consent?.() === 'decline'
        ? press(page, ({ testId }) => testId === 'return-without-consent')
        : undefined;
    default:
      return undefined;
  }
}

/** A sign-in window for Node tests, with cookies of its own that outlast the single flow. */
export function createSignInWindow(
  emulator: Pick<Emulator, 'fetch' | 'hosts'>,
  options: SignInWindowOptions,
): SignInWindow {
  const jar = createCookieJar();

  const load = async (request: Request): Promise<Response> => {
    const { hostname } = new URL(request.url);
    const cookie = jar.header(hostname);
    if (cookie !== undefined) request.headers.set('cookie', cookie);
    const response = await emulator.fetch(request).catch((cause: unknown) => {
      throw new Error(NOT_LOADED, { cause });
    });
    jar.store(hostname, response);
    return response;
  };

  return async (url, interactive) => {
    let request = new Request(url);
    let passwords = 0;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const response = await load(request);
      const location = response.headers.get('location');
      if (location !== null && response.status >= 300 && response.status < 400) {
        const target = new URL(location, request.url);
        if (!emulator.hosts.includes(target.hostname)) return target.href;
        request = new Request(target);
        continue;
      }
      if (!interactive) throw new Error(NEEDS_PERSON);
      const html = await response.text();
      const page = readPage(html);
      options.onPage?.(page.name, html);
      if (page.name === 'password' && (passwords += 1) > 2) throw new Error(CANCELLED);
      const pressed = answer(page, options);
      if (!pressed) throw new Error(CANCELLED);
      request = new Request(new URL(pressed.action, request.url), {
        method: 'POST',
        body: pressed.fields,
        headers: { origin: new URL(request.url).origin },
      });
    }
    throw new Error(`the sign-in did not end within ${MOST_PAGES} pages`);
  };
}
