import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { type ColorScheme, preferColorScheme } from '../browser/screenshot.ts';
import { until } from '../browser/until.ts';

const schemes: readonly ColorScheme[] = ['light', 'dark'];

let axeSource: string;
let hoist: Hoist;

beforeAll(async () => {
  axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterEach(() => hoist?.close());

/** What axe finds wrong in the page as it stands: rule and place. */
async function violations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's Content Security Policy does not bind.
  await page.evaluate(`if (!globalThis.axe) { ${axeSource} }`);
  // A colour in the middle of a fade is nobody's colour.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
        .map((one) => one.finished),
    ),
  );
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
    };
    // "Incomplete" is what axe cannot decide; `passes` proves that it saw the page at all.
    const { passes, violations: wrong } = await axe.run(document, { resultTypes: ['violations', 'passes'] });
    return {
      checked: passes.length,
      wrong: wrong.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`)),
    };
  });
  expect(found.checked).toBeGreaterThan(10);
  return found.wrong;
}

/** In both colour schemes, without a violation. */
async function expectAccessible(page: Page): Promise<void> {
  for (const scheme of schemes) {
    await preferColorScheme(page, scheme);
    expect(await violations(page), scheme).toEqual([]);
  }
}

const focused = (popup: Popup) =>
  popup.page.evaluate(() => {
    const { activeElement } = document;
    const row = activeElement?.closest('[data-key]')?.getAttribute('data-key');
    return { testId: activeElement?.getAttribute('data-testid') ?? '', key: row ?? '' };
  });

const searched = (popup: Popup) =>
  popup.page.$eval('[data-testid="search"]', (one) => (one as HTMLInputElement).value);

describe('every page, by the rules of axe, in light and in dark', () => {
  it('sees a fault that was planted', async () => {
    hoist = await openHoist();
    const page = await hoist.welcome();
    await page.evaluate(() => {
      const image = document.createElement('img');
      document.querySelector('main')!.append(image);
    });
    expect((await violations(page)).join('\n')).toContain('image-alt');
  });

  it('the popup before there is anybody', async () => {
    hoist = await openHoist();
    let popup = await hoist.openPopup();
    await popup.see('not-configured');
    await expectAccessible(popup.page);
    await popup.close();
    await hoist.connect();
    popup = await hoist.openPopup();
    await popup.see('signed-out');
    await expectAccessible(popup.page);
    await popup.click('sign-in');
    await (await hoist.chromium.signInWindow()).cancel();
    popup = await hoist.openPopup();
    await popup.see('failure');
    await expectAccessible(popup.page);
  });

  it('the scopes to choose from, and the form with one of them', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.choose('Contributor', 'Landing Zones');
    await popup.click('scope-change');
    await popup.see('scope-row');
    await expectAccessible(popup.page);
    await popup.page.keyboard.type('sap');
    await until('one scope', async () => (await popup.texts('scope-row')).length === 1);
    await popup.page.keyboard.press('ArrowDown');
    await popup.page.keyboard.press('ArrowRight');
    await popup.see('scope-none');
    await expectAccessible(popup.page);
    await popup.click('scope-use');
    await until('the picker to be gone', async () => !(await popup.has('scope-picker')));
    await expectAccessible(popup.page);
  });

  it('the list, the search, the selection, the account and the form', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.see('role-row');
    await expectAccessible(popup.page);
    await popup.click('permanent');
    await popup.click('account-menu');
    await expectAccessible(popup.page);
    await popup.page.keyboard.press('Escape');
    await popup.search('no such role');
    await popup.see('nothing-found');
    await expectAccessible(popup.page);
    await popup.search('admin');
    for (const name of ['Exchange Administrator', 'Global Administrator', 'Security Administrator']) {
      await popup.click('select', await popup.key(name));
    }
    await popup.see('selection-bar');
    await expectAccessible(popup.page);
    await popup.click('activate-selected');
    await popup.see('form');
    await until(
      'the rules to be known',
      async () => (await popup.page.$$('[data-rules="known"]')).length === 3,
    );
    await expectAccessible(popup.page);
    await popup.click('submit');
    await popup.page.waitForSelector('[aria-invalid]');
    await expectAccessible(popup.page);
  });

  it('a source that failed, and the outcomes', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const user = await popup.key('User Administrator');
    const approval = await popup.key('User Access Administrator', 'Contoso Production');
    const intune = await popup.key('Intune Administrator');
    const groups = await popup.key('Groups Administrator');
    hoist.emulator.knobs.pim.failingRoles.push(groups.split('|')[1]!);
    for (const key of [user, approval, intune, groups]) await popup.click('select', key);
    await popup.click('activate-selected');
    await popup.click('submit');
    await popup.outcome(user, 'active');
    await popup.outcome(approval, 'waitingForApproval');
    await popup.outcome(groups, 'failed');
    await popup.page.locator('[data-testid="outcome-row"] .failure-details > summary').click();
    hoist.emulator.faults.add({ host: 'management.azure.com', kind: 'html', status: 502 });
    await popup.click('refresh');
    await popup.see('source-failure');
    await expectAccessible(popup.page);
  });

  it('requests that wait for the person to prove who they are', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    let popup = await hoist.openPopup();
    const keys = [await popup.key('Security Administrator'), await popup.key('Owner', 'Contoso Production')];
    for (const key of keys) await popup.click('select', key);
    await popup.click('activate-selected');
    await popup.click('submit');
    for (const _ of keys) await (await hoist.chromium.signInWindow()).cancel();
    await popup.close();
    popup = await hoist.openPopup();
    for (const key of keys) await popup.outcome(key, 'proofNeeded');
    await popup.see('verify-all');
    await expectAccessible(popup.page);
  });

  it('the settings and the welcome page', async () => {
    hoist = await openHoist();
    const welcome = await hoist.welcome();
    await welcome.bringToFront();
    await expectAccessible(welcome);
    await welcome.locator('[data-testid="client-id"]').fill('not an id');
    await welcome.keyboard.press('Tab');
    await welcome.waitForSelector('[aria-invalid]');
    await welcome.locator('[data-testid="registration-guide"] > summary').click();
    await expectAccessible(welcome);
    await welcome.reload();
    await hoist.connect();
    await hoist.signIn();
    await welcome.waitForSelector('[data-testid="welcome-signed-in"]');
    await expectAccessible(welcome);
    const options = await hoist.chromium.openExtensionPage('src/options/index.html');
    await options.waitForSelector('[data-testid="portal-off"]');
    await expectAccessible(options);
    await options.focus('[data-testid="portal-off"]');
    await options.keyboard.press('Space');
    await options.focus('[data-testid="privilegedWithoutAsking"]');
    await options.keyboard.press('Space');
    await options.locator('[data-testid="save"]').click();
    await options.locator('[data-testid="saved"]').wait();
    await expectAccessible(options);
    await options.locator('[data-testid="tenant"]').click();
    await options.keyboard.type(' not a tenant');
    await options.keyboard.press('Tab');
    await options.waitForSelector('[aria-invalid]');
    await expectAccessible(options);
  });
});

describe('by the keyboard alone', () => {
  it('a role is searched, asked for and active, and what became of it is read out', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const { keyboard } = popup.page;
    const key = await popup.key('User Administrator');
    expect((await focused(popup)).testId).toBe('search');
    await keyboard.type('user adm');
    await until('the role to stand first', async () => (await popup.rows('role-row'))[0]?.key === key);
    await keyboard.press('Enter');
    await popup.see('form');
    expect((await focused(popup)).testId).toBe('justification');

    // Escape goes back one step at a time: out of the form, then out of the search.
    await keyboard.press('Escape');
    await until('the form to close', async () => !(await popup.has('form')));
    expect((await focused(popup)).testId).toBe('search');
    expect(await searched(popup)).toBe('user adm');
    await keyboard.press('Escape');
    await until('the search to be empty', async () => (await searched(popup)) === '');
    expect(hoist.emulator.pim.accepted()).toEqual([]);

    await keyboard.type('user adm');
    await until('the role to stand first', async () => (await popup.rows('role-row'))[0]?.key === key);
    await keyboard.press('Enter');
    await popup.see('form');
    await keyboard.press('Enter');
    await popup.outcome(key, 'active');
    await until('the outcome to be read out', async () => {
      const [said = ''] = await popup.texts('announcer');
      return said.startsWith('User Administrator on Directory: Active, ends ');
    });
    const live = await popup.page.$eval('[data-testid="announcer"]', (one) => one.getAttribute('aria-live'));
    expect(live).toBe('polite');
    expect((await focused(popup)).testId).toBe('search');
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
  });

  it('several are picked with the arrows and Space, and Enter opens the form for all of them', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const { keyboard } = popup.page;
    await popup.see('role-row');
    const free = await popup.page.$$eval('[data-availability="free"]', (rows) =>
      rows.map((row) => row.getAttribute('data-key')),
    );
    // What is active stands first, and is walked through like the rest.
    await keyboard.press('ArrowDown');
    expect((await focused(popup)).testId).toBe('active-row');
    await keyboard.press('ArrowUp');
    expect((await focused(popup)).testId).toBe('search');
    await until('the first role that can be picked', async () => {
      await keyboard.press('ArrowDown');
      return (await focused(popup)).testId === 'select';
    });
    expect((await focused(popup)).key).toBe(free[0]);
    await keyboard.press('Space');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    expect((await focused(popup)).key).toBe(free[2]);
    expect(await popup.texts('selection-bar')).toEqual([expect.stringContaining('2 roles selected')]);
    await keyboard.press('Enter');
    await popup.see('form');
    const asked = await popup.page.$$eval('[data-testid="form-role"]', (rows) =>
      rows.map((row) => row.getAttribute('data-key')),
    );
    expect(asked).toEqual([free[0], free[2]]);

    // What was focused before has the focus again, and the selection stands.
    await keyboard.press('Escape');
    await until('the form to close', async () => !(await popup.has('form')));
    expect(await focused(popup)).toEqual({ testId: 'select', key: free[2] });
    expect(await popup.texts('selection-bar')).toEqual([expect.stringContaining('2 roles selected')]);
  });
});
