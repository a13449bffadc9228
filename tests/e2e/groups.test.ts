import { afterEach, describe, expect, it } from 'vitest';
import { letTimePass, reloadLater } from '../browser/clock-shift.ts';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { contoso } from '../emulator/seeds/contoso.ts';
import { contosoTenant, groupGraphScopes, people } from '../emulator/seeds/contoso-directory.ts';
import { pimGroups } from '../emulator/seeds/contoso-groups.ts';

const minute = 60_000;
const ada = { oid: people.ada.id, tid: contosoTenant.id };
let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

const keyOf = (access: 'member' | 'owner', { id }: { id: string }) => `groups|${access}|${id}`;
const groupRows = async (popup: Popup) =>
  (await popup.rows('role-row')).filter(({ key }) => key.startsWith('groups|'));
const held = () => hoist.emulator.pim.lists.active(ada, 'group').map((row) => `${row.roleId} ${row.scope}`);

describe('groups, through the real toolbar popup', () => {
  it('lists exactly what the cloud has, members and owners apart, found by either word', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.see('part-groups');
    const seeded = hoist.emulator.pim.lists.eligible(ada, 'group');
    const rows = await groupRows(popup);
    expect(rows.map(({ key }) => key).toSorted()).toEqual(
      seeded
        .map(({ eligibility: { roleId, scope } }) => `groups|${roleId}|${scope}`.toLowerCase())
        .toSorted(),
    );
    const named = rows.filter(({ text }) => text.includes('Release Managers')).map(({ text }) => text);
    expect(named).toHaveLength(2);
    expect(named.some((text) => text.includes('Owner · Group'))).toBe(true);
    expect(named.some((text) => text.includes('Member · Group'))).toBe(true);
    // Its expansion is empty: the name comes by its id.
    expect(rows.find(({ key }) => key === keyOf('member', pimGroups.financeData))?.text).toContain(
      'Finance Data Readers',
    );
    await popup.search('owner release');
    await until('one row', async () => (await popup.rows('role-row')).length === 1);
    expect((await popup.rows('role-row'))[0]?.key).toBe(keyOf('owner', pimGroups.releaseManagers));
  });

  it('activates the owner and not the member, by the owner’s own rules', async () => {
    hoist = await openHoist({ knobs: { pim: { group: { provisionMs: 9_000 } } } });
    hoist.emulator.pim.changePolicy(
      contosoTenant.id,
      { kind: 'group', roleId: 'owner', scope: pimGroups.releaseManagers.id },
      { mfa: false },
    );
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await popup.choose('Release Managers', 'Owner');
    expect(key).toBe(keyOf('owner', pimGroups.releaseManagers));
    await popup.page.waitForSelector('[data-testid="form-role"][data-rules="known"]');
    await popup.fill('justification', 'Release 42');
    await popup.fill('ticket-number', 'CHG-42');
    await popup.fill('ticket-system', 'Desk');
    await popup.page.waitForSelector('[data-testid="brings"][data-brings="owner"]');
    await popup.click('submit');
    expect(await popup.outcome(key, 'active')).toMatch(/Release Managers · Owner/);
    const requests = hoist.emulator.journal.requests({ method: 'POST', path: /assignmentScheduleRequests$/ });
    expect(requests.map(({ body }) => body)).toEqual([
      expect.objectContaining({
        action: 'selfActivate',
        accessId: 'owner',
        groupId: pimGroups.releaseManagers.id,
        principalId: people.ada.id,
        scheduleInfo: expect.objectContaining({ expiration: { type: 'afterDuration', duration: 'PT1H' } }),
      }),
    ]);
    expect(await popup.active(key)).toContain('Owner · Group');
    expect(held()).toContain(`owner ${pimGroups.releaseManagers.id}`);
    expect(held()).not.toContain(`member ${pimGroups.releaseManagers.id}`);
    const member = (await groupRows(popup)).find(
      (row) => row.key === keyOf('member', pimGroups.releaseManagers),
    );
    expect(member?.text).toContain('Activate');
  });

  it('deactivates a membership', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = keyOf('member', pimGroups.onCall);
    await popup.active(key);
    await popup.click('deactivate', key);
    expect(await popup.texts('deactivate-question')).toEqual([
      expect.stringContaining('Deactivate Member of On-call Responders now?'),
    ]);
    await popup.click('deactivate-yes');
    expect(await popup.outcome(key, 'ended')).toContain('Deactivated');
    expect(held()).not.toContain(`member ${pimGroups.onCall.id}`);
  });

  it('explains to the last owner why the ownership stays', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await popup.choose('Payroll App Owners');
    await popup.fill('justification', 'New certificate');
    await popup.click('submit');
    await popup.outcome(key, 'active');
    await letTimePass(hoist, 6 * minute);
    await reloadLater(popup.page, 6 * minute);
    await popup.page.waitForSelector(`[data-testid="active-row"][data-key="${key}"][data-ending="free"]`);
    await popup.click('deactivate', key);
    await popup.click('deactivate-yes');
    const said = await popup.outcome(key, 'failed');
    expect(said).toMatch(/last owner of the group/);
    expect(said).toMatch(/still an owner/);
    expect(held()).toContain(`owner ${pimGroups.payrollApplication.id}`);
    expect((await popup.rows('active-row')).map((row) => row.key)).toContain(key);
  });

  it('says what a group brings where it may be read, and where not', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.choose('Identity Operators');
    await popup.page.waitForSelector('[data-testid="brings"]:not([data-brings="checking"])');
    expect((await popup.texts('brings')).join()).toMatch(/is not allowed to read its Entra roles/);
    expect(await popup.has('submit')).toBe(true);
  });
});

describe('without consent to groups', () => {
  it('shows what is missing with the link, quietly, and asks nothing of Graph', async () => {
    hoist = await openHoist({ seed: contoso({ now: Date.now(), unconsented: groupGraphScopes }) });
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.see('groups-consent');
    expect((await popup.texts('groups-consent')).join()).toMatch(/Groups need one more consent/);
    expect(await popup.has('source-failure')).toBe(false);
    const rows = await popup.rows('role-row');
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.every(({ key }) => /^(entra|azure)\|/.test(key))).toBe(true);
    expect(hoist.emulator.journal.count({ path: /privilegedAccess\/group|\$batch/ })).toBe(0);
    await popup.choose('User Administrator');
    await popup.click('submit');
    await popup.outcome(rows.find(({ text }) => text.includes('User Administrator'))!.key, 'active');
  });
});
