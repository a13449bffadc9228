import { type Browser, launch, type Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../browser/find-browser.ts';
import { activateEntraRole, cloud } from '../contract/token-service-client.ts';
import type { Emulator } from '../emulator/emulator.ts';
import type { PortalKnobs } from '../emulator/portal/knobs.ts';
import { portalLoads } from '../emulator/portal/loads.ts';
import { type ServedEmulator, serveEmulator } from '../emulator/serve.ts';

const PORTAL = 'https://portal.azure.com/home';

describe('the pages of the embedded portal', () => {
  // The pages compare a token's expiry with the browser's own clock.
  const emulator: Emulator = cloud({ now: Date.now });
  let served: ServedEmulator;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { executable, problem } = findBrowser('chromium');
    if (problem !== undefined) throw new Error(problem);
    served = await serveEmulator(emulator);
    browser = await launch({
      executablePath: executable,
      // The sandbox refuses to work for root.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...served.chromiumArguments],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
  afterEach(() => page?.browserContext().close());

  const settled = async (): Promise<{ entra: string; azure: string; issued: string; title: string }> => {
    await page.waitForSelector('[data-testid=portal-main][aria-busy=false]');
    return page.evaluate(() => {
      const text = (id: string): string => document.querySelector(`[data-testid=${id}]`)?.textContent ?? '';
      return {
        entra: text('portal-entra'),
        azure: text('portal-azure'),
        issued: text('portal-token'),
        title: document.title,
      };
    });
  };

  /** A browser of its own, signed in by the pages, in front of the portal. */
  const open = async (knobs: Partial<PortalKnobs>): Promise<void> => {
    const none = { remove: false, cover: false, click: false };
    Object.assign(emulator.knobs.portal, {
      tokenKind: 'memory',
      keyStyle: 'dash',
      frame: false,
      hostile: none,
      ...knobs,
    });
    page = await (await browser.createBrowserContext()).newPage();
    await page.goto(PORTAL);
    await (await page.waitForSelector('[data-upn="ada@contoso.com"]'))?.click();
    await (await page.waitForSelector('[data-testid=sign-in]'))?.click();
  };

  const reload = async () => {
    await page.reload();
    return settled();
  };

  it('with its token in memory: a reload is enough', async () => {
    await open({ tokenKind: 'memory' });
    expect(await settled()).toMatchObject({
      title: 'Azure portal · portal.azure.com',
      entra: expect.stringMatching(/^Access denied/),
    });
    await activateEntraRole(emulator, 'User Administrator');
    await page.click('[data-testid=portal-recheck]');
    expect((await settled()).entra).toMatch(/^Access denied/);
    const before = portalLoads(emulator.journal, 'portal.azure.com').length;
    expect((await reload()).entra).toMatch(/^Allowed: .*User Administrator/);
    expect(portalLoads(emulator.journal, 'portal.azure.com')).toHaveLength(before + 1);
  });

  it.each(['dash', 'pipe'] as const)(
    'with its token in sessionStorage (%s): its access tokens must go first',
    async (keyStyle) => {
      const role = keyStyle === 'dash' ? 'Groups Administrator' : 'Billing Administrator';
      await open({ tokenKind: 'sessionStorage', keyStyle });
      const first = await settled();
      await activateEntraRole(emulator, role);
      const reloaded = await reload();
      expect(reloaded.issued).toBe(first.issued);
      expect(reloaded.entra).not.toContain(role);
      const dropped = await page.evaluate(() => {
        const keys = Object.keys(sessionStorage).filter((key) => /[-|]accesstoken[-|]/.test(key));
        for (const key of keys) sessionStorage.removeItem(key);
        return keys.length;
      });
      expect(dropped).toBe(1);
      expect((await reload()).entra).toContain(role);
    },
  );

  it('behind a session cookie: only signing in again helps', async () => {
    await open({ tokenKind: 'cookie' });
    await settled();
    await activateEntraRole(emulator, 'Intune Administrator');
    await page.evaluate(() => sessionStorage.clear());
    expect((await reload()).entra).not.toContain('Intune Administrator');
    await page.goto('https://portal.azure.com/signin?return=/home');
    expect((await settled()).entra).toContain('Intune Administrator');
    expect(new URL(page.url()).pathname).toBe('/home');
  });

  it('runs under Trusted Types: text cannot become HTML', async () => {
    await open({});
    await settled();
    const refused = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<b>x</b>';
        return 'let through';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(refused).toBe('TypeError');
  });

  it('has a field in a frame of another origin', async () => {
    await open({ frame: true });
    await settled();
    const frame = await page.waitForFrame((candidate) => candidate.url().includes('sandbox.reactblade'));
    await (await frame.waitForSelector('[data-testid=blade-input]'))?.type('typing');
    expect(await frame.$eval('input', (input) => input.value)).toBe('typing');
    expect(await page.evaluate(() => document.querySelector('iframe')?.contentDocument)).toBeNull();
  });

  it('can work against what others put on it', async () => {
    await open({ hostile: { remove: true, cover: true, click: false } });
    await settled();
    await page.evaluate(() => {
      const node = document.createElement('x-foreign');
      document.documentElement.append(node);
    });
    await page.waitForFunction(() => document.querySelector('x-foreign') === null);
    await page.waitForFunction(() =>
      document.documentElement.lastElementChild?.matches('[data-testid=hostile-sheet]'),
    );
    expect(await page.evaluate(() => (globalThis as { hostile?: unknown }).hostile)).toMatchObject({
      removed: 1,
      seen: [{ tag: 'x-foreign', openShadow: false }],
    });
  });

  it('can click and type by script, which is not trusted', async () => {
    await open({ hostile: { remove: false, cover: false, click: true } });
    await settled();
    const trusted = await page.evaluate(async () => {
      const node = document.createElement('x-foreign');
      document.documentElement.append(node);
      const event = await new Promise<Event>((resolve) =>
        node.addEventListener('keydown', resolve, { once: true }),
      );
      return event.isTrusted;
    });
    expect(trusted).toBe(false);
  });
});
