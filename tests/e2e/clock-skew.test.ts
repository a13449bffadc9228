import { afterEach, describe, expect, it } from 'vitest';
import { letTimePass, reloadLater } from '../browser/clock-shift.ts';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';

const minute = 60_000;
const halfDay = 12 * 60;
let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

/** Minutes that the row says are left. */
function minutesLeft(text: string): number {
  const [, hours = '0', minutes = '0'] = /(?:(\d+) h )?(?:(\d+) min )?left/.exec(text) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

/** The time that a text says after these words, in minutes since midnight or noon. */
function timeAfter(words: string, text: string): number {
  const [, hours, minutes] = new RegExp(`${words} (?:[A-Z][a-z]{2},? )?(\\d+):(\\d\\d)`).exec(text) ?? [];
  return ((Number(hours) % 12) * 60 + Number(minutes)) % halfDay;
}

/** The same of a moment on the browser's own clock. */
async function timeShown(popup: Popup, at: number): Promise<number> {
  return popup.page.evaluate((ms) => {
    const date = new Date(ms);
    return (date.getHours() % 12) * 60 + date.getMinutes();
  }, at);
}

/** From one time to another, forwards, across noon and midnight too. */
const minutesFrom = (from: number, to: number) => (to - from + halfDay) % halfDay;

describe.each([
  ['10 minutes ahead of', 10 * minute],
  ['10 minutes behind', -10 * minute],
])('a browser whose clock is %s Microsoft’s', (_, browserAheadMs) => {
  it.each([
    ['Entra', ['User Administrator'], 'graph.microsoft.com'],
    ['Azure', ['Owner', 'Management group', 'IT'], 'management.azure.com'],
  ])(
    'tells the time left and when to deactivate by the person’s clock (%s)',
    async (_source, names, host) => {
      hoist = await openHoist({ now: () => Date.now() - browserAheadMs });
      await hoist.setUp();
      const { emulator } = hoist;
      const popup = await hoist.openPopup();
      const key = await popup.choose(...names);
      await popup.click('submit');
      await popup.outcome(key, 'active');

      const [request] = emulator.pim.accepted({ action: 'selfActivate' });
      const sent = emulator.journal.last({ host, where: ({ method }) => method !== 'GET' })!;
      const body = sent.body as Record<string, unknown>;
      const { scheduleInfo } = (body['properties'] ?? body) as {
        scheduleInfo: { startDateTime: string; expiration: { duration: string } };
      };
      const asked = Temporal.Duration.from(scheduleInfo.expiration.duration).total('minutes');
      expect(Math.abs(Date.parse(scheduleInfo.startDateTime) - sent.at)).toBeLessThan(10_000);
      const startsAt = request!.createdAt + browserAheadMs;
      const tellsTruth = async () => {
        const text = await popup.active(key);
        expect(minutesLeft(text)).toBeGreaterThanOrEqual(asked - 3);
        expect(minutesLeft(text)).toBeLessThanOrEqual(asked);
        const end = await timeShown(popup, startsAt + asked * minute);
        expect([0, 1, halfDay - 1]).toContain(minutesFrom(end, timeAfter('ends', text)));
        const ready = await timeShown(popup, startsAt + 5 * minute);
        expect([0, 1, 2]).toContain(minutesFrom(ready, timeAfter('deactivated from', text)));
      };
      await tellsTruth();

      // The service's own list says the same.
      emulator.journal.clear();
      const lists = { host, path: /AssignmentScheduleInstances/i };
      await popup.click('refresh');
      await until('the list to be read again', async () => emulator.journal.count(lists) > 0);
      await until('the reading to be over', async () => !(await isReading()));
      await tellsTruth();

      await letTimePass(hoist, 6 * minute);
      await reloadLater(popup.page, 6 * minute);
      const row = `[data-testid="active-row"][data-key="${key}"]`;
      await popup.page.waitForSelector(`${row}[data-ending="free"]`);
      await popup.click('deactivate', key);
      await popup.click('deactivate-yes');
      expect(await popup.outcome(key, 'ended')).toContain('Deactivated');
      expect(emulator.pim.accepted({ action: 'selfDeactivate' })).toHaveLength(1);
    },
  );
});

async function isReading(): Promise<boolean> {
  const stored = Object.entries(await hoist.chromium.storage.read());
  return stored
    .filter(([key]) => key.startsWith('assignments/'))
    .some(([, item]) => (item as { data: { readingSince?: number } }).data.readingSince !== undefined);
}
