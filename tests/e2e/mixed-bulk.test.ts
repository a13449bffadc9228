/** Twelve roles of all three services, selected and sent by one form in the real popup, with every trouble at once. */
import { afterEach, describe, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { type Popup, saysActive } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import type { FaultHandle } from '../emulator/faults.ts';
import {
  acceptableOfMixedBulk,
  acceptedOfMixedBulk,
  mixedBulk,
  type MixedOutcome,
  troubleMixedBulk,
} from '../emulator/seeds/mixed-bulk.ts';

const told: Readonly<Record<MixedOutcome, readonly [state: string, text: RegExp]>> = {
  active: ['active', saysActive],
  waitingForApproval: ['waitingForApproval', /an approver has until/],
  already: ['active', /already active|active already/i],
  overPolicy: ['failed', /The length is more than the role’s rules allow.*has not changed/],
};

let hoist: Hoist;
let windows: string[];
afterEach(() => closeWithoutErrors(hoist));

async function proveInNextWindow(): Promise<void> {
  const window = await hoist.chromium.signInWindow();
  windows.push(window.page.url());
  await window.page
    .locator('[data-testid="context-approve"]')
    .click()
    .catch((error: unknown) => {
      // The click may be the last thing that this window sees.
      if (!window.page.isClosed()) throw error;
    });
  await window.closed();
}

/** Selects all twelve, and sends them by one form once every rule is known. @param retryAfter seconds */
async function submitAll(retryAfter = 2): Promise<FaultHandle> {
  const popup = await hoist.openPopup();
  await popup.see('role-row');
  await until('all twelve to be listed', async () => {
    const listed = new Set((await popup.rows('role-row')).map(({ key }) => key));
    return mixedBulk.every(({ key }) => listed.has(key));
  });
  for (const { key } of mixedBulk) await popup.click('select', key);
  await popup.click('activate-selected');
  await until(
    'the rules of all twelve to be known',
    async () =>
      (await popup.page.$$('[data-testid="form-role"][data-rules="known"]')).length === mixedBulk.length,
  );
  // Now that the form is filled in, the cloud moves on.
  const throttling = troubleMixedBulk(hoist.emulator, retryAfter);
  await popup.click('submit');
  await until('the form to be gone', async () => !(await popup.has('form')));
  await popup.close();
  return throttling;
}

async function setUp(): Promise<void> {
  hoist = await openHoist({ knobs: { token: { authenticationContexts: { c1: 'own', c2: 'own' } } } });
  windows = [];
  await hoist.setUp();
}

/** Waits for every role's outcome, as it is written for the person. */
async function expectTwelveOutcomes(popup: Popup): Promise<void> {
  for (const { key, outcome } of mixedBulk) {
    const [state, text] = told[outcome];
    expect(await popup.outcome(key, state)).toMatch(text);
  }
  expect((await popup.rows('outcome-row')).map(({ key }) => key).toSorted()).toEqual(
    mixedBulk.map(({ key }) => key).toSorted(),
  );
  expect(acceptedOfMixedBulk(hoist.emulator)).toEqual(acceptableOfMixedBulk);
  expect(hoist.emulator.pim.accepted()).toHaveLength(10);
}

/** How far the entries are, as they are stored, and how long they still wait to be sent. */
const journal = () =>
  hoist.chromium.worker.run(async () => {
    const items = Object.entries(await chrome.storage.local.get()).filter(([key]) =>
      key.startsWith('journal/'),
    );
    return items
      .flatMap(([, item]) => (item as { data: { state: string; notBefore?: number }[] }).data)
      .map(({ state, notBefore = 0 }) => ({ state, waitMs: notBefore - Date.now() }));
  });

const contextOf = (url: string) =>
  /"value":\s*"(c\d)"/.exec(new URL(url).searchParams.get('claims') ?? '')?.[1];

describe('a bulk of twelve mixed roles, in the popup', () => {
  it('asks in two windows, tells twelve outcomes, and has one request a role accepted', async () => {
    await setUp();
    const throttling = await submitAll();
    await proveInNextWindow();
    await proveInNextWindow();
    const popup = await hoist.openPopup();
    await expectTwelveOutcomes(popup);
    expect(windows.map(contextOf).toSorted()).toEqual(['c1', 'c2']);
    expect(throttling.count).toBe(2);
  });

  it('ends the same where the worker is killed in the wait for a 429, with the first window open, and the person goes on', async () => {
    await setUp();
    const throttling = await submitAll(8);
    const window = await hoist.chromium.signInWindow();
    windows.push(window.page.url());
    await window.page.waitForSelector('[data-testid="context-approve"]');
    await until('nothing to be under way but what waits for its time', async () => {
      const unsent = (await journal()).filter(({ state }) =>
        ['recorded', 'sending', 'looking'].includes(state),
      );
      return unsent.length > 0 && unsent.every(({ state, waitMs }) => state === 'recorded' && waitMs > 3_000);
    });
    await hoist.chromium.worker.kill();
    if (!window.page.isClosed()) await window.page.close();

    let popup = await hoist.openPopup();
    const proved = new Set<string | undefined>();
    for (const { key, context } of mixedBulk.filter((role) => role.context !== undefined)) {
      await popup.outcome(key, 'proofNeeded');
      await popup.click('verify', key);
      // The first of a context opens its window; the others go on with what was proved in it.
      if (!proved.has(context)) {
        await proveInNextWindow();
        proved.add(context);
        popup = await hoist.openPopup();
      }
      await popup.outcome(key, 'active');
    }
    await expectTwelveOutcomes(popup);
    expect(throttling.count).toBe(2);
    expect(windows.slice(1).map(contextOf).toSorted()).toEqual(['c1', 'c2']);
  });
});
