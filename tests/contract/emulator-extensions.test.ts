import { describe, expect, it } from 'vitest';
import { consentedGraphScopes, people } from '../emulator/seeds/contoso-directory.ts';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { armPath, guid, putBody } from './emulator-arm-calls.ts';
import { activate, directory, mine, requests } from './emulator-graph-calls.ts';
import {
  createRig,
  errorOf,
  hour,
  propertiesOf,
  rowsOf,
  start,
  tokenOf,
  type Answer,
  type Json,
  type Rig,
} from './emulator-pim-rig.ts';
import { loadCsdl } from './emulator-specs-csdl.ts';
import { hasSpecs, specsSuite } from './emulator-specs-folder.ts';
import { loadSwagger } from './emulator-specs-swagger.ts';

const day = 24 * hour;
const eligibilityRequests = `${directory}/roleEligibilityScheduleRequests`;
const as = tokenOf(people.ada, {
  scp: [...consentedGraphScopes, 'RoleEligibilitySchedule.ReadWrite.Directory'],
});
/** Ends three hours from now. */
const ending = 'SharePoint Administrator';

interface Wish {
  readonly role?: string;
  readonly action?: string;
  readonly to?: string;
  readonly who?: typeof as;
}

function extend(
  rig: Rig,
  { role = ending, action = 'selfExtend', to = eligibilityRequests, who = as }: Wish = {},
) {
  return rig.graph('POST', to, {
    as: who,
    body: {
      action,
      principalId: people.ada.id,
      roleDefinitionId: entraRoleId(role),
      directoryScopeId: '/',
      justification: 'Project runs on',
      scheduleInfo: { expiration: { type: 'afterDuration', duration: 'P30D' } },
    },
  });
}

async function endOf(rig: Rig, role: string): Promise<unknown> {
  const rows = rowsOf(await rig.graph('GET', `${directory}/roleEligibilityScheduleInstances/${mine}`));
  return rows.find(({ roleDefinitionId }) => roleDefinitionId === entraRoleId(role))?.endDateTime;
}

async function statusOf(rig: Rig, answer: Answer): Promise<unknown> {
  return (await rig.graph('GET', `${eligibilityRequests}/${String(answer.body.id)}`)).body.status;
}

describe('Graph extends an expiring eligibility', () => {
  it('when an administrator says so: PendingAdminDecision until then', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.graph.provisionMs = 1000;
    });
    const before = await endOf(rig, ending);
    const asked = await extend(rig);
    expect([asked.status, asked.body]).toEqual([
      201,
      expect.objectContaining({ action: 'selfExtend', status: 'PendingAdminDecision', approvalId: null }),
    ]);
    expect(await endOf(rig, ending)).toBe(before);
    rig.clock.advance(hour);
    rig.pim.approve(String(asked.body.id));
    expect(await statusOf(rig, asked)).toBe('AdminApproved');
    rig.clock.advance(1000);
    expect(await statusOf(rig, asked)).toBe('Provisioned');
    expect(await endOf(rig, ending)).toBe(`${new Date(start + hour + 30 * day).toISOString().slice(0, -1)}Z`);
    expect(rowsOf(await rig.graph('GET', `${eligibilityRequests}/${mine}`))).toHaveLength(1);
    expect(rowsOf(await rig.graph('GET', `${requests}/${mine}?$filter=action eq 'selfExtend'`))).toEqual([]);
  });

  it('not when an administrator says no, and not twice at once', async () => {
    const rig = createRig();
    const before = await endOf(rig, ending);
    const asked = await extend(rig);
    expect(errorOf(await extend(rig)).code).toBe('RoleAssignmentRequestExists');
    rig.pim.deny(String(asked.body.id));
    expect(await statusOf(rig, asked)).toBe('AdminDenied');
    expect(await endOf(rig, ending)).toBe(before);
    expect((await extend(rig)).status).toBe(201);
  });

  it('within fourteen days of its end, unless turned; never one without an end, or of another', async () => {
    const rig = createRig();
    const early = await extend(rig, { role: 'Privileged Role Administrator' });
    expect(errorOf(early).code).toBe('InvalidRoleAssignmentRequest');
    rig.knobs.extensionWindow = 'always';
    expect((await extend(rig, { role: 'Privileged Role Administrator' })).status).toBe(201);
    rig.knobs.extensionWindow = 'lastFortnight';
    expect(errorOf(await extend(rig, { role: 'User Administrator' })).code).toBe(
      'RoleAssignmentDoesNotExist',
    );
    const other = await extend(rig, { who: { ...as, oid: people.alan.id } });
    expect(errorOf(other).code).toBe('InsufficientPermissions');
  });

  it('renews what has run out, and only that', async () => {
    const rig = createRig();
    expect(errorOf(await extend(rig, { action: 'selfRenew' })).code).toBe('RoleAssignmentDoesNotExist');
    rig.clock.advance(4 * hour);
    expect(await endOf(rig, ending)).toBeUndefined();
    expect(errorOf(await extend(rig)).code).toBe('RoleAssignmentDoesNotExist');
    const asked = await extend(rig, { action: 'selfRenew' });
    expect(asked.body).toMatchObject({ action: 'selfRenew', status: 'PendingAdminDecision' });
    rig.pim.approve(String(asked.body.id));
    expect(await endOf(rig, ending)).toBe(
      `${new Date(start + 4 * hour + 30 * day).toISOString().slice(0, -1)}Z`,
    );
  });

  it('in the collection that the knob says, with that collection’s scope', async () => {
    const rig = createRig();
    expect(errorOf(await extend(rig, { to: requests })).code).toBe('RoleAssignmentDoesNotExist');
    const consented = tokenOf(people.ada);
    expect(errorOf(await extend(rig, { who: consented })).code).toBe('PermissionScopeNotGranted');
    rig.knobs.extensionResource = 'assignment';
    expect(errorOf(await extend(rig)).code).toBe('RoleAssignmentDoesNotExist');
    const asked = await extend(rig, { to: requests, who: consented });
    expect(asked.body).toMatchObject({ status: 'PendingAdminDecision' });
    expect(asked.body['@odata.context']).toMatch(/roleAssignmentScheduleRequests\/\$entity$/);
    expect((await rig.graph('POST', `${requests}/${String(asked.body.id)}/cancel`)).status).toBe(204);
  });

  it('never a self-activation; an assignment that an administrator gave, yes', async () => {
    const rig = createRig();
    expect((await activate(rig, { role: 'User Administrator' })).status).toBe(201);
    const refused = await extend(rig, { role: 'User Administrator', to: requests });
    expect(errorOf(refused).code).toBe('RoleAssignmentDoesNotExist');
    const standing = rig.pim.store.standing.find(({ kind }) => kind === 'directory');
    standing!.end = start + day;
    const asked = await extend(rig, { role: 'Directory Readers', to: requests });
    rig.pim.approve(String(asked.body.id));
    expect(standing!.end).toBe(start + 30 * day);
  });

  it('can be cancelled; the collection takes nothing else', async () => {
    const rig = createRig();
    const asked = await extend(rig);
    const cancel = `${eligibilityRequests}/${String(asked.body.id)}/cancel`;
    expect((await rig.graph('POST', cancel, { as })).status).toBe(204);
    expect(await statusOf(rig, asked)).toBe('Canceled');
    expect((await extend(rig, { action: 'selfActivate' })).status).toBe(400);
  });
});

