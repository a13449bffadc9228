import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { collaborationOperators, payrollApplication, zurichBranch } from '../emulator/seeds/contoso-entra.ts';
import { contoso, emptyTenant } from '../emulator/seeds/contoso.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { directory, mine } from './emulator-graph-calls.ts';
import { ada, createRig, errorOf, rowsOf, start, tokenOf, type Json } from './emulator-pim-rig.ts';

const eligible = `${directory}/roleEligibilityScheduleInstances/${mine}`;
const active = `${directory}/roleAssignmentScheduleInstances/${mine}`;

function named(rows: Json[], role: string): Json[] {
  return rows.filter((row) => row.roleDefinitionId === entraRoleId(role));
}

describe('Graph lists one’s own eligible Entra roles', () => {
  it('finds every one, scoped, ending and group-derived ones too', async () => {
    const rows = rowsOf(await createRig().graph('GET', eligible));
    expect(rows).toHaveLength(16);
    expect(named(rows, 'Helpdesk Administrator')[0]?.directoryScopeId).toBe(
      `/administrativeUnits/${zurichBranch.id}`,
    );
    expect(named(rows, 'Application Administrator')[0]?.directoryScopeId).toBe(`/${payrollApplication.id}`);
    expect(named(rows, 'User Administrator')[0]?.endDateTime).toBeNull();
    expect(named(rows, 'SharePoint Administrator')[0]?.endDateTime).toBe('2026-11-20T11:00:00.123Z');
    expect(named(rows, 'Teams Administrator')[0]).toMatchObject({
      memberType: 'Group',
      principalId: collaborationOperators.id,
    });
  });

  it('shows the user on a group-derived row when so turned', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.graph.groupRowPrincipal = 'user';
    });
    const rows = rowsOf(await rig.graph('GET', eligible));
    expect(named(rows, 'Teams Administrator')[0]).toMatchObject({
      memberType: 'Group',
      principalId: people.ada.id,
    });
  });

  it('shows nobody else’s, and nothing to somebody without a role', async () => {
    const { graph } = createRig();
    expect(rowsOf(await graph('GET', eligible, { as: tokenOf(people.alan) }))).toHaveLength(3);
    expect(rowsOf(await graph('GET', eligible, { as: tokenOf(people.edsger) }))).toEqual([]);
    expect(rowsOf(await graph('GET', eligible, { as: tokenOf(people.barbara) }))).toHaveLength(1);
    const foreign = { ...tokenOf(people.ada), tid: people.barbara.tenantId };
    expect(rowsOf(await graph('GET', eligible, { as: foreign }))).toEqual([]);
  });

  it('expands the role, the scope and the principal, and only when asked', async () => {
    const { graph } = createRig();
    const bare = named(rowsOf(await graph('GET', eligible)), 'Helpdesk Administrator')[0];
    expect(bare).not.toHaveProperty('roleDefinition');
    const path = `${eligible}?$expand=roleDefinition($select=id,displayName),directoryScope,principal`;
    const row = named(rowsOf(await graph('GET', path)), 'Helpdesk Administrator')[0];
    expect(row?.roleDefinition).toEqual({
      id: entraRoleId('Helpdesk Administrator'),
      displayName: 'Helpdesk Administrator',
    });
    expect(row?.directoryScope).toMatchObject({ id: zurichBranch.id, displayName: 'Zürich branch' });
    expect(row?.principal).toMatchObject({ displayName: 'Ada Lovelace' });
  });

  it('hides a scope that the token may not read, or refuses, as turned', async () => {
    const rig = createRig();
    const as = { ...ada, scp: ['RoleEligibilitySchedule.Read.Directory'] };
    const path = `${eligible}?$expand=directoryScope`;
    const row = named(rowsOf(await rig.graph('GET', path, { as })), 'Helpdesk Administrator')[0];
    expect(row?.directoryScope).toBeNull();
    rig.knobs.graph.directoryScopeUnreadable = 'refuse';
    const refused = await rig.graph('GET', path, { as });
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'Authorization_RequestDenied']);
  });

  it('selects in the order asked for and filters by and-ed comparisons', async () => {
    const { graph } = createRig();
    const filter = `memberType eq 'Direct' and roleDefinitionId eq '${entraRoleId('User Administrator').toUpperCase()}'`;
    const rows = rowsOf(await graph('GET', `${eligible}?$select=memberType,id&$filter=${filter}`));
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0] ?? {})).toEqual(['@odata.type', 'memberType', 'id']);
    const soon = rowsOf(await graph('GET', `${eligible}?$filter=endDateTime lt 2026-11-21T00:00:00Z`));
    expect(soon.map(({ roleDefinitionId }) => roleDefinitionId)).toEqual([
      entraRoleId('SharePoint Administrator'),
    ]);
  });

  it('stops at fifty without a word, and refuses $top and $skip', async () => {
    const rig = createRig(contoso({ now: start, extra: { directory: 100 } }));
    const answer = await rig.graph('GET', eligible);
    expect(rowsOf(answer)).toHaveLength(50);
    expect(answer.body).not.toHaveProperty('@odata.nextLink');
    for (const option of ['$top=5', '$skip=5', '$count=true', '$orderby=id']) {
      const refused = await rig.graph('GET', `${eligible}?${option}`);
      expect([option, refused.status]).toEqual([option, 400]);
    }
  });

  it.each([
    ['$select=nonsense', 'nonsense'],
    ['$expand=manager', 'manager'],
    ["$filter=colour eq 'red'", 'colour'],
    ["$filter=memberType eq 'Direct' or memberType eq 'Group'", 'Invalid filter'],
    ["$filter=startswith(id,'a')", 'Invalid filter'],
    [`$filter=principalId eq ${people.ada.id}`, 'incompatible types'],
    ["$filter=startDateTime ge '2026-11-20T08:00:00Z'", 'incompatible types'],
    ['$filter=memberType eq 1', 'Invalid filter'],
    ['$filter=memberType eq true', 'incompatible types'],
    ['$expand=roleDefinition($select=isPrivileged)', 'isPrivileged'],
    ['$expand=roleDefinition($expand=rolePermissions)', 'rolePermissions'],
  ])('refuses %s', async (query, word) => {
    const refused = await createRig().graph('GET', `${eligible}?${query}`);
    expect(refused.status).toBe(400);
    expect(errorOf(refused).message).toContain(word);
  });

  it('pages the plain collection by one’s own principalId, without the group’s rows', async () => {
    const rig = createRig(contoso({ now: start, extra: { directory: 100 } }), (knobs) => {
      knobs.graph.pageSize = 40;
    });
    let next = `${directory}/roleEligibilityScheduleInstances?$filter=principalId eq '${people.ada.id}'`;
    const pages: number[] = [];
    const ids = new Set<unknown>();
    while (next !== '') {
      const answer = await rig.graph('GET', next);
      const rows = rowsOf(answer);
      pages.push(rows.length);
      for (const { id } of rows) ids.add(id);
      next = (answer.body['@odata.nextLink'] as string | undefined) ?? '';
    }
    expect(pages).toEqual([40, 40, 35]);
    expect(ids.size).toBe(115);
  });

  it('refuses the plain collection without one’s own principalId', async () => {
    const { graph } = createRig();
    const path = `${directory}/roleEligibilityScheduleInstances`;
    for (const query of ['', `?$filter=principalId eq '${people.alan.id}'`]) {
      expect((await graph('GET', path + query)).status).toBe(403);
    }
  });

  it('is empty in an empty tenant, and after the tenant was emptied', async () => {
    const empty = createRig(emptyTenant({ now: start }));
    expect(rowsOf(await empty.graph('GET', eligible))).toEqual([]);
    const rig = createRig();
    rig.pim.emptyTenant(people.ada.tenantId);
    expect(rowsOf(await rig.graph('GET', eligible))).toEqual([]);
    expect(rowsOf(await rig.graph('GET', active))).toEqual([]);
    expect(rowsOf(await rig.graph('GET', eligible, { as: tokenOf(people.barbara) }))).toHaveLength(1);
  });

  it('drops an eligibility at its end, and one that was taken away', async () => {
    const rig = createRig();
    rig.clock.advance(3 * 3_600_000);
    expect(named(rowsOf(await rig.graph('GET', eligible)), 'SharePoint Administrator')).toEqual([]);
    const roleId = entraRoleId('User Administrator');
    expect(rig.pim.revokeEligibility({ kind: 'directory', roleId, principalId: people.ada.id })).toBe(1);
    expect(named(rowsOf(await rig.graph('GET', eligible)), 'User Administrator')).toEqual([]);
    const alan = rowsOf(await rig.graph('GET', eligible, { as: tokenOf(people.alan) }));
    expect(named(alan, 'User Administrator')).toHaveLength(1);
  });
});

