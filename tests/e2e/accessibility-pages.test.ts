import { afterEach, describe, expect, it } from 'vitest';
import { expectAccessible } from '../browser/expect-accessible.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { hiddenFocus } from '../browser/page-checks.ts';
import { until } from '../browser/until.ts';
import { contosoTenant, hoistClientId } from '../emulator/seeds/contoso-directory.ts';

let hoist: Hoist | undefined;

afterEach(async () => {
  await hoist?.close();
  hoist = undefined;
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
