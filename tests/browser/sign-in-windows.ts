import { type Browser, type Page, type Target, TargetType } from 'puppeteer-core';
import { until, type Patience } from './until.ts';

/** One window of `identity.launchWebAuthFlow`. */
export interface SignInWindow {
  readonly page: Page;
  /** Clicks what carries this text: an account in the picker, a button of a later page. */
  choose(text: string): Promise<void>;
  /** Closes the window, as a person who changes their mind does. */
  cancel(): Promise<void>;
  /** Resolves when the window is gone, which is when the flow has its answer. */
  closed(): Promise<void>;
}

export interface SignInWindows {
  /** The next sign-in window that was not handed out yet, once it has loaded; it may have opened before the call. */
  next(patience?: Patience): Promise<SignInWindow>;
}

/**
 * Watches for sign-in windows from the start, so that none is missed and none is handed out twice. A tab that was
 * sent to the login host is not one: tabs begin empty, while the window's first page is the authorization request.
 * A non-interactive flow has no window and shows nothing here.
 */
export function watchSignInWindows(
  browser: Browser,
  loginHosts: readonly string[],
  extensionId: string,
): SignInWindows {
  const seen = new WeakSet<Target>();
  const waiting: Target[] = [];
  const onLoginHost = (target: Target) => {
    const url = URL.parse(target.url());
    return target.type() === TargetType.PAGE && url !== null && loginHosts.includes(url.hostname);
  };
  const add = (target: Target) => {
    if (seen.has(target)) return;
    seen.add(target);
    waiting.push(target);
  };
  browser.on('targetcreated', (target) => {
    if (onLoginHost(target)) add(target);
  });
  browser.on('targetchanged', (target) => {
    if (onLoginHost(target) && target.url().includes(`${extensionId}.chromiumapp.org`)) add(target);
  });
  browser.on('targetdestroyed', (target) => {
    const index = waiting.indexOf(target);
    if (index >= 0) waiting.splice(index, 1);
  });

  return {
    async next(patience) {
      const target = await until('a sign-in window', () => waiting.shift(), patience);
      const page = await target.page();
      if (!page) throw new Error('The sign-in window closed before it could be used.');
      return signInWindow(page);
    },
  };
}

/** The hands for a page that is known to be a sign-in window. */
export function signInWindow(page: Page): SignInWindow {
  const closed = async () => {
    await until('the sign-in window to close', () => page.isClosed());
  };
  return {
    page,
    async choose(text) {
      try {
        await page.locator(`::-p-text(${text})`).click();
      } catch (error) {
        // The click may be the last thing that this window sees.
        if (!page.isClosed()) throw error;
      }
    },
    async cancel() {
      await page.close();
      await closed();
    },
    closed,
  };
}
