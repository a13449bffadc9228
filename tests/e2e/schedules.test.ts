/** Roles for later: asked for in the person's time, listed, cancelled, refused where the time is taken. */
import { afterEach, describe, expect, it } from 'vitest';
import { letTimePass, reloadLater } from '../browser/clock-shift.ts';
import { openExtendSheet } from '../browser/extend-sheet.ts';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';

const minute = 60_000;

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

const ring = (alarm: string) =>
  hoist.chromium.worker.run((name) => {
    (chrome.alarms.onAlarm as unknown as { dispatch(alarm: { name: string }): void }).dispatch({ name });
  }, alarm);

/** Fills the fields of the start with what the browser's own clock shows `inMinutes` from now, to the full minute. */
async function startIn(popup: Popup, inMinutes: number): Promise<number> {
  if (!(await popup.has('start-date'))) await popup.click('start-later');
  await popup.see('start-date');
  const { at, date, time } = await popup.page.evaluate((ms) => {
    const moment = new Date(Math.ceil((Date.now() + ms) / 60_000) * 60_000);
    const two = (part: number) => String(part).padStart(2, '0');
    return {
      at: moment.getTime(),
      date: `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`,
      time: `${two(moment.getHours())}:${two(moment.getMinutes())}`,
    };
  }, inMinutes * minute);
  await popup.page.locator('[data-testid="start-date"]').fill(date);
  await popup.page.locator('[data-testid="start-time"]').fill(time);
  return at;
}

describe.each([
  ['Entra', ['User Administrator']],
  ['Azure', ['Owner', 'Management group', 'IT']],
])('a role for later (%s)', (_, names) => {
  it('is accepted, listed, kept free of clashes, and active at its time', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await popup.choose(...names);
    const start = await startIn(popup, 9 * 60);
    await until('the start in words', async () =>
      (await popup.texts('start-text')).join().includes('your time'),
    );
    await popup.click('submit');
    expect(await popup.outcome(key, 'scheduled')).toContain('Not active yet');
    expect(await popup.has('waiting-section')).toBe(true);
    const [request] = hoist.emulator.pim.accepted();
    expect(Math.abs(request!.askedStart! - start)).toBeLessThan(2_000);
    expect(hoist.emulator.pim.statusOf(request!)).toBe('Granted');
    expect((await popup.rows('active-row')).some((row) => row.key === key)).toBe(false);

    await popup.choose(...names);
    await startIn(popup, 10 * 60);
    await popup.see('clash');
    await popup.click('submit');
    expect((await popup.texts('clash')).join()).toContain('is scheduled for');
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
    await popup.click('sheet-close');
    await popup.close();

    await letTimePass(hoist, 9 * 60 * minute + 2 * minute);
    await ring('follow-activations');
    const later = await hoist.openPopup();
    await later.outcome(key, 'active');
    expect(await later.has('waiting-section')).toBe(false);
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
  });

  it('can be cancelled before it starts', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await popup.choose(...names);
    await startIn(popup, 60);
    await popup.click('submit');
    await popup.outcome(key, 'scheduled');
    await popup.click('withdraw', key);
    expect(await popup.outcome(key, 'failed')).toContain('The request was cancelled.');
    expect(hoist.emulator.pim.statusOf(hoist.emulator.pim.accepted()[0]!)).toBe('Canceled');
  });
});

describe('a role that is to go on', () => {
  it('is offered again at its end, and activated at one click, once', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await openExtendSheet(popup);
    await popup.fill('length', '2h');
    await popup.click('extend-submit');
    await popup.see('follow-on-waits');
    await popup.close();

    await letTimePass(hoist, 31 * minute);
    await ring('follow-ons');
    const later = await hoist.openPopup();
    await reloadLater(later.page, 31 * minute);
    await later.see('follow-on-due');
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
    expect((await later.texts('follow-on-use')).join()).toBe('Activate again for 2 hours');
    await later.click('follow-on-use');
    await later.outcome(key, 'active');
    await until('the offer to go', async () => !(await later.has('follow-on-due')));
    expect(hoist.emulator.pim.accepted()).toHaveLength(2);
  });
});
