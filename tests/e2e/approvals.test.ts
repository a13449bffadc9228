import { afterEach, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { requestsForAda, type WaitingRequests } from '../emulator/seeds/waiting-requests.ts';

let hoist: Hoist;
let waiting: WaitingRequests;
afterEach(() => hoist?.close());

/** Ada, who approves four requests, with the popup open at them. */
async function approver(): Promise<Popup> {
  hoist = await openHoist();
  waiting = requestsForAda(hoist.emulator.pim);
  await hoist.setUp();
  const popup = await hoist.openPopup();
  await until('the count', async () => (await popup.texts('approvals-count'))[0] === '4');
  await popup.click('tab-approvals');
  await until('four requests', async () => (await popup.rows('approval-row')).length === 4);
  return popup;
}

const keyOf = (source: 'entra' | 'azure', { id }: { id: string }) => `${source}|${id}`.toLowerCase();

describe('the approver’s side', () => {
  it('lists who asks for what and why, and approves one request by the keyboard', async () => {
    const popup = await approver();
    const [request] = waiting.azure;
    const key = keyOf('azure', request!);
    const row = (await popup.rows('approval-row')).find((one) => one.key === key);
    expect(row!.text).toContain(people.alan.displayName);
    expect(row!.text).toMatch(/Owner.*Subscription · Contoso Training.*“New course environment”.*1 hour/);
    const { page } = popup;
    await page.focus(`[data-key="${key}"] [data-testid="review"]`);
    await page.keyboard.press('Enter');
    await popup.see('decision-sheet');
    await page.keyboard.type('Agreed with the training team');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('approve');
    await page.keyboard.press('Enter');
    expect(await popup.outcome(key, 'done')).toContain(
      `You approved the request of ${people.alan.displayName}`,
    );
    expect(request!.decision).toMatchObject({
      approved: true,
      by: people.ada.id,
      justification: 'Agreed with the training team',
    });
    expect(hoist.emulator.pim.statusOf(request!)).toBe('Provisioned');
    await until('three requests', async () => (await popup.rows('approval-row')).length === 3);
  });

  it('asks for a justification before it sends, and keeps what was typed when the popup closes', async () => {
    const popup = await approver();
    const key = keyOf('entra', waiting.entra[0]!);
    await popup.click('review', key);
    await popup.click('deny');
    expect(await popup.page.$eval('[data-testid="decision-justification"]', (one) => one.ariaInvalid)).toBe(
      'true',
    );
    expect(hoist.emulator.journal.requests({ method: 'PATCH' })).toHaveLength(0);
    await popup.page.locator('[data-testid="decision-justification"]').click();
    await popup.page.keyboard.type('Not needed for');
    await popup.close();
    const again = await hoist.openPopup();
    await again.see('decision-sheet');
    const field = '[data-testid="decision-justification"]';
    await until(
      'what was typed',
      async () =>
        (await again.page.$eval(field, (one) => (one as HTMLTextAreaElement).value)) === 'Not needed for',
    );
    await again.click('deny');
    expect(await again.outcome(key, 'done')).toContain('You denied');
    expect(waiting.entra[0]!.decision).toMatchObject({ approved: false, justification: 'Not needed for' });
  });

  it('decides several at once, and says who was first where somebody was', async () => {
    const popup = await approver();
    const requests = [...waiting.entra, ...waiting.azure];
    const keys = [
      ...waiting.entra.map((one) => keyOf('entra', one)),
      ...waiting.azure.map((one) => keyOf('azure', one)),
    ];
    requests[0]!.decision = {
      approved: false,
      at: hoist.emulator.clock.now(),
      by: people.edsger.id,
      justification: 'No',
    };
    for (const key of keys) await popup.click('select-approval', key);
    await popup.click('review-selected');
    await popup.page.locator('[data-testid="decision-justification"]').click();
    await popup.page.keyboard.type('Morning round');
    await popup.click('approve');
    expect(await popup.outcome(keys[0]!, 'overtaken')).toContain(
      `${people.edsger.displayName} had denied it before you`,
    );
    for (const key of keys.slice(1)) await popup.outcome(key, 'done');
    expect(requests.slice(1).map(({ decision }) => decision?.approved)).toEqual([true, true, true]);
    expect(hoist.emulator.journal.requests({ method: 'PATCH' })).toHaveLength(3);
  });
});

describe('the requester’s side', () => {
  it('tells until when somebody can decide, and takes the request back', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await popup.choose('User Access Administrator', 'Contoso Production');
    await popup.click('submit');
    expect(await popup.outcome(key, 'waitingForApproval')).toMatch(
      /Waiting for approval · an approver has until \w+ \d/,
    );
    await popup.click('withdraw', key);
    expect(await popup.outcome(key, 'failed')).toContain('The request was cancelled.');
    const [request] = hoist.emulator.pim.accepted();
    expect(hoist.emulator.pim.statusOf(request!)).toBe('Canceled');
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
  });
});
