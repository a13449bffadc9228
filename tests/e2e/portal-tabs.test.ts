/** Which tabs are told of a bulk, and that each is told in one prompt. */
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { portalPrompt } from '../browser/portal-prompt.ts';
import { until } from '../browser/until.ts';
import { portalLoads } from '../emulator/portal/loads.ts';
import { contosoTenant, fabrikamTenant } from '../emulator/seeds/contoso-directory.ts';

let hoist: Hoist;
const pages: Page[] = [];
beforeAll(async () => {
  hoist = await openHoist();
  // Where Azure does not tell what is in effect, tabs are asked after 90 seconds.
  hoist.emulator.knobs.pim.arm.permissionsElsewhere = 'answer';
  await hoist.setUp();
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
});
afterAll(() => hoist?.close());

async function openPortal(url: string): Promise<Page> {
  const page = await hoist.chromium.portalTab(url);
  pages.push(page);
  await page.waitForSelector('[data-testid="portal-main"][aria-busy="false"]');
  return page;
}

async function activate(...roles: string[][]): Promise<void> {
  const popup = await hoist.openPopup();
  const keys: string[] = [];
  for (const parts of roles) keys.push(await popup.key(...parts));
  for (const key of keys) await popup.click('select', key);
  await popup.click('activate-selected');
  await popup.click('submit');
  for (const key of keys) await popup.outcome(key, 'active');
  await popup.close();
}

/** Everything that was ever put beside the page's own head and body. */
interface Watched {
  readonly hosts: Node[];
}

function watchHosts(): void {
  const hosts: Node[] = [];
  (globalThis as unknown as Watched & { hosts: Node[] }).hosts = hosts;
  new MutationObserver((records) => {
    for (const { addedNodes } of records) hosts.push(...addedNodes);
  }).observe(document.documentElement, { childList: true });
}

/** Counts from now on how often a portal page asks the worker; returns the way to read the count. */
async function countQuestions(): Promise<() => Promise<number>> {
  await hoist.chromium.worker.run(() => {
    const counting = globalThis as unknown as { questions: number };
    counting.questions = 0;
    chrome.runtime.onMessage.addListener((message: { command?: string }) => {
      if (message.command === 'portalReady') counting.questions += 1;
    });
  });
  return () => hoist.chromium.worker.run(() => (globalThis as unknown as { questions: number }).questions);
}

describe('ten roles of a bulk', () => {
  it('give one prompt, which counts them all in place', async () => {
    const page = await openPortal('https://portal.azure.com/');
    await page.evaluate(watchHosts);
    await activate(
      ['User Administrator'],
      ['Intune Administrator'],
      ['Groups Administrator'],
      ['Billing Administrator'],
      ['Reports Reader'],
      ['SharePoint Administrator'],
      ['Owner', 'Management group', 'IT'],
      ['Contributor', 'MySubscription'],
      ['Contributor', 'Contoso Staging'],
      ['Network Contributor', 'Contoso Connectivity'],
    );
    await page.bringToFront();
    const prompt = portalPrompt(page);
    await until('the prompt to count ten roles', async () =>
      (await prompt.text()).startsWith('Roles now in effect: 10\n'),
    );
    const lines = (await prompt.text()).split('\n');
    expect(lines.filter((line) => / on /.test(line))).toHaveLength(5);
    expect(lines).toContain('and 5 more');
    const hosts = await page.evaluate(() => (globalThis as unknown as Watched).hosts.length);
    expect(hosts).toBe(1);
    await prompt.press('Later');
    await prompt.gone();
    expect(portalLoads(hoist.emulator.journal, 'portal.azure.com')).toHaveLength(1);
  });
});

describe('a tab whose address tells its tenant', () => {
  const role = 'Teams Administrator';

  it('is left alone where that is another tenant, also when it is looked at', async () => {
    const others = [
      await openPortal(`https://portal.azure.com/${fabrikamTenant.id}`),
      await openPortal(`https://portal.azure.com/#@${fabrikamTenant.id}/resource/x`),
      await openPortal(`https://security.microsoft.com/?tid=${fabrikamTenant.id}`),
    ];
    const own = await openPortal(`https://entra.microsoft.com/${contosoTenant.id}`);
    const untold = await openPortal('https://intune.microsoft.com/');
    await activate([role]);
    const asked = await countQuestions();
    for (const page of others) {
      await hoist.tab.bringToFront();
      const before = await asked();
      await page.bringToFront();
      await until('the page to ask', async () => (await asked()) > before);
    }
    // These are asked for last, so the others have had their answers.
    for (const page of [own, untold]) {
      await page.bringToFront();
      expect(await portalPrompt(page).text()).toContain(role);
    }
    for (const page of others) {
      expect(await page.evaluate(() => document.documentElement.childElementCount), page.url()).toBe(2);
      expect(await portalPrompt(page).seen()).toBe(false);
    }
  });
});
