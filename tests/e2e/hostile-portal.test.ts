/** A portal page that works against Hoist: what it can learn before an activation, and what it gains from a prompt. */
import type { CDPSession, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { portalPrompt, type PortalPromptHands } from '../browser/portal-prompt.ts';
import { until } from '../browser/until.ts';
import type { HostileKnobs } from '../emulator/portal/knobs.ts';
import { portalLoads } from '../emulator/portal/loads.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';

const portal = 'https://portal.azure.com/';

let hoist: Hoist;

const settled = async (page: Page): Promise<Page> => {
  await page.waitForSelector('[data-testid="portal-main"][aria-busy="false"]');
  return page;
};
const openPortal = async (url = portal) => settled(await hoist.chromium.portalTab(url));
const loadsOf = (host = 'portal.azure.com') => portalLoads(hoist.emulator.journal, host).length;
const blade = (page: Page) =>
  page.$eval('[data-testid="portal-entra"]', (one) => (one as HTMLElement).innerText);

/** Activates a role by the popup over a tab of no importance. */
async function activate(role: string): Promise<void> {
  const popup = await hoist.openPopup();
  const key = await popup.choose(role);
  await popup.click('submit');
  await popup.outcome(key, 'active');
  await popup.close();
}

/** What tabs have answered to the prompt, as it is stored. */
async function answers(): Promise<unknown[]> {
  const items = Object.entries(await hoist.chromium.storage.read());
  const news = items.filter(([name]) => name.startsWith('portalNews/'));
  return news.flatMap(([, item]) =>
    Object.values((item as { data: { answers: Record<string, unknown> } }).data.answers),
  );
}

interface HostilePage {
  readonly hostile: {
    removed: number;
    covered: number;
    clicks: number;
    seen: { tag: string; text: string; openShadow: boolean }[];
  };
}

const doings = (page: Page) => page.evaluate(() => (globalThis as unknown as HostilePage).hostile);

describe('a hostile portal page', () => {
  let page: Page;
  beforeAll(async () => {
    hoist = await openHoist();
    await hoist.setUp();
  });
  afterEach(() => page?.close());
  afterAll(() => hoist?.close());

  /** Opens a page that is hostile so, with a role that has just become active, and nothing answered. */
  async function besiege(role: string, hostile: Partial<HostileKnobs>): Promise<PortalPromptHands> {
    const knobs = { remove: false, cover: false, click: false, ...hostile };
    Object.assign(hoist.emulator.knobs.portal.hostile, knobs);
    hoist.emulator.journal.clear();
    page = await openPortal();
    await activate(role);
    await page.bringToFront();
    return portalPrompt(page);
  }

  it('that removes the prompt has learned nothing of it, and nothing is answered', async () => {
    const prompt = await besiege('User Administrator', { remove: true });
    const { seen } = await until('the prompt to be removed', async () => {
      const done = await doings(page);
      return done.removed > 0 && done;
    });
    await prompt.gone();
    for (const node of seen) expect(node).toEqual({ tag: 'div', text: '', openShadow: false });
    expect(await answers()).toEqual([]);
    expect(loadsOf()).toBe(1);
    // Removed is not answered: the same tab is told again when it is next looked at.
    const before = (await doings(page)).removed;
    await hoist.tab.bringToFront();
    await page.bringToFront();
    await until('the prompt to be shown again', async () => (await doings(page)).removed > before);
  });

  it('that clicks and presses keys by script answers nothing, and the person still can', async () => {
    const prompt = await besiege('Groups Administrator', { click: true });
    expect(await prompt.text()).toContain('Groups Administrator');
    const { clicks } = await doings(page);
    await until('the page to click again', async () => (await doings(page)).clicks > clicks + 5);
    expect(await prompt.seen()).toBe(true);
    expect(await answers()).toEqual([]);
    expect(loadsOf()).toBe(1);
    await prompt.press('Refresh');
    await until('the page to be refreshed, and its new token to hold the role', async () =>
      /Allowed: .*Groups Administrator/.test(await blade(page).catch(() => '')),
    );
    expect(loadsOf()).toBe(2);
  });

  it('that lays a sheet over everything does not come between the prompt and the person', async () => {
    const prompt = await besiege('Billing Administrator', { cover: true });
    await until('the sheet to cover the prompt’s place', async () => (await doings(page)).covered > 0);
    await prompt.press('Later');
    await prompt.gone();
    await until('the answer to be stored', async () => (await answers()).length === 1);
    expect(loadsOf()).toBe(1);
  });

  it('that covers the prompt in the top layer gets the person’s click itself, and no answer', async () => {
    const prompt = await besiege('Reports Reader', {});
    await prompt.text();
    await page.evaluate(() => {
      const cover = document.createElement('div');
      cover.popover = 'manual';
      Object.assign(cover.style, { inset: '0', width: '100vw', height: '100vh', background: '#ffffff' });
      cover.addEventListener('click', ({ isTrusted }) => (cover.title = `clicked, trusted: ${isTrusted}`));
      cover.id = 'cover';
      document.body.append(cover);
      cover.showPopover();
    });
    await prompt.press('Refresh');
    await page.waitForSelector('#cover[title="clicked, trusted: true"]');
    expect(await prompt.seen()).toBe(true);
    expect(await answers()).toEqual([]);
    expect(loadsOf()).toBe(1);
  });

  it('finds no way to read the prompt', async () => {
    const prompt = await besiege('Teams Administrator', {});
    expect(await prompt.text()).toContain('Teams Administrator');
    const read = await page.evaluate(() => {
      const findable = ['Teams Admin', 'Refresh all', 'Hoist'];
      const { find: search } = globalThis as unknown as { find(...args: unknown[]): boolean };
      const host = document.documentElement.lastElementChild as HTMLElement;
      const box = host.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const select = (work: () => void) => {
        getSelection()!.removeAllRanges();
        work();
        const selected = getSelection()!;
        const ranges = Array.from({ length: selected.rangeCount }, (_, index) => selected.getRangeAt(index));
        return [String(selected), ...ranges.map((range) => range.cloneContents().textContent)].join('|');
      };
      return {
        shadowRoot: host.shadowRoot,
        internals: (() => {
          try {
            return host.attachInternals().shadowRoot;
          } catch (error) {
            return (error as Error).name;
          }
        })(),
        shadows: (() => {
          try {
            return host.attachShadow({ mode: 'open' }).textContent;
          } catch (error) {
            return (error as Error).name;
          }
        })(),
        markup: host.getHTML({ serializableShadowRoots: true }),
        outer: host.outerHTML,
        text: host.innerText,
        atPoint: document.elementFromPoint(x, y) === host,
        caret: document.caretPositionFromPoint(x, y)?.offsetNode.textContent ?? '',
        all: select(() => document.execCommand('selectAll')),
        children: select(() => getSelection()!.selectAllChildren(host)),
        // The browser's own search knows every text that is drawn, and could put the selection there. Whether there
        // is such a text it answers all the same, to a page that guesses.
        found: findable.map((text) => select(() => Reflect.apply(search, globalThis, [text]))),
        animations: document.getAnimations().map((one) => (one.effect as KeyframeEffect).target?.textContent),
        sheets: document.adoptedStyleSheets.length + document.styleSheets.length,
        frames: window.length,
      };
    });
    expect(JSON.stringify(read)).not.toMatch(/Teams|Refresh|Hoist/);
    expect(read).toMatchObject({ shadowRoot: null, markup: '', text: '', atPoint: true });
    expect(await prompt.seen()).toBe(true);
    expect(await answers()).toEqual([]);
  });
});

describe('a tab that is set to reload by itself', () => {
  afterEach(() => hoist?.close());

  it('is left alone while the focus is in a frame, whose content nobody can see', async () => {
    hoist = await openHoist({ knobs: { portal: { frame: true } } });
    await hoist.setUp();
    const options = await hoist.chromium.openExtensionPage('src/options/index.html');
    await options.waitForSelector('[data-testid="portal-reload"]');
    await options.focus('[data-testid="portal-reload"]');
    await options.keyboard.press('Space');
    await options.locator('[data-testid="save"]').click();
    await options.locator('[data-testid="saved"]').wait();
    await options.close();

    const typing = await openPortal('https://entra.microsoft.com/');
    const frame = await typing.waitForFrame((one) => one.url().includes('sandbox.reactblade'));
    const field = (await frame.waitForSelector('[data-testid="blade-input"]'))!;
    await field.type('half a sentence');
    expect(await typing.evaluate(() => document.activeElement?.localName)).toBe('iframe');
    const other = await openPortal();
    await activate('User Administrator');

    // A tab without focus in it does reload, so the setting holds.
    await other.bringToFront();
    await until('the other tab to reload by itself', () => loadsOf() === 2);
    await settled(other);
    expect(await blade(other)).toMatch(/Allowed: .*User Administrator/);

    await typing.bringToFront();
    // It has asked by now, and was prompted in place of being reloaded.
    expect(await portalPrompt(typing).text()).toContain('User Administrator');
    expect(loadsOf('entra.microsoft.com')).toBe(1);
    expect(await field.evaluate((one) => (one as HTMLInputElement).value)).toBe('half a sentence');
  });
});

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
  afterEach(() => hoist?.close());

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
    // Extensions do not come into a window of its own that keeps nothing, unless the person lets them.
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