describe('Graph lists one’s own active Entra roles', () => {
  it('shows the permanent one and the one activated this morning', async () => {
    const rows = rowsOf(await createRig().graph('GET', active));
    expect(rows).toHaveLength(2);
    expect(named(rows, 'Directory Readers')[0]).toMatchObject({
      assignmentType: 'Assigned',
      startDateTime: null,
      endDateTime: null,
    });
    expect(named(rows, 'Global Reader')[0]).toMatchObject({
      assignmentType: 'Activated',
      startDateTime: '2026-11-20T06:00:00.123Z',
      endDateTime: '2026-11-20T14:00:00.123Z',
    });
  });

  it('filters by assignmentType and says what an activation was made from', async () => {
    const path = `${active}?$filter=assignmentType eq 'Activated'&$expand=activatedUsing`;
    const rows = rowsOf(await createRig().graph('GET', path));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.activatedUsing).toMatchObject({
      roleDefinitionId: entraRoleId('Global Reader'),
      memberType: 'Direct',
    });
  });
});

describe('Graph checks the delegated scope of each call', () => {
  it.each([
    ['GET', eligible, 'RoleEligibilitySchedule.Read.Directory'],
    ['GET', active, 'RoleAssignmentSchedule.Read.Directory'],
    ['GET', `${directory}/roleAssignmentScheduleRequests/${mine}`, 'RoleAssignmentSchedule.Read.Directory'],
    ['POST', `${directory}/roleAssignmentScheduleRequests`, 'RoleAssignmentSchedule.ReadWrite.Directory'],
    [
      'GET',
      "/v1.0/policies/roleManagementPolicyAssignments?$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'",
      'RoleManagementPolicy.Read.Directory',
    ],
  ])('%s %s needs %s', async (method, path, scope) => {
    const { graph } = createRig();
    const as = { ...ada, scp: ['User.Read'] };
    const refused = await graph(method, path, { as, ...(method === 'POST' ? { body: {} } : {}) });
    expect(refused.status).toBe(403);
    expect(errorOf(refused).code).toBe('PermissionScopeNotGranted');
    expect(errorOf(refused).message).toContain(
      `Authorization failed due to missing permission scope ${scope}`,
    );
    const let_in = await graph(method, path, {
      as: { ...ada, scp: [scope] },
      ...(method === 'POST' ? { body: {} } : {}),
    });
    expect(let_in.status).toBe(method === 'POST' ? 400 : 200);
  });

  it('does not take a reader for a writer', async () => {
    const as = { ...ada, scp: ['RoleAssignmentSchedule.Read.Directory'] };
    const refused = await createRig().graph('POST', `${directory}/roleAssignmentScheduleRequests`, {
      as,
      body: {},
    });
    expect(errorOf(refused).code).toBe('PermissionScopeNotGranted');
  });

  it('wraps the refusal in another one when so turned', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.graph.doubleEncodeErrors = true;
    });
    const refused = await rig.graph('GET', eligible, { as: { ...ada, scp: [] } });
    expect(errorOf(refused).code).toBe('UnknownError');
    expect(JSON.parse(errorOf(refused).message)).toMatchObject({ errorCode: 'PermissionScopeNotGranted' });
  });

  it('carries the ids of the request in the envelope and in the headers', async () => {
    const headers = { 'client-request-id': '0c11e070-0000-4000-8000-000000000001' };
    const refused = await createRig().graph('GET', eligible, { as: { ...ada, scp: [] }, headers });
    const { innerError } = refused.body.error as { innerError: Json };
    expect(innerError).toEqual({
      date: '2026-11-20T08:00:00',
      'request-id': refused.headers.get('request-id'),
      'client-request-id': headers['client-request-id'],
    });
    expect(refused.headers.get('client-request-id')).toBe(headers['client-request-id']);
  });
});
