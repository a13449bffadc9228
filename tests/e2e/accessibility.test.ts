import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { axeViolations, hiddenFocus, smallTargets } from '../browser/page-checks.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { preferColorScheme } from '../browser/screenshot.ts';
import { until } from '../browser/until.ts';
import { contosoTenant, hoistClientId } from '../emulator/seeds/contoso-directory.ts';
import { requestsForAda } from '../emulator/seeds/waiting-requests.ts';
import { sections } from '../gallery/sections.ts';
import { type GalleryVisit, visitGallery } from '../gallery/visit.ts';

let hoist: Hoist | undefined;

afterEach(async () => {
  await hoist?.close();
  hoist = undefined;
});

/** In both colour schemes without a violation, and with nothing too small to be hit. */
async function expectAccessible(page: Page): Promise<void> {
  await preferColorScheme(page, 'light');
  expect(await axeViolations(page), 'light').toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  // Of all rules one alone depends on the scheme.
  await preferColorScheme(page, 'dark');
  expect(await axeViolations(page, ['color-contrast']), 'dark').toEqual([]);
}

const focused = (popup: Popup) =>
  popup.page.evaluate(() => {
    const { activeElement } = document;
    const row = activeElement?.closest('[data-key]')?.getAttribute('data-key');
    return { testId: activeElement?.getAttribute('data-testid') ?? '', key: row ?? '' };
  });

const searched = (popup: Popup) =>
  popup.page.$eval('[data-testid="search"]', (one) => (one as HTMLInputElement).value);

describe('every scene of the gallery', () => {
  let gallery: GalleryVisit;
  beforeAll(async () => {
    gallery = await visitGallery();
  });
  afterAll(() => gallery?.close());

  /** What is wrong with a scene as it stands. */
  async function faults(): Promise<string[]> {
    const { page } = gallery;
    const light = await axeViolations(page);
    const small = await smallTargets(page);
    const unseen = await hiddenFocus(page);
    await gallery.prefer('dark');
    // Nothing to check is right for a scene without a text of its own.
    const dark = await axeViolations(page, ['color-contrast', 'document-title']);
    return [
      ...light.map((one) => `light: ${one}`),
      ...dark.map((one) => `dark: ${one}`),
      ...small.map((one) => `too small: ${one}`),
      ...unseen.map((one) => `focus not seen: ${one}`),
    ];
  }

  it('is checked by checks that see what was planted', async () => {
    await gallery.show('components/button', 'light');
    await gallery.page.evaluate(() => {
      const main = document.querySelector('main')!;
      main.append(document.createElement('img'));
      const tiny = document.createElement('button');
      tiny.textContent = 'x';
      tiny.style.cssText = 'all: unset; display: block; width: 10px; height: 10px';
      main.append(tiny);
      const pale = document.createElement('p');
      pale.textContent = 'Pale in the dark';
      pale.style.color = 'light-dark(black, #333)';
      main.append(pale);
    });
    const found = await faults();
    for (const fault of [
      'light: image-alt',
      'dark: color-contrast',
      'too small: button x',
      'focus not seen: button x',
    ])
      expect(
        found.some((one) => one.startsWith(fault)),
        fault,
      ).toBe(true);
  });

  it('belongs to a section', () => {
    const known = Object.keys(sections);
    expect(gallery.scenes.filter(({ id }) => !known.includes(id.split('/')[0]!))).toEqual([]);
  });

  it('turns and moves nothing for people who ask for less motion', async () => {
    const moved = async (id: string) => {
      await gallery.show(id, 'light');
      return gallery.page.evaluate(() =>
        document.getAnimations().flatMap(({ effect }) => {
          const frames = effect instanceof KeyframeEffect ? effect.getKeyframes() : [];
          const moving = ['transform', 'translate', 'rotate', 'scale'];
          return frames.some((frame) => moving.some((name) => name in frame)) ? [JSON.stringify(frames)] : [];
        }),
      );
    };
    expect(await moved('home/reading')).not.toEqual([]);
    await gallery.reduceMotion(true);
    const found: Record<string, string[]> = {};
    for (const id of ['home/first-run', 'home/reading', 'requests/bulk-under-way', 'components/small'])
      found[id] = await moved(id);
    await gallery.reduceMotion(false);
    expect(Object.values(found).flat(), JSON.stringify(found)).toEqual([]);
  });

  it.each(Object.keys(sections))(
    'of %s: axe in both themes, targets, visible focus',
    async (section) => {
      const members = gallery.scenes.filter(({ id }) => id.startsWith(`${section}/`));
      expect(members.length).toBeGreaterThan(0);
      const found: Record<string, string[]> = {};
      for (const { id } of members) {
        const wrong = await gallery.show(id, 'light').then(faults, (error: Error) => [error.message]);
        if (wrong.length > 0) found[id] = wrong;
      }
      expect(found).toEqual({});
    },
    240_000,
  );
});

