/** What the person sees of a refusal, of a permission that is missing, of approvers, and of a check. */
import { afterEach, describe, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { contosoTenant, hoistClientId } from '../emulator/seeds/contoso-directory.ts';

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

const graph = 'graph.microsoft.com';
const requests = /roleAssignmentScheduleRequests$/;

/** Text in the row of a role, as it is shown. */
const textIn = (popup: Popup, key: string, testId: string) =>
  popup.page.$eval(
    `[data-testid="outcome-row"][data-key="${key}"] [data-testid="${testId}"]`,
    (one) => (one as HTMLElement).innerText,
  );

/** Opens the details with a click, as the person does, and reads them. */
async function detailsOf(popup: Popup, key: string): Promise<string> {
  await popup.page.locator(`[data-testid="outcome-row"][data-key="${key}"] summary`).click();
  return textIn(popup, key, 'failure-details');
}

describe('a refusal in the popup', () => {
  it('has a sentence for people, and the service’s code one click away', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const message =
      'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.';
    const said = { status: 400, code: 'AadPremiumLicenseRequired', message } as const;
    hoist.emulator.faults.add({ kind: 'refusal', ...said, host: graph, method: 'POST', path: requests });
    const popup = await hoist.openPopup();
    const key = await popup.choose('User Administrator');
    await popup.click('submit');
    const shown = await popup.outcome(key, 'failed');
    expect(shown).toContain('Your access has not changed.');
    expect(shown).not.toContain(message);
    expect(await popup.has('failure-said')).toBe(false);
    const details = await detailsOf(popup, key);
    for (const part of [said.code, message, '400']) expect(details).toContain(part);
  });

  it('of a code that nobody knows shows Microsoft’s own message at once', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const said = { status: 400, code: 'SomethingNew', message: 'A rule of next year forbids it.' } as const;
    hoist.emulator.faults.add({ kind: 'refusal', ...said, host: graph, method: 'POST', path: requests });
    const popup = await hoist.openPopup();
    const key = await popup.choose('User Administrator');
    await popup.click('submit');
    await popup.outcome(key, 'failed');
    expect(await textIn(popup, key, 'failure-said')).toBe(`Microsoft says: “${said.message}”`);
    const details = await detailsOf(popup, key);
    for (const part of [said.code, said.message]) expect(details).toContain(part);
  });
});

it('a permission that is missing is named with the link to grant it, and the role can be activated', async () => {
  hoist = await openHoist();
  const permission = 'RoleManagementPolicy.Read.Directory';
  hoist.emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, 'graph', [permission]);
  await hoist.setUp();
  const popup = await hoist.openPopup();
  const key = await popup.choose('User Administrator');
  await popup.see('rules-unread');
  await popup.see('copy-consent');
  expect((await popup.texts('failure')).join(' ')).toContain(permission);
  await popup.click('submit');
  await popup.outcome(key, 'active');
});

it('a check says of each role what Microsoft would say, activates nothing, and names the approvers', async () => {
  hoist = await openHoist();
  await hoist.setUp();
  const popup = await hoist.openPopup();
  const keys = {
    accepted: await popup.key('User Administrator'),
    waits: await popup.key('User Access Administrator', 'Contoso Production'),
    refused: await popup.key('Security Administrator'),
  };
  for (const key of Object.values(keys)) await popup.click('select', key);
  await popup.click('activate-selected');
  await until(
    'the rules to be known',
    async () => (await popup.page.$$('[data-rules="known"]')).length === 3,
  );
  expect((await popup.texts('rules-approval')).join()).toContain('approval by Grace Hopper');
  await popup.click('check-requests');
  for (const [key, result] of [
    [keys.accepted, 'accepted'],
    [keys.waits, 'accepted'],
    [keys.refused, 'refused'],
  ] as const) {
    await popup.page.waitForSelector(`[data-testid="form-role"][data-key="${key}"] [data-check="${result}"]`);
  }
  expect(hoist.emulator.pim.accepted()).toEqual([]);
  expect(await popup.rows('outcome-row')).toEqual([]);

  await popup.click('form-remove', keys.refused);
  await popup.click('submit');
  await popup.outcome(keys.accepted, 'active');
  await popup.outcome(keys.waits, 'waitingForApproval');
  await popup.see('approvers');
  expect(await textIn(popup, keys.waits, 'approvers')).toBe('Approvers: Grace Hopper');
  expect(hoist.emulator.pim.accepted()).toHaveLength(2);
});
