/** The activation sheet by the keyboard alone: lengths as they are typed, justifications that are saved, steps that follow. */
import { afterEach, describe, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

type Key = Parameters<Popup['page']['keyboard']['press']>[0];

async function press(popup: Popup, ...keys: Key[]): Promise<void> {
  for (const key of keys) await popup.page.keyboard.press(key);
}

/** Test id of what has the focus. */
const focus = (popup: Popup) =>
  popup.page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? '');

/** Presses Tab until the focus is there. */
async function tabTo(popup: Popup, testId: string): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    if ((await focus(popup)) === testId) return;
    await press(popup, 'Tab');
  }
  throw new Error(`Tab does not come to ${testId}: it is at ${await focus(popup)}`);
}

/** Adds the role that is found by these words to those that are selected. */
async function select(popup: Popup, words: string): Promise<void> {
  // From a row the arrow leads back to the search.
  if ((await focus(popup)) !== 'search') await press(popup, 'ArrowUp');
  await until('the focus in the search', async () => (await focus(popup)) === 'search');
  await popup.page.keyboard.down('Control');
  await press(popup, 'KeyA');
  await popup.page.keyboard.up('Control');
  await popup.page.keyboard.type(words);
  await until('one row', async () => (await popup.rows('role-row')).length === 1);
  await press(popup, 'ArrowDown', 'Space');
  await until('the role to be selected', () =>
    popup.page.$eval('[data-testid="role-row"] input', (box) => (box as HTMLInputElement).checked),
  );
}

/** Opens the sheet of the roles that are selected. */
async function openSheet(popup: Popup, count: number): Promise<void> {
  await press(popup, 'Enter');
  await popup.see('form');
  await until(
    'the rules',
    async () => (await popup.page.$$('[data-testid="form-role"][data-rules="known"]')).length === count,
  );
}

async function openMenu(popup: Popup): Promise<void> {
  await until('the justification to have the focus', async () => (await focus(popup)) === 'justification');
  await popup.page.keyboard.down('Alt');
  await press(popup, 'ArrowDown');
  await popup.page.keyboard.up('Alt');
  await popup.see('justification-menu');
}

const steps = (popup: Popup, key: string) =>
  popup.page.$eval(`[data-testid="outcome-row"][data-key="${key}"] [data-testid="steps"]`, (list) =>
    [...list.querySelectorAll<HTMLElement>('[data-step]')].map(
      ({ dataset }) => `${dataset['step']} ${dataset['stepState']}`,
    ),
  );

/** What the clock on the person's wall shows in so many minutes. */
const wallClock = (popup: Popup, inMinutes: number) =>
  popup.page.evaluate((minutes) => {
    const moment = new Date(Date.now() + minutes * 60_000);
    return `${moment.getHours()}:${String(moment.getMinutes()).padStart(2, '0')}`;
  }, inMinutes);

describe('the activation sheet, by the keyboard alone', () => {
  it('sends two roles until a time of day with a saved justification, and keeps both while the popup is closed', async () => {
    hoist = await openHoist({ knobs: { pim: { graph: { effectLagMs: 120_000 } } } });
    await hoist.setUp();
    let popup = await hoist.openPopup();
    await popup.see('role-row');
    await select(popup, 'intune');
    await openSheet(popup, 1);
    await popup.page.keyboard.type('Change 4711: rotate the keys');
    await openMenu(popup);
    await press(popup, 'End', 'Enter');
    await hoist.chromium.storage.until('the template to be saved', (items) =>
      JSON.stringify(items).includes('"templates":["Change 4711: rotate the keys"]'),
    );
    // The menu takes the first Escape for itself, the sheet the second; nothing was sent.
    await tabTo(popup, 'justification-picker');
    await press(popup, 'ArrowDown');
    await popup.see('justification-menu');
    await press(popup, 'Escape');
    await until('the menu to be gone', async () => !(await popup.has('justification-menu')));
    expect(await popup.has('form')).toBe(true);
    await press(popup, 'Escape');
    await until('the sheet to be gone', async () => !(await popup.has('form')));

    await select(popup, 'monitoring reader');
    await openSheet(popup, 2);
    await openMenu(popup);
    await press(popup, 'Enter');
    await until('the sheet to have the justification', async () => (await focus(popup)) === 'justification');
    await tabTo(popup, 'length-all-slider');
    await press(popup, 'Tab');
    const end = await wallClock(popup, 95);
    await popup.page.keyboard.type(`until ${end}`);
    // The rules of one allow half an hour.
    await until('both to follow, as far as they may', async () => {
      const values = await popup.page.$$eval('[data-testid="length"]', (fields) =>
        (fields as HTMLInputElement[]).map(({ value }) => value),
      );
      return values.join() === `30m,until ${end}`;
    });
    expect(await popup.texts('form-role')).toEqual([
      expect.stringContaining('Its rules allow at most 30 min.'),
      expect.not.stringContaining('at most'),
    ]);
    await popup.close();

    popup = await hoist.openPopup();
    await popup.see('form');
    const kept = await popup.page.$eval(
      '[data-testid="length-all"]',
      (field) => (field as HTMLInputElement).value,
    );
    expect(kept).toBe(`until ${end}`);
    await until('the justification to have the focus', async () => (await focus(popup)) === 'justification');
    await press(popup, 'Enter');
    await until('the sheet to be gone', async () => !(await popup.has('form')));
    const keys = await until('two outcomes', async () => {
      const rows = await popup.rows('outcome-row');
      return rows.length === 2 && rows.map(({ key }) => key);
    });
    for (const key of keys) await popup.outcome(key, 'active');
    const sent = hoist.emulator.pim.accepted({ action: 'selfActivate' });
    expect(sent.map(({ justification }) => justification)).toEqual(
      Array.from({ length: 2 }, () => 'Change 4711: rotate the keys'),
    );
    const lengths = sent.map(
      ({ expiration }) => expiration?.type === 'afterDuration' && expiration.ms / 60_000,
    );
    // A minute may have begun since the clock was read.
    expect([93, 94, 95].map((minutes) => [30, minutes].join())).toContain(lengths.toSorted().join());
    // Not in effect yet, and not said to be; drawn from the journal when the popup opens again.
    await popup.close();
    popup = await hoist.openPopup();
    const directory = keys.find((key) => key.startsWith('entra'))!;
    await popup.outcome(directory, 'active');
    expect(await steps(popup, directory)).toEqual(['send done', 'activate done', 'effect now']);
  });

  it('offers what is left of an eligibility, and takes more, which is active only as long', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.see('role-row');
    // Ada is eligible for this one for three hours from when the cloud began.
    await select(popup, 'sharepoint');
    await openSheet(popup, 1);
    const length = () =>
      popup.page.$eval('[data-testid="length"]', (field) => (field as HTMLInputElement).value);
    expect(await length()).toBe('2h 55m');
    expect(await popup.texts('form-role')).toEqual([expect.stringContaining('You are eligible only until')]);
    await tabTo(popup, 'length');
    await popup.page.keyboard.type('4h');
    await until('what that may mean', async () =>
      (await popup.texts('form-role')).join().includes('PIM may refuse this length, or end it then'),
    );
    await press(popup, 'Enter');
    const { key } = await until('the outcome', async () => (await popup.rows('outcome-row'))[0]);
    await popup.outcome(key, 'active');
    expect(await popup.active(key)).toMatch(/2 h 5\d min left/);
    const [sent] = hoist.emulator.pim.accepted({ action: 'selfActivate' });
    expect(sent?.expiration).toMatchObject({ type: 'afterDuration', duration: 'PT4H' });
  });
});