describe('the real pages, by the rules of axe in both themes, with targets large enough', () => {
  it('the welcome page, the settings, and the popup before there is anybody', async () => {
    hoist = await openHoist();
    const welcome = await hoist.welcome();
    await welcome.bringToFront();
    await expectAccessible(welcome);
    await welcome.locator('[data-testid="welcome-continue"]').click();
    await welcome.locator('[data-testid="client-id"]').fill('not an id');
    await welcome.keyboard.press('Tab');
    await welcome.waitForSelector('[aria-invalid]');
    await welcome.locator('[data-testid="registration-guide"] > summary').click();
    await expectAccessible(welcome);
    expect(await hiddenFocus(welcome)).toEqual([]);
    await welcome.reload();

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
    await popup.close();

    await expectAccessible(welcome);
    hoist.emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, 'arm');
    await hoist.signIn();
    await welcome.waitForSelector('[data-testid="welcome-ready"]');
    await welcome.bringToFront();
    await welcome.locator('[data-testid="setup-run"]').click();
    await welcome.waitForSelector('[data-testid="setup-advice"][data-step="consent"]');
    await welcome.locator('.setup-optional > summary').click();
    await expectAccessible(welcome);
    const options = await hoist.chromium.openExtensionPage('src/options/index.html');
    await options.waitForSelector('[data-testid="portal-off"]');
    await expectAccessible(options);
    expect(await hiddenFocus(options)).toEqual([]);
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

  it('the list, the search, the selection, the scopes, the form, the outcomes and a source that failed', async () => {
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
    await popup.search('');

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
    await popup.click('sheet-close');
    await until('the form to be gone', async () => !(await popup.has('form')));

    const user = await popup.key('User Administrator');
    const approval = await popup.key('User Access Administrator', 'Contoso Production');
    const proof = await popup.key('Security Administrator');
    const groups = await popup.key('Groups Administrator');
    hoist.emulator.knobs.pim.failingRoles.push(groups.split('|')[1]!);
    for (const key of [user, approval, proof, groups]) await popup.click('select', key);
    await popup.see('selection-bar');
    await expectAccessible(popup.page);
    await popup.click('activate-selected');
    await until(
      'the rules to be known',
      async () => (await popup.page.$$('[data-rules="known"]')).length === 4,
    );
    await expectAccessible(popup.page);
    await popup.click('justification-picker');
    await popup.see('justification-menu');
    await expectAccessible(popup.page);
    await popup.page.keyboard.press('Escape');
    await popup.fill('length-all', '99h');
    await popup.see('length-offer');
    await popup.click('submit');
    await popup.page.waitForSelector('[aria-invalid]');
    await expectAccessible(popup.page);
    await popup.fill('length-all', '30m');
    await popup.click('submit');
    await (await hoist.chromium.signInWindow()).cancel();
    const again = await hoist.openPopup();
    await again.outcome(user, 'active');
    await again.outcome(approval, 'waitingForApproval');
    await again.outcome(groups, 'failed');
    await again.outcome(proof, 'proofNeeded');
    await again.page.locator('[data-testid="outcome-row"] .failure-details > summary').click();
    hoist.emulator.faults.add({ host: 'management.azure.com', kind: 'html', status: 502 });
    await again.click('refresh');
    await again.see('source-failure');
    await expectAccessible(again.page);
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

  it('an active role is asked to go on by its menu, and the approvals are one tab further', async () => {
    hoist = await openHoist();
    requestsForAda(hoist.emulator.pim);
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const { keyboard } = popup.page;
    await popup.see('active-more');
    await popup.see('tab-approvals');
    await popup.page.focus('[data-testid="search"]');
    await keyboard.press('ArrowDown');
    const { key } = await focused(popup);
    await until('its menu button', async () => {
      await keyboard.press('ArrowRight');
      return (await focused(popup)).testId === 'active-more';
    });
    await keyboard.press('Enter');
    await until('the first item', async () => (await focused(popup)).testId === 'menu-extend');
    await expectAccessible(popup.page);
    await keyboard.press('Enter');
    await popup.see('extend-sheet');
    await until('the button', async () => {
      await keyboard.press('Tab');
      return (await focused(popup)).testId === 'extend-submit';
    });
    await keyboard.press('Enter');
    await popup.see('follow-on-waits');
    expect(await focused(popup)).toEqual({ testId: 'active-more', key });
    await expectAccessible(popup.page);

    await keyboard.press('/');
    await until('the tab', async () => {
      await keyboard.down('Shift');
      await keyboard.press('Tab');
      await keyboard.up('Shift');
      return (await focused(popup)).testId === 'tab-roles';
    });
    await keyboard.press('ArrowRight');
    await popup.see('approval-row');
    expect((await focused(popup)).testId).toBe('tab-approvals');
    await expectAccessible(popup.page);
    await keyboard.press('Tab');
    expect((await focused(popup)).testId).toBe('select-approval');
    expect(hoist.emulator.pim.accepted()).toEqual([]);
  });
});
