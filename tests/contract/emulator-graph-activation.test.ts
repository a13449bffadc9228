import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { payrollApplication, zurichBranch } from '../emulator/seeds/contoso-entra.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { activate, directory, mine, requests } from './emulator-graph-calls.ts';
import { ada, createRig, errorOf, minute, rowsOf, type Json } from './emulator-pim-rig.ts';

const active = `${directory}/roleAssignmentScheduleInstances/${mine}`;

describe('Graph activates an eligible Entra role', () => {
  it('answers 201 Provisioned, shows the instance and puts the role into new tokens', async () => {
    const rig = createRig();
    const answer = await activate(rig, { role: 'User Administrator' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status: 'Provisioned', action: 'selfActivate', approvalId: null });
    expect(answer.body.targetScheduleId).toBe(answer.body.id);
    const rows = rowsOf(await rig.graph('GET', active));
    const row = rows.find(({ roleAssignmentScheduleId }) => roleAssignmentScheduleId === answer.body.id);
    expect(row).toMatchObject({ assignmentType: 'Activated', endDateTime: '2026-11-20T09:00:00.123Z' });
    expect(rig.pim.wids(people.ada.id)).toContain(entraRoleId('User Administrator'));
    expect(rig.pim.accepted()).toHaveLength(1);
  });

  it('takes a scoped and a group-derived role; only tenant-wide ones reach `wids`', async () => {
    const rig = createRig();
    const scoped = [
      { role: 'Helpdesk Administrator', scope: `/administrativeUnits/${zurichBranch.id}` },
      { role: 'Application Administrator', scope: `/${payrollApplication.id}` },
      { role: 'Teams Administrator' },
    ];
    for (const activation of scoped) {
      expect((await activate(rig, activation)).body.status).toBe('Provisioned');
    }
    expect(rig.pim.wids(people.ada.id)).toContain(entraRoleId('Teams Administrator'));
    expect(rig.pim.wids(people.ada.id)).not.toContain(entraRoleId('Helpdesk Administrator'));
    rig.knobs.graph.widsIncludeScoped = true;
    expect(rig.pim.wids(people.ada.id)).toContain(entraRoleId('Helpdesk Administrator'));
  });

  it('refuses the scope of an application written with a segment of its own', async () => {
    const scope = `/applications/${payrollApplication.id}`;
    const refused = await activate(createRig(), { role: 'Application Administrator', scope });
    expect(errorOf(refused).message).toContain('EligibilityRule');
  });

  it('ends by itself at the end, by the cloud’s clock', async () => {
    const rig = createRig();
    await activate(rig, { role: 'User Administrator', duration: 'PT30M' });
    rig.clock.advance(30 * minute - 1);
    expect(rowsOf(await rig.graph('GET', active))).toHaveLength(3);
    rig.clock.advance(1);
    expect(rowsOf(await rig.graph('GET', active))).toHaveLength(2);
    expect(rig.pim.wids(people.ada.id)).not.toContain(entraRoleId('User Administrator'));
  });

  it('does not outlive its eligibility, unless turned so', async () => {
    for (const [knob, end] of [
      ['clip', '2026-11-20T11:00:00.123Z'],
      ['keep', '2026-11-20T16:00:00.123Z'],
    ] as const) {
      const rig = createRig(undefined, (knobs) => {
        knobs.pastEligibilityEnd = knob;
      });
      await activate(rig, { role: 'SharePoint Administrator', duration: 'PT8H' });
      const row = rowsOf(await rig.graph('GET', active)).find(
        ({ roleDefinitionId }) => roleDefinitionId === entraRoleId('SharePoint Administrator'),
      );
      expect(row?.endDateTime).toBe(end);
    }
  });

  it('is refused what would outlast its eligibility, where turned so', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.pastEligibilityEnd = 'refuse';
    });
    const role = 'SharePoint Administrator';
    expect(errorOf(await activate(rig, { role, duration: 'PT3H1M' })).message).toContain('ExpirationRule');
    expect((await activate(rig, { role, duration: 'PT3H' })).body.status).toBe('Provisioned');
  });

  it('is refused what would only start after its eligibility, unless turned so', async () => {
    const role = 'SharePoint Administrator';
    for (const [knob, refused] of [
      ['clip', true],
      ['refuse', true],
      ['keep', false],
    ] as const) {
      const rig = createRig(undefined, (knobs) => {
        knobs.pastEligibilityEnd = knob;
      });
      const startDateTime = new Date(rig.clock.now() + 180 * minute).toISOString();
      const expiration = { type: 'AfterDuration', duration: 'PT1H' };
      const answer = await activate(rig, { role, change: { scheduleInfo: { startDateTime, expiration } } });
      if (refused) expect(errorOf(answer).message).toContain('EligibilityRule');
      else expect(answer.body.status).toBe('Granted');
    }
  });

  it('keeps provisioning, showing and taking effect apart', async () => {
    const rig = createRig(undefined, (knobs) => {
      Object.assign(knobs.graph, { provisionMs: 10_000, listLagMs: 20_000, effectLagMs: 60_000 });
    });
    const { body } = await activate(rig, { role: 'User Administrator' });
    expect(body).toMatchObject({ status: 'PendingProvisioning', completedDateTime: null });
    const seen = async (): Promise<[unknown, boolean, boolean]> => {
      const request = await rig.graph('GET', `${requests}/${String(body.id)}`);
      const rows = rowsOf(await rig.graph('GET', active));
      const listed = rows.some(({ roleAssignmentScheduleId }) => roleAssignmentScheduleId === body.id);
      return [
        request.body.status,
        listed,
        rig.pim.wids(people.ada.id).includes(entraRoleId('User Administrator')),
      ];
    };
    rig.clock.advance(9_999);
    expect(await seen()).toEqual(['PendingProvisioning', false, false]);
    rig.clock.advance(1);
    expect(await seen()).toEqual(['Provisioned', false, false]);
    rig.clock.advance(20_000);
    expect(await seen()).toEqual(['Provisioned', true, false]);
    rig.clock.advance(40_000);
    expect(await seen()).toEqual(['Provisioned', true, true]);
  });

  it('may fail after it was accepted', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.graph.provisionMs = 1000;
      knobs.failingRoles = [entraRoleId('User Administrator')];
    });
    const { body } = await activate(rig, { role: 'User Administrator' });
    rig.clock.advance(1000);
    const { body: later } = await rig.graph('GET', `${requests}/${String(body.id)}`);
    expect(later.status).toBe('Failed');
    expect(rig.pim.wids(people.ada.id)).not.toContain(entraRoleId('User Administrator'));
  });

  it('validates without recording anything', async () => {
    const rig = createRig();
    const change = { isValidationOnly: true };
    const answer = await activate(rig, { role: 'User Administrator', change });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ isValidationOnly: true, id: '00000000-0000-0000-0000-000000000000' });
    expect(rig.pim.accepted()).toEqual([]);
    const refused = await activate(rig, { role: 'Global Reader', change });
    expect(errorOf(refused).code).toBe('RoleAssignmentExists');
  });

  it('chooses the id itself and finds nothing by an id of the client’s', async () => {
    const rig = createRig();
    const id = '0c11e070-0000-4000-8000-00000000beef';
    const { body } = await activate(rig, { role: 'User Administrator', change: { id } });
    expect(body.id).not.toBe(id);
    expect((await rig.graph('GET', `${requests}/${id}`)).status).toBe(404);
    expect((await rig.graph('GET', `${requests}/${String(body.id)}`)).status).toBe(200);
    const alan = { ...ada, oid: people.alan.id };
    expect((await rig.graph('GET', `${requests}/${String(body.id)}`, { as: alan })).status).toBe(404);
  });

  it('writes its own start unless turned to echo, and echoes customData only when turned', async () => {
    const sentStart = '2026-11-20T07:59:58.5Z';
    const change = {
      customData: 'mark',
      scheduleInfo: { startDateTime: sentStart, expiration: { type: 'afterDuration', duration: 'PT480M' } },
    };
    const rig = createRig();
    const own = (await activate(rig, { role: 'User Administrator', change })).body;
    expect(own.customData).toBeNull();
    expect(own.scheduleInfo).toMatchObject({ expiration: { type: 'afterDuration', duration: 'PT8H' } });
    expect((own.scheduleInfo as Json).startDateTime).toMatch(/^2026-11-20T08:00:00\.123\d*Z$/);
    Object.assign(rig.knobs.graph, {
      echoStartDateTime: true,
      echoCustomData: true,
      canonicalDurations: false,
    });
    const echoed = (await activate(rig, { role: 'Groups Administrator', change })).body;
    expect(echoed.customData).toBe('mark');
    expect(echoed.scheduleInfo).toMatchObject({
      startDateTime: sentStart,
      expiration: { duration: 'PT480M' },
    });
  });

  it('lists the requests newest first, after their lag', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.graph.requestListLagMs = 5000;
    });
    const first = (await activate(rig, { role: 'User Administrator' })).body.id;
    rig.clock.advance(1000);
    const second = (await activate(rig, { role: 'Groups Administrator' })).body.id;
    const listed = async (): Promise<unknown[]> =>
      rowsOf(await rig.graph('GET', `${requests}/${mine}`)).map(({ id }) => id);
    expect(await listed()).toHaveLength(1);
    rig.clock.advance(5000);
    expect((await listed()).slice(0, 2)).toEqual([second, first]);
    const path = `${requests}?$filter=principalId eq '${people.ada.id}' and status eq 'Provisioned'`;
    expect(rowsOf(await rig.graph('GET', path))).toHaveLength(3);
  });
});
