import { afterEach, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { layoutShifts } from '../browser/layout-shifts.ts';
import { until } from '../browser/until.ts';
import { emptyTenant } from '../emulator/seeds/contoso.ts';
import { contosoTenant, people } from '../emulator/seeds/contoso-directory.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';

let hoist: Hoist;
afterEach(() => hoist?.close());

const textOf = (popup: Popup) => popup.page.evaluate(() => document.body.innerText);
const says = (popup: Popup, words: RegExp) =>
  until(`the popup to say ${words}`, async () => words.test(await textOf(popup)));

/** Has the lists read again, and waits until that was seen to begin and to be over. */
async function refresh(popup: Popup): Promise<void> {
  const { page } = popup;
  const age = () => page.$eval('[data-testid="age"]', (one) => one.textContent);
  await page.evaluate(() => {
    const { ages } = Object.assign(globalThis, { ages: [] as (string | null)[] });
    const header = document.querySelector('header')!;
    new MutationObserver(() => ages.push(document.querySelector('[data-testid="age"]')!.textContent)).observe(
      header,
      { subtree: true, childList: true, characterData: true },
    );
    document.querySelector<HTMLElement>('[data-testid="refresh"]')!.click();
  });
  await until('the lists to be read', () =>
    page.evaluate(() => (globalThis as unknown as { ages: string[] }).ages.includes('Updating…')),
  );
  await until('them to have been read', async () => (await age()) !== 'Updating…');
}

describe('the list of roles', () => {
  it('moves nothing when what is stored comes, when it is read again, and when that brings a role', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.see('role-row');
    expect(await layoutShifts(popup.page)).toEqual([]);
    await refresh(popup);
    expect(await layoutShifts(popup.page)).toEqual([]);

    const grant = async (name: string) => {
      const roleId = entraRoleId(name);
      hoist.emulator.pim.grantEligibility(contosoTenant.id, {
        target: { kind: 'directory', roleId, scope: '/' },
        principalId: people.ada.id,
      });
      await refresh(popup);
      await popup.page.locator(`[data-testid="role-row"][data-key="entra|${roleId}|/"]`).wait();
    };
    // Below what is seen, where it stands by its name.
    await grant('Security Reader');
    expect(await layoutShifts(popup.page)).toEqual([]);
    // In the middle of what is seen, the rows below it make room: by the height of one row, and once.
    await grant('Authentication Administrator');
    const shifts = await layoutShifts(popup.page);
    expect(shifts.flatMap(({ moved }) => moved).filter((one) => !/role-row|part-/.test(one))).toEqual([]);
    expect(shifts).toHaveLength(1);
    expect(shifts[0]!.value).toBeLessThan(48 / 600);
  });

  it('is there at once with its age when the network is stalled, and takes the answer when it comes', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const stalls = ['graph.microsoft.com', 'management.azure.com', 'login.microsoftonline.com'].map((host) =>
      hoist.emulator.faults.add({ host, kind: 'stall' }),
    );
    const popup = await hoist.openPopup();
    await popup.see('role-row');
    expect((await popup.rows('role-row')).length).toBeGreaterThan(30);
    expect((await popup.texts('age')).join(' ')).toMatch(/Updated/);
    await popup.click('refresh');
    await until('the refresh to be under way', () => stalls.some((stall) => stall.count > 0));
    expect((await popup.rows('role-row')).length).toBeGreaterThan(30);
    // Only an answer from after the stall knows that this one is gone.
    const gone = await popup.key('Intune Administrator');
    hoist.emulator.pim.revokeEligibility({ principalId: people.ada.id, roleId: gone.split('|')[1]! });
    for (const stall of stalls) stall.remove();
    await until('the new answer', async () =>
      (await popup.rows('role-row')).every(({ key }) => key !== gone),
    );
    expect((await popup.rows('role-row')).length).toBeGreaterThan(30);
    await says(popup, /Updated just now/);
  });

  it.each([
    ['an HTML page in place of JSON', { kind: 'html', status: 200 } as const, /could not be understood/],
    ['a gateway’s error page', { kind: 'html', status: 502 } as const, /Microsoft’s service had an error/],
    ['no network', { kind: 'reset' } as const, /could not be reached/],
  ])(
    'keeps the other parts when Azure answers with %s, says so, and recovers by "Try again"',
    async (_, fault, words) => {
      hoist = await openHoist();
      const broken = hoist.emulator.faults.add({ host: 'management.azure.com', ...fault });
      await hoist.setUp();
      const popup = await hoist.openPopup();
      await says(popup, words);
      const rows = await popup.rows('role-row');
      expect(rows.length).toBeGreaterThan(10);
      expect(rows.every((row) => /^(entra|groups)\|/.test(row.key))).toBe(true);
      // An opened popup reads a list that failed again by itself; once that is over, nothing but the button does.
      await refresh(popup);
      await says(popup, words);
      await popup.page.waitForSelector('[data-source="azure"] [data-testid="try-again"]:not([aria-busy])');
      const stalled = hoist.emulator.faults.add({ host: 'management.azure.com', kind: 'stall' });
      broken.remove();
      await popup.page.locator('[data-source="azure"] [data-testid="try-again"]').click();
      await until('Azure to be asked again', () => stalled.count > 0);
      stalled.remove();
      await until('the Azure rows', async () =>
        (await popup.rows('role-row')).some((row) => row.key.startsWith('azure|')),
      );
      await until('no failure to be left', async () => !(await popup.has('source-failure')));
    },
  );

  it('says that an empty tenant, and a person without any eligible role, have none', async () => {
    hoist = await openHoist({ seed: emptyTenant({ now: Date.now() }) });
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.see('no-roles');
    await hoist.close();
    hoist = await openHoist();
    await hoist.setUp(people.edsger.userPrincipalName);
    await (await hoist.openPopup()).see('no-roles');
  });

  it('is searched by role, scope and kind, and Enter opens the form of the first', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.search('owner IT');
    await until('one row', async () => (await popup.rows('role-row')).length === 1);
    const [row] = await popup.rows('role-row');
    expect(row?.text).toMatch(/Owner.*Management group.*IT/);
    await popup.search('resource group');
    await until('rows of resource groups only', async () => {
      const rows = await popup.rows('role-row');
      return rows.length > 0 && rows.every(({ key }) => key.includes('/resourcegroups/'));
    });
    await popup.search('no such role');
    await popup.see('nothing-found');
    await popup.search('user adm');
    await until('User Administrator first', async () =>
      (await popup.rows('role-row'))[0]?.text.startsWith('User Administrator'),
    );
    await popup.page.keyboard.press('Enter');
    await popup.see('form');
    expect(await textOf(popup)).toContain('User Administrator');
  });
});

