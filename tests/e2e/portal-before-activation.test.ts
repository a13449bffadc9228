/** What a portal page can learn of Hoist before anything was activated: nothing. */
import type { CDPSession, Page } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';

const portal = 'https://portal.azure.com/';

let hoist: Hoist;
afterEach(() => hoist?.close());

const settled = (page: Page) => page.waitForSelector('[data-testid="portal-main"][aria-busy="false"]');

/** Begins, before any script of the page, to note what other code does that a page could notice. */
function listenForOthers(): void {
  const noted: string[] = [];
  (globalThis as unknown as { noted: string[] }).noted = noted;
  const names = new Set<string>(['message', 'messageerror', 'hoist']);
  for (const place of [window, Document.prototype, HTMLElement.prototype, Element.prototype])
    for (const name of Object.getOwnPropertyNames(place)) if (name.startsWith('on')) names.add(name.slice(2));
  for (const name of names) {
    // What the browser itself tells the page is trusted, except for messages.
    const note = (event: Event) => {
      if (!event.isTrusted || event.type.startsWith('message')) noted.push(event.type);
    };
    addEventListener(name, note, true);
  }
  new MutationObserver((records) => {
    for (const { type, target, attributeName, addedNodes } of records) {
      const { localName, dataset } = target as HTMLElement;
      const added = [...addedNodes].map((node) => node.nodeName).join(' ');
      noted.push([type, localName, dataset?.['testid'], attributeName, added].join(' '));
    }
  }).observe(document, { childList: true, attributes: true, subtree: true });
}

/** Everything that a page's own scripts can ask about the window they run in. */
function lookAround() {
  const inherited: string[] = [];
  for (let one: object | null = globalThis; one; one = Object.getPrototypeOf(one) as object | null)
    inherited.push(...Object.getOwnPropertyNames(one), ...Object.getOwnPropertySymbols(one).map(String));
  const { chrome: api } = globalThis as { chrome?: object };
  const own = (place: object) => Object.getOwnPropertyNames(place).join(' ');
  return {
    globals: inherited.toSorted(),
    chrome: api ? own(api) : '',
    prototypes: [Node, Element, HTMLElement, Document, EventTarget, Event, Storage, History].map(
      ({ prototype }) => own(prototype),
    ),
    patched: [fetch, postMessage, EventTarget.prototype.addEventListener, Element.prototype.attachShadow].map(
      String,
    ),
    // When the token was issued is the only thing that two loads differ in.
    markup: document.documentElement.outerHTML.replace(/Token issued [^<]+/, ''),
    focus: document.activeElement?.localName,
    resources: performance
      .getEntries()
      .filter(({ entryType }) => ['resource', 'mark', 'measure'].includes(entryType))
      .map(({ entryType, name }) => `${entryType} ${name}`)
      .toSorted(),
    stored: [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie],
    sheets: [document.styleSheets.length, document.adoptedStyleSheets.length],
    frames: window.length,
    noted: (globalThis as unknown as { noted: string[] }).noted,
  };
}

/** Origins of the worlds beside the page's own in which scripts run on it, by the browser's own account. */
async function worldsOf(page: Page): Promise<string[]> {
  const session: CDPSession = await page.createCDPSession();
  const origins: string[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if ((context.auxData as { type?: string }).type === 'isolated') origins.push(context.origin);
  });
  // The contexts that exist are told before this is answered.
  await session.send('Runtime.enable');
  await session.detach();
  return origins.filter((origin) => origin.startsWith('chrome-extension:'));
}

describe('a portal page before any activation', () => {
  it('looks the same with Hoist as without it, and cannot reach its files', async () => {
    // Without a Content Security Policy of its own, so that nothing but the browser refuses the files.
    hoist = await openHoist({ knobs: { portal: { strictCsp: false } } });
    await hoist.setUp();
    const { browser, extensionId } = hoist.chromium;

    const visit = async (page: Page, signIn: boolean) => {
      await page.evaluateOnNewDocument(listenForOthers);
      await page.goto(portal);
      if (signIn) {
        await page.locator(`[data-upn="${people.ada.userPrincipalName}"]`).click();
        await page.locator('[data-testid="sign-in"]').click();
        await settled(page);
        await page.goto(portal);
      }
      await settled(page);
      return page;
    };
    const withHoist = await visit(await browser.newPage(), false);
    // Hoist does not come into a private window: its manifest says so.
    const privately = await browser.createBrowserContext();
    const without = await visit(await privately.newPage(), true);

    // The worker has been asked and has answered: it says that there is nothing to show.
    const asked = await withHoist.evaluate(lookAround);
    expect(await worldsOf(withHoist)).toEqual([`chrome-extension://${extensionId}`]);
    expect(await worldsOf(without)).toEqual([]);
    expect(asked).toEqual(await without.evaluate(lookAround));
    expect(asked.globals.length).toBeGreaterThan(500);
    expect(asked.noted.length).toBeGreaterThan(5);
    expect(asked.resources.length).toBeGreaterThan(2);

    const files = ['manifest.json', 'icons/hoist-128.png', 'src/popup/index.html'];
    const reach = (page: Page) =>
      page.evaluate(
        (addresses) =>
          Promise.all(
            addresses.map((address) =>
              fetch(address).then(
                () => 'reached',
                (error: Error) => error.message,
              ),
            ),
          ),
        files.map((file) => `chrome-extension://${extensionId}/${file}`),
      );
    expect(await reach(withHoist)).toEqual(files.map(() => 'Failed to fetch'));
    expect(await reach(without)).toEqual(files.map(() => 'Failed to fetch'));
  });
});
