import { describe, expect, it } from 'vitest';
import { contosoTenant, people } from '../emulator/seeds/contoso-directory.ts';
import { zurichBranch } from '../emulator/seeds/contoso-entra.ts';
import { entraRoleId, entraRoles } from '../emulator/seeds/entra-roles.ts';
import { activationBody, directory, mine } from './emulator-graph-calls.ts';
import { ada, createRig, errorOf, rowsOf, type Json } from './emulator-pim-rig.ts';

const assignments = '/v1.0/policies/roleManagementPolicyAssignments';
const entraRolesFilter = "$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'";
const withRules = '$expand=policy($expand=rules)';

interface Rule extends Json {
  readonly id: string;
}

function ruleOf(row: Json | undefined, id: string): Rule | undefined {
  const policy = row?.policy as Json | undefined;
  return (policy?.rules as Rule[] | undefined)?.find((rule) => rule.id === id);
}

describe('Graph serves the policies of Entra roles', () => {
  async function policyOf(role: string): Promise<Json | undefined> {
    const filter = `${entraRolesFilter} and roleDefinitionId eq '${entraRoleId(role)}'`;
    const rows = rowsOf(await createRig().graph('GET', `${assignments}?${filter}&${withRules}`));
    expect(rows).toHaveLength(1);
    return rows[0];
  }

  it('one for every role, all in one call', async () => {
    const rows = rowsOf(await createRig().graph('GET', `${assignments}?${entraRolesFilter}&${withRules}`));
    expect(rows.map(({ roleDefinitionId }) => roleDefinitionId)).toEqual(entraRoles.map(({ id }) => id));
    expect(rows.every((row) => ((row.policy as Json).rules as Rule[]).length === 17)).toBe(true);
  });

  it('with the default length and what Contoso changed', async () => {
    const user = await policyOf('User Administrator');
    expect(ruleOf(user, 'Expiration_EndUser_Assignment')).toMatchObject({ maximumDuration: 'PT8H' });
    expect(ruleOf(user, 'Enablement_EndUser_Assignment')).toMatchObject({ enabledRules: ['Justification'] });
    expect(ruleOf(user, 'AuthenticationContext_EndUser_Assignment')).toMatchObject({
      isEnabled: false,
      claimValue: null,
    });
    const privileged = await policyOf('Privileged Role Administrator');
    expect(ruleOf(privileged, 'AuthenticationContext_EndUser_Assignment')).toMatchObject({
      isEnabled: true,
      claimValue: 'c1',
    });
    const exchange = await policyOf('Exchange Administrator');
    expect(ruleOf(exchange, 'Expiration_EndUser_Assignment')).toMatchObject({ maximumDuration: 'P1D' });
    expect(ruleOf(exchange, 'Enablement_EndUser_Assignment')).toMatchObject({
      enabledRules: ['Justification', 'Ticketing'],
    });
  });

  it('SingleStage whether approval is required or not, with the approvers', async () => {
    const setting = async (role: string): Promise<Json> =>
      ruleOf(await policyOf(role), 'Approval_EndUser_Assignment')?.setting as Json;
    expect(await setting('User Administrator')).toMatchObject({
      isApprovalRequired: false,
      approvalMode: 'SingleStage',
      approvalStages: [{ primaryApprovers: [] }],
    });
    expect(await setting('Global Administrator')).toMatchObject({
      isApprovalRequired: true,
      approvalMode: 'SingleStage',
      approvalStages: [
        {
          primaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId: people.grace.id }],
        },
      ],
    });
  });

  it('without rules when they are not expanded, and nothing for a unit’s scope or an unknown group', async () => {
    const { graph } = createRig();
    const bare = rowsOf(await graph('GET', `${assignments}?${entraRolesFilter}`));
    expect(bare[0]).not.toHaveProperty('policy');
    const unit = `$filter=scopeId eq '/administrativeUnits/${zurichBranch.id}' and scopeType eq 'DirectoryRole'`;
    expect(rowsOf(await graph('GET', `${assignments}?${unit}`))).toEqual([]);
    const group = `$filter=scopeId eq '${people.ada.id}' and scopeType eq 'Group'`;
    expect(rowsOf(await graph('GET', `${assignments}?${group}`))).toEqual([]);
  });

  it('only with a filter that names scopeId and scopeType', async () => {
    const { graph } = createRig();
    for (const query of ['', "?$filter=scopeId eq '/'", "?$filter=scopeType eq 'DirectoryRole'"]) {
      expect((await graph('GET', assignments + query)).status).toBe(400);
    }
  });
});