describe('ARM extends an expiring eligibility', () => {
  const scope = subscriptionId('Contoso Migration');
  const put = (rig: Rig, type: string, change: Json = {}): Promise<Answer> =>
    rig.arm('PUT', armPath(`${type}/${guid(1)}`, scope, null), {
      body: putBody({
        role: 'Contributor',
        scope,
        id: guid(1),
        duration: 'P30D',
        change: { requestType: 'SelfExtend', ...change },
      }),
    });

  it('in the collection that the knob says', async () => {
    const rig = createRig();
    expect(errorOf(await put(rig, 'roleAssignmentScheduleRequests')).code).toBe('RoleAssignmentDoesNotExist');
    const asked = await put(rig, 'roleEligibilityScheduleRequests');
    expect([asked.status, propertiesOf(asked.body)]).toEqual([
      201,
      expect.objectContaining({ requestType: 'SelfExtend', status: 'PendingAdminDecision' }),
    ]);
    expect(asked.body.type).toBe('Microsoft.Authorization/roleEligibilityScheduleRequests');
    const list = armPath('roleEligibilityScheduleRequests', scope);
    expect(rowsOf(await rig.arm('GET', list))).toHaveLength(1);
    rig.pim.approve(guid(1));
    const rows = rowsOf(await rig.arm('GET', armPath('roleEligibilityScheduleInstances', scope)));
    expect(propertiesOf(rows[0])).toMatchObject({
      endDateTime: `${new Date(start + 30 * day).toISOString().slice(0, -1)}Z`,
    });
    const other = createRig(undefined, (knobs) => {
      knobs.extensionResource = 'assignment';
    });
    const elsewhere = await put(other, 'roleAssignmentScheduleRequests', { requestType: 'SelfExtend' });
    expect(propertiesOf(elsewhere.body).status).toBe('PendingAdminDecision');
    expect(
      (await put(createRig(), 'roleEligibilityScheduleRequests', { requestType: 'SelfActivate' })).status,
    ).toBe(400);
  });
});

describe.skipIf(!hasSpecs)(`Requests to extend ${specsSuite}`, () => {
  it('conform to the v1.0 metadata', async () => {
    const rig = createRig();
    const asked = await extend(rig);
    const csdl = loadCsdl();
    expect(csdl.complaints('unifiedRoleEligibilityScheduleRequest', asked.body)).toEqual([]);
    const path = `${eligibilityRequests}/${String(asked.body.id)}?$expand=targetSchedule`;
    const { body } = await rig.graph('GET', path);
    expect(body.targetSchedule).toMatchObject({ id: body.targetScheduleId });
    expect(csdl.complaints('unifiedRoleEligibilityScheduleRequest', body)).toEqual([]);
  });

  it('conform to swagger 2020-10-01', async () => {
    const scope = subscriptionId('Contoso Migration');
    const request = { role: 'Contributor', scope, id: guid(1), change: { requestType: 'SelfExtend' } };
    const path = armPath(`roleEligibilityScheduleRequests/${request.id}`, scope, null);
    const { status, body } = await createRig().arm('PUT', path, { body: putBody(request) });
    expect(status).toBe(201);
    const type = ['RoleEligibilityScheduleRequest.json', 'RoleEligibilityScheduleRequest'] as const;
    expect(loadSwagger().complaints(...type, body)).toEqual([]);
  });
});
