import { afterEach, describe, expect, it } from 'vitest';
import { letTimePass, reloadLater } from '../browser/clock-shift.ts';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { keyboardOf } from '../browser/keyboard.ts';
import { until } from '../browser/until.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';

const minute = 60_000;
let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

const ends = () => hoist.emulator.pim.accepted({ action: 'selfDeactivate' });

async function azureReadAt(): Promise<number> {
  const stored = Object.entries(await hoist.chromium.storage.read());
  const [, item] = stored.find(([key]) => /^assignments\/.*\/azure$/.test(key))!;
  return (item as { data: { readAt?: number } }).data.readAt ?? 0;
}

describe('deactivating, through the real toolbar popup', () => {
  it('asks in place, ends a role by keyboard alone, and shows no ghost of it', async () => {
    hoist = await openHoist({ knobs: { pim: { arm: { ghostAssignedMs: 180_000 } } } });
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.see('deactivate');
    const { key } = (await popup.rows('active-row')).find(
      (row) => row.key.startsWith('azure|') && row.text.includes('Deactivate'),
    )!;
    const keys = await keyboardOf(popup.page);
    await until('the row', async () => {
      await keys.press('ArrowDown');
      return (await keys.focus()).key === key;
    });
    await keys.goTo('deactivate', 'ArrowRight');
    await keys.press('Enter');
    await keys.isAt('keep', key);
    await keys.press('Escape');
    await until('the question to be gone', async () => !(await popup.has('deactivate-question')));
    expect(ends()).toEqual([]);
    await keys.isAt('deactivate', key);
    await keys.press('Enter', 'Tab');
    await keys.isAt('deactivate-yes', key);
    await keys.press('Enter');
    await keys.isAt('search');
    await keys.hears(/Deactivated/);
    expect(await popup.outcome(key, 'ended')).toContain('Deactivated');
    expect(ends()).toHaveLength(1);
    await until('the row to be gone', async () =>
      (await popup.rows('active-row')).every((row) => row.key !== key),
    );
    const { emulator } = hoist;
    const ghosts = emulator.pim.lists
      .active({ oid: people.ada.id, tid: people.ada.tenantId }, 'azure')
      .filter((row) => row.fromRequest);
    expect(ghosts).toMatchObject([{ assignmentType: 'Assigned', end: null }]);
    const before = await azureReadAt();
    await popup.page.click('[data-testid="refresh"]');
    await until('the list to be read again', async () => (await azureReadAt()) > before);
    expect((await popup.rows('active-row')).map((row) => row.key)).not.toContain(key);
  });

  it('deactivates all, and says so of each', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.see('deactivate-all');
    const keys = (await popup.rows('active-row'))
      .filter(({ text }) => text.includes('Deactivate'))
      .map((row) => row.key);
    expect(keys.map((key) => key.split('|')[0]).toSorted()).toEqual(['azure', 'entra', 'groups']);
    await popup.click('deactivate-all');
    expect(await popup.texts('deactivate-question')).toEqual([
      expect.stringContaining('Deactivate 3 roles now?'),
    ]);
    await popup.click('deactivate-yes');
    for (const key of keys) await popup.outcome(key, 'ended');
    expect(ends()).toHaveLength(3);
    await until('the news to be read out', async () => {
      const [news = ''] = await popup.texts('announcer');
      return news.includes('Deactivated');
    });
  });

  it('tells of a young role from when on it works, and offers it then', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await popup.choose('User Administrator');
    await popup.click('submit');
    await popup.outcome(key, 'active');
    const row = `[data-testid="active-row"][data-key="${key}"]`;
    const button = `${row} [data-testid="deactivate"]`;
    await popup.page.waitForSelector(`${button}[aria-disabled="true"]`);
    expect(await popup.active(key)).toMatch(/Can be deactivated from \d+:\d\d/);
    const [described, reachable] = await popup.page.$eval(button, (one) => {
      const reason = document.getElementById(one.getAttribute('aria-describedby') ?? '');
      return [reason?.textContent ?? '', !(one as HTMLButtonElement).disabled];
    });
    expect(described).toMatch(/five minutes/);
    expect(reachable).toBe(true);
    await popup.page.click(button);
    expect(await popup.has('deactivate-question')).toBe(false);
    expect(ends()).toEqual([]);

    await letTimePass(hoist, 6 * minute);
    await reloadLater(popup.page, 6 * minute);
    await popup.page.waitForSelector(`${row}[data-ending="free"]`);
    await popup.click('deactivate', key);
    await popup.click('deactivate-yes');
    expect(await popup.outcome(key, 'ended')).toContain('Deactivated');
    expect(ends()).toHaveLength(1);
  });
});