describe('Graph serves the little of the directory that is needed', () => {
  it('oneself and one’s organisation', async () => {
    const { graph } = createRig();
    expect((await graph('GET', '/v1.0/me')).body).toMatchObject({
      id: people.ada.id,
      displayName: 'Ada Lovelace',
      userPrincipalName: 'ada@contoso.com',
    });
    expect((await graph('GET', '/v1.0/me?$select=displayName')).body).not.toHaveProperty('mail');
    expect(rowsOf(await graph('GET', '/v1.0/organization'))[0]).toMatchObject({
      id: contosoTenant.id,
      displayName: 'Contoso',
    });
    const refused = await graph('GET', '/v1.0/me', { as: { ...ada, scp: [] } });
    expect(errorOf(refused).code).toBe('Authorization_RequestDenied');
  });

  it('the name of an administrative unit, with its permission only', async () => {
    const { graph } = createRig();
    const path = `/v1.0/directory/administrativeUnits/${zurichBranch.id}`;
    expect((await graph('GET', path)).body.displayName).toBe('Zürich branch');
    const refused = await graph('GET', path, { as: { ...ada, scp: ['User.Read'] } });
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'Authorization_RequestDenied']);
    const missing = await graph('GET', `/v1.0/directory/administrativeUnits/${people.ada.id}`);
    expect([missing.status, errorOf(missing).code]).toEqual([404, 'Request_ResourceNotFound']);
    const foreign = { ...ada, tid: people.barbara.tenantId };
    expect((await graph('GET', path, { as: foreign })).status).toBe(404);
  });

  it('isPrivileged in beta and nowhere else', async () => {
    const { graph } = createRig();
    const as = { ...ada, scp: ['RoleManagement.Read.Directory'] };
    const beta = rowsOf(await graph('GET', '/beta/roleManagement/directory/roleDefinitions', { as }));
    expect(beta.find(({ displayName }) => displayName === 'Global Administrator')?.isPrivileged).toBe(true);
    expect(beta.find(({ displayName }) => displayName === 'Teams Administrator')?.isPrivileged).toBe(false);
    const v1 = rowsOf(await graph('GET', `${directory}/roleDefinitions`, { as }));
    expect(v1).toHaveLength(entraRoles.length);
    expect(v1[0]).not.toHaveProperty('isPrivileged');
    const refused = await graph('GET', `${directory}/roleDefinitions?$select=isPrivileged`, { as });
    expect(refused.status).toBe(400);
    const filtered = `/beta/roleManagement/directory/roleDefinitions?$filter=isPrivileged eq true`;
    expect(rowsOf(await graph('GET', filtered, { as }))).toHaveLength(
      entraRoles.filter(({ isPrivileged }) => isPrivileged).length,
    );
  });

  it('role definitions not with the scopes of a self-service client', async () => {
    const refused = await createRig().graph('GET', '/beta/roleManagement/directory/roleDefinitions');
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'Authorization_RequestDenied']);
  });

  it('refuses an address it does not have', async () => {
    const refused = await createRig().graph('GET', '/v1.0/roleManagement/cloudPC');
    expect([refused.status, errorOf(refused).code]).toEqual([400, 'BadRequest']);
  });
});

describe('Graph answers a batch', () => {
  const batch = (requests: Json[]): Json => ({ requests });

  it('each request by itself, matched by id', async () => {
    const rig = createRig();
    const answer = await rig.graph('POST', '/v1.0/$batch', {
      body: batch([
        { id: '1', method: 'GET', url: '/me' },
        { id: '2', method: 'GET', url: `/policies/roleManagementPolicyAssignments?${entraRolesFilter}` },
        {
          id: '3',
          method: 'POST',
          url: '/roleManagement/directory/roleAssignmentScheduleRequests',
          headers: { 'Content-Type': 'application/json' },
          body: activationBody({ role: 'User Administrator' }),
        },
        { id: '4', method: 'GET', url: `/roleManagement/directory/nonsense/${mine}` },
        { id: '5', method: 'GET', url: '/me', dependsOn: ['4'] },
      ]),
    });
    expect(answer.status).toBe(200);
    const responses = answer.body.responses as { id: string; status: number; body: Json }[];
    const statuses = Object.fromEntries(responses.map(({ id, status }) => [id, status]));
    expect(statuses).toEqual({ 1: 200, 2: 200, 3: 201, 4: 400, 5: 424 });
    expect(responses.find(({ id }) => id === '1')?.body.displayName).toBe('Ada Lovelace');
    expect(rig.pim.accepted()).toHaveLength(1);
  });

  it('of at most twenty', async () => {
    const { graph } = createRig();
    const many = (count: number): Json[] =>
      Array.from({ length: count }, (_, index) => ({ id: String(index), method: 'GET', url: '/me' }));
    expect((await graph('POST', '/v1.0/$batch', { body: batch(many(20)) })).status).toBe(200);
    expect((await graph('POST', '/v1.0/$batch', { body: batch(many(21)) })).status).toBe(400);
    expect((await graph('POST', '/v1.0/$batch', { body: {} })).status).toBe(400);
  });
});
