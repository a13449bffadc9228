/** What a portal page that works against Hoist gains from a prompt, and what a reload by itself leaves alone. */
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { portalPrompt, type PortalPromptHands } from '../browser/portal-prompt.ts';
import { until } from '../browser/until.ts';
import type { HostileKnobs } from '../emulator/portal/knobs.ts';
import { portalLoads } from '../emulator/portal/loads.ts';

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
    await until('the answer to be stored', async () => (await answers()).length > 0);
    expect(await answers()).toHaveLength(1);
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
