import { afterEach, describe, expect, it } from 'vitest';
import { openExtendSheet } from '../browser/extend-sheet.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';

let hoist: Hoist;
afterEach(() => hoist?.close());

const valueOf = (popup: Popup, testId: string) =>
  popup.page.$eval(`[data-testid="${testId}"]`, (field) => (field as HTMLInputElement).value);
const focused = (popup: Popup) =>
  popup.page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
/** The popup closes in the middle of it; what opens next stands as it was left. */
async function reopened(popup: Popup, sheet: string, field: string, text: string): Promise<Popup> {
  await popup.close();
  const next = await hoist.openPopup();
  await next.see(sheet);
  expect(await valueOf(next, field)).toBe(text);
  await until('the focus in the field', async () => (await focused(next)) === field);
  return next;
}
/** Escape ends the draft and leaves the popup open; nothing comes back. */
async function left(popup: Popup, sheet: string): Promise<Popup> {
  await popup.page.keyboard.press('Escape');
  await until('it to close', async () => !(await popup.has(sheet)));
  await popup.close();
  const next = await hoist.openPopup();
  await next.see('role-row');
  expect(await next.has(sheet)).toBe(false);
  return next;
}

describe('what is typed for one role', () => {
  it('is there again when the popup closed in the middle of it, until it is sent or left', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    let popup = await hoist.openPopup();
    await openExtendSheet(popup);
    await popup.fill('length', '90m');
    await popup.fill('justification', 'The rollout takes longer');
    popup = await reopened(popup, 'extend-sheet', 'justification', 'The rollout takes longer');
    expect(await valueOf(popup, 'length')).toBe('90m');
    await popup.click('extend-submit');
    await popup.see('follow-on-waits');
    await until('the sheet to close', async () => !(await popup.has('extend-sheet')));

    const ending = await until('an eligibility that ends', () =>
      popup.page.$$eval('[data-testid="part-azure"] [data-testid="role-row"]', (rows) =>
        rows.find((row) => row.querySelector('[data-testid="ask-to-extend"]'))?.getAttribute('data-key'),
      ),
    );
    await popup.click('ask-to-extend', ending);
    await popup.page.select('[data-testid="extension-until"]', '90');
    await popup.fill('justification', 'The migration runs until spring');
    popup = await reopened(popup, 'extension-sheet', 'justification', 'The migration runs until spring');
    expect(await valueOf(popup, 'extension-until')).toBe('90');
    popup = await left(popup, 'extension-sheet');
    expect(hoist.emulator.pim.accepted({ action: 'selfExtend' })).toEqual([]);

    // Of a row far below what is seen, and maybe not drawn.
    const named = await popup.page.$$eval('[data-testid="role-row"]', (rows) =>
      rows.at(-1)!.getAttribute('data-key')!,
    );
    await popup.page.$eval(`[data-testid="role-row"][data-key="${named}"]`, (row) =>
      row.scrollIntoView({ block: 'center' }),
    );
    await popup.page.hover(`[data-testid="role-row"][data-key="${named}"]`);
    await popup.click('rename', named);
    await popup.fill('alias', 'seldom used');
    popup = await reopened(popup, 'alias-editor', 'alias', 'seldom used');
    await popup.page.keyboard.press('Enter');
    await until('the name in the row', async () =>
      (await popup.rows('role-row')).some((row) => row.key === named && row.text.includes('seldom used')),
    );
    const stored = await hoist.chromium.storage.read();
    const kept = Object.entries(stored).filter(([name]) => name.startsWith('roleDrafts/'));
    expect(kept.map(([, item]) => (item as { data: unknown }).data)).toEqual([[]]);
  });
});
