import { afterEach, describe, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { eligibleKeys } from '../browser/eligible-keys.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { until } from '../browser/until.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

describe('the main job, through the real toolbar popup', () => {
  it('lists exactly the rows that the cloud has, also on subscriptions nobody can see yet', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const { pim } = hoist.emulator;
    const seeded = eligibleKeys(pim, people.ada);
    const popup = await hoist.openPopup();
    await popup.see('role-row');
    const listed = (await popup.rows('role-row')).map((row) => row.key);
    expect(listed.toSorted()).toEqual(seeded.toSorted());

    const visible = new Set(
      pim.visibleSubscriptions(people.ada.id, people.ada.tenantId).map(({ id }) => id.toLowerCase()),
    );
    const subscriptions = listed.flatMap((key) => /\/subscriptions\/[^/|]+/.exec(key) ?? []);
    expect(subscriptions.filter((id) => !visible.has(id)).length).toBeGreaterThan(5);
  });

  it('activates an Entra role, and says active when Microsoft does and not before', async () => {
    hoist = await openHoist({ knobs: { pim: { graph: { provisionMs: 60_000 } } } });
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await popup.choose('User Administrator');
    await popup.click('submit');
    await popup.outcome(key, 'following');
    expect((await popup.rows('active-row')).map((row) => row.key)).not.toContain(key);
    hoist.emulator.clock.advance(60_000);
    await popup.outcome(key, 'active');
    expect(await popup.active(key)).toMatch(/left/);
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
  });

  it('activates roles on a subscription, a management group, a resource group and a resource at once', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const keys = [
      await popup.key('Contributor', 'MySubscription'),
      await popup.key('Owner', 'Management group', 'IT'),
      await popup.key('Owner', 'rg-network-hub'),
      (await popup.rows('role-row')).find(({ text }) => /Resource · /.test(text))!.key,
    ];
    for (const key of keys) await popup.click('select', key);
    await popup.click('activate-selected');
    await popup.click('submit');
    for (const key of keys) await popup.outcome(key, 'active');
    for (const key of keys) expect(await popup.active(key)).toMatch(/left/);
    const accepted = hoist.emulator.pim.accepted();
    expect(accepted.map(({ roleId, scope }) => `azure|${roleId}|${scope}`.toLowerCase()).toSorted()).toEqual(
      keys.toSorted(),
    );
  });

  it('gives every role of a bulk its own outcome', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const active = await popup.key('Intune Administrator');
    const approval = await popup.key('User Access Administrator', 'Contoso Production');
    const failing = await popup.key('Reports Reader');
    hoist.emulator.knobs.pim.failingRoles.push(failing.split('|')[1]!);
    const already = await popup.key('Helpdesk Administrator');
    // Somebody activated this one elsewhere a moment ago; no list shows it yet.
    hoist.emulator.knobs.pim.graph.listLagMs = 10 * 60_000;
    const [, roleId, scope] = already.split('|');
    const token = await hoist.emulator.tokens.issue({
      upn: people.ada.userPrincipalName,
      clientId: hoist.emulator.directory.registrations.find(({ displayName }) => displayName === 'Hoist')!
        .clientId,
      api: 'graph',
    });
    const elsewhere = await hoist.emulator.fetch(
      new Request(
        'https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignmentScheduleRequests',
        {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            action: 'selfActivate',
            principalId: people.ada.id,
            roleDefinitionId: roleId,
            directoryScopeId: (await scopeAsListed(scope!)) ?? scope,
            justification: 'From the portal',
            scheduleInfo: { startDateTime: null, expiration: { type: 'AfterDuration', duration: 'PT1H' } },
          }),
        },
      ),
    );
    expect(elsewhere.status).toBe(201);

    for (const key of [active, approval, failing, already]) await popup.click('select', key);
    await popup.click('activate-selected');
    await popup.see('form');
    await until('the need for approval to be announced', async () => {
      return (await popup.texts('rules-approval')).length === 1;
    });
    await popup.click('submit');
    await popup.outcome(active, 'active');
    expect(await popup.outcome(approval, 'waitingForApproval')).toMatch(/approval/i);
    expect(await popup.outcome(failing, 'failed')).toMatch(/not activated/i);
    expect(await popup.outcome(already, 'active')).toMatch(/already/i);
  });

  it('follows an activation while the popup is closed and after the worker was stopped', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    let popup = await hoist.openPopup();
    const key = await popup.choose('User Access Administrator', 'Contoso Production');
    await popup.click('submit');
    await popup.outcome(key, 'waitingForApproval');
    await popup.close();
    await hoist.chromium.worker.kill();
    const [request] = hoist.emulator.pim.accepted();
    hoist.emulator.pim.approve(request!.id);
    popup = await hoist.openPopup();
    await popup.outcome(key, 'active');
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
  });

  it('keeps what was typed when the popup closes, and sends it', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    let popup = await hoist.openPopup();
    const key = await popup.choose('Exchange Administrator');
    await popup.see('ticket-number');
    await popup.fill('ticket-number', 'INC-4711');
    await popup.fill('ticket-system', 'ServiceNow');
    await popup.fill('justification', 'Mailbox of the board');
    await until('the draft to be stored', async () =>
      JSON.stringify(await hoist.chromium.storage.read()).includes('Mailbox of the board'),
    );
    await popup.close();
    popup = await hoist.openPopup();
    await popup.see('form');
    await popup.click('submit');
    await popup.outcome(key, 'active');
    const [request] = hoist.emulator.pim.accepted();
    expect(request).toMatchObject({
      justification: 'Mailbox of the board',
      ticket: { number: 'INC-4711', system: 'ServiceNow' },
    });
  });
});

/** The scope id in the spelling of the service; keys are in lower case. */
async function scopeAsListed(scope: string): Promise<string | undefined> {
  const who = { oid: people.ada.id, tid: people.ada.tenantId };
  return hoist.emulator.pim.lists
    .eligible(who, 'directory')
    .map(({ eligibility }) => eligibility.scope)
    .find((one) => one.toLowerCase() === scope);
}