describe('a role that is not as it was listed', () => {
  it('has vanished: the outcome says so and nothing was activated', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await popup.choose('User Administrator');
    const [, roleId] = key.split('|');
    hoist.emulator.pim.revokeEligibility({ principalId: people.ada.id, roleId: roleId! });
    await popup.click('submit');
    const said = await popup.outcome(key, 'failed');
    expect(said).toMatch(/no longer|not eligible/i);
    expect(said).toMatch(/not activated/i);
    expect(hoist.emulator.pim.accepted()).toEqual([]);
  });

  it('has a policy that changed meanwhile: the refusal is said, and the next form knows the new rule', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    let popup = await hoist.openPopup();
    const key = await popup.choose('User Administrator');
    await until('the policy to be known', () =>
      popup.page.$(`[data-testid="form-role"][data-rules="known"]`),
    );
    const [, roleId] = key.split('|');
    const target = { kind: 'directory', roleId: roleId!, scope: '/' } as const;
    hoist.emulator.pim.changePolicy(contosoTenant.id, target, { maximumDuration: 'PT30M' });
    await popup.fill('justification', 'Reset passwords of the branch');
    await popup.click('submit');
    expect(await popup.outcome(key, 'failed')).toMatch(/more than the role’s rules allow/);
    await popup.click('ask-again', key);
    await until('the new rule', async () => /30 min/.test(await textOf(popup)));
    const kept = await popup.page.$eval(
      '[data-testid="justification"]',
      (one) => (one as HTMLTextAreaElement).value,
    );
    expect(kept).toBe('Reset passwords of the branch');
    await popup.close();
    popup = await hoist.openPopup();
    expect(hoist.emulator.pim.accepted()).toEqual([]);
  });
});
