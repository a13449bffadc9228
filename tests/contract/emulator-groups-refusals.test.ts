import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { collaborationOperators } from '../emulator/seeds/contoso-entra.ts';
import { pimGroups } from '../emulator/seeds/contoso-groups.ts';
import {
  activateGroup,
  activeGroups,
  eligibleGroups,
  groupBody,
  groupRequests,
  groupTarget,
  ownGroupRequests,
} from './emulator-group-calls.ts';
import { ada, createRig, errorOf, rowsOf, tokenOf, type Json } from './emulator-pim-rig.ts';

const { releaseManagers, privilegedWorkstations, onCall, payrollApplication, breakGlass } = pimGroups;
const later = (start: string): Json => ({
  scheduleInfo: { startDateTime: start, expiration: { type: 'afterDuration', duration: 'PT30M' } },
});

describe('PIM for Groups refuses', () => {
  it.each<[string, Json, number, string]>([
    ['somebody else’s principalId', { principalId: people.alan.id }, 403, 'InsufficientPermissions'],
    ['the group as principal', { principalId: releaseManagers.id }, 403, 'InsufficientPermissions'],
    ['a kind of access that there is not', { accessId: 'guest' }, 400, 'BadRequest'],
    ['no kind of access', { accessId: null }, 400, 'BadRequest'],
    ['a group that is not there', { groupId: people.ada.id }, 404, 'ResourceNotFound'],
    ['a role’s members', { roleDefinitionId: 'member', directoryScopeId: '/' }, 400, 'BadRequest'],
    ['an administrator’s action', { action: 'adminAssign' }, 400, 'BadRequest'],
    ['an extension, which groups do not have', { action: 'selfExtend' }, 400, 'BadRequest'],
    ['a start without an offset', later('2026-11-20T09:00:00'), 400, 'InvalidRoleAssignmentRequest'],
    [
      'a length that is none',
      { scheduleInfo: { expiration: { type: 'afterDuration', duration: 'P1W' } } },
      400,
      'InvalidRoleAssignmentRequestSchedule',
    ],
  ])('%s', async (_, change, status, code) => {
    const rig = createRig();
    const refused = await activateGroup(rig, releaseManagers, 'member', change);
    expect([refused.status, errorOf(refused).code]).toEqual([status, code]);
    expect(rig.pim.accepted()).toEqual([]);
  });

  it('who is not eligible, for that kind of access or at all', async () => {
    const rig = createRig();
    const messages = [
      await activateGroup(rig, payrollApplication, 'member'),
      await activateGroup(rig, breakGlass, 'owner'),
      await activateGroup(rig, collaborationOperators, 'member'),
    ].map((refused) => errorOf(refused).message);
    expect(messages).toEqual(messages.map(() => 'The following policy rules failed: EligibilityRule'));
    rig.pim.revokeEligibility({ kind: 'group', scope: releaseManagers.id, roleId: 'member' });
    const revoked = await activateGroup(rig, releaseManagers, 'member');
    expect(errorOf(revoked).message).toContain('EligibilityRule');
  });

  it('what the policy of that kind of access forbids, in both wordings', async () => {
    const rig = createRig();
    const change = {
      justification: ' ',
      scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT2H' } },
    };
    const weak = { as: { ...ada, amr: ['pwd'] } };
    const owner = await activateGroup(rig, releaseManagers, 'owner', change, weak);
    expect(errorOf(owner).message).toBe(
      'The following policy rules failed: ExpirationRule, JustificationRule - Justification is required, ' +
        'TicketingRule - Ticket information is required, MfaRule',
    );
    // Two hours are within what members may have.
    rig.knobs.policyMessages = 'old';
    const member = await activateGroup(rig, releaseManagers, 'member', change, weak);
    expect(errorOf(member).message).toBe('The following policy rules failed: ["JustificationRule"]');
  });

  it('a missing authentication context with the challenge as its message', async () => {
    const rig = createRig();
    const refused = await activateGroup(rig, privilegedWorkstations, 'member');
    expect([refused.status, errorOf(refused).code]).toEqual([
      400,
      'RoleAssignmentRequestAcrsValidationFailed',
    ]);
    expect(decodeURIComponent(errorOf(refused).message)).toBe(
      '&claims={"access_token":{"acrs":{"essential":true, "value":"c1"}}}',
    );
    const incapable = { as: { ...ada, acrs: ['p1', 'c1'], xms_cc: [] } };
    expect((await activateGroup(rig, privilegedWorkstations, 'member', {}, incapable)).status).toBe(400);
    const strong = { as: { ...ada, acrs: ['p1', 'c1'] } };
    expect((await activateGroup(rig, privilegedWorkstations, 'member', {}, strong)).status).toBe(201);
  });

  it('what is held, what waits, and what overlaps', async () => {
    const rig = createRig();
    const codeOf = async (...change: Parameters<typeof activateGroup>): Promise<string> =>
      errorOf(await activateGroup(...change)).code;
    expect(await codeOf(rig, onCall, 'member')).toBe('RoleAssignmentExists');
    expect(await codeOf(rig, onCall, 'member', later('2026-11-21T09:00:00Z'))).toBe('RoleAssignmentExists');
    expect(await codeOf(rig, pimGroups.administratorsNews, 'member')).toBe('RoleAssignmentExists');
    await activateGroup(rig, breakGlass, 'member');
    expect(await codeOf(rig, breakGlass, 'member')).toBe('RoleAssignmentRequestExists');
    await activateGroup(rig, releaseManagers, 'member', later('2026-11-21T09:00:00Z'));
    expect(await codeOf(rig, releaseManagers, 'member', later('2026-11-21T09:30:30Z'))).toBe(
      'OverlapsPendingRoleAssignmentRequests',
    );
    expect((await activateGroup(rig, releaseManagers, 'member', later('2026-11-21T09:31:00Z'))).status).toBe(
      201,
    );
  });

  it('a group of another tenant', async () => {
    const as = tokenOf(people.barbara);
    const body = groupBody(releaseManagers, 'member', { principalId: people.barbara.id });
    expect((await createRig().graph('POST', groupRequests, { as, body })).status).toBe(404);
  });

  it('a body that is not declared as JSON', async () => {
    const headers = { 'content-type': 'text/plain' };
    const sent = { body: groupBody(releaseManagers, 'member'), headers };
    expect((await createRig().graph('POST', groupRequests, sent)).status).toBe(415);
  });

  it.each([
    ['PrivilegedEligibilitySchedule', eligibleGroups],
    ['PrivilegedAssignmentSchedule', activeGroups],
    ['PrivilegedAssignmentSchedule', ownGroupRequests],
  ])('a token without %s…AzureADGroup, as it was recorded (%#)', async (scope, path) => {
    const rig = createRig();
    const without = { as: { ...ada, scp: ada.scp.filter((name) => !name.startsWith(scope)) } };
    const refused = await rig.graph('GET', path, without);
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'PermissionScopeNotGranted']);
    rig.knobs.graph.doubleEncodeErrors = true;
    const wrapped = errorOf(await rig.graph('GET', path, without));
    expect(wrapped.code).toBe('UnknownError');
    expect(JSON.parse(wrapped.message)).toEqual({
      errorCode: 'PermissionScopeNotGranted',
      message: expect.stringContaining(
        `Authorization failed due to missing permission scope ${scope}.Read.AzureADGroup`,
      ),
    });
    const least = { as: { ...ada, scp: [`${scope}.Read.AzureADGroup`] } };
    expect((await rig.graph('GET', path, least)).status).toBe(200);
  });

  it('an activation by a token that may only read, and takes the older umbrella scope', async () => {
    const rig = createRig();
    const reading = { as: { ...ada, scp: ['PrivilegedAssignmentSchedule.Read.AzureADGroup'] } };
    const refused = await activateGroup(rig, releaseManagers, 'member', {}, reading);
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'PermissionScopeNotGranted']);
    const roles = { as: { ...ada, scp: ['RoleAssignmentSchedule.ReadWrite.Directory'] } };
    expect((await activateGroup(rig, releaseManagers, 'member', {}, roles)).status).toBe(403);
    const umbrella = { as: { ...ada, scp: ['PrivilegedAccess.ReadWrite.AzureADGroup'] } };
    expect((await activateGroup(rig, releaseManagers, 'member', {}, umbrella)).status).toBe(201);
    expect((await rig.graph('GET', eligibleGroups, umbrella)).status).toBe(200);
  });
});

describe('The policies of a group', () => {
  const assignments = (groupId: string, more = ''): string =>
    '/v1.0/policies/roleManagementPolicyAssignments' +
    `?$filter=scopeId eq '${groupId}' and scopeType eq 'Group'${more}&$expand=policy($expand=rules)`;
  const longest = (row: Json): unknown =>
    ((row.policy as Json).rules as Json[]).find(({ id }) => id === 'Expiration_EndUser_Assignment')
      ?.maximumDuration;

  it('are one for members and one for owners', async () => {
    const rig = createRig();
    const rows = rowsOf(await rig.graph('GET', assignments(releaseManagers.id)));
    expect(rows.map((row) => [row.roleDefinitionId, longest(row)])).toEqual([
      ['owner', 'PT1H'],
      ['member', 'PT4H'],
    ]);
    expect(rows[0]?.policyId).not.toBe(rows[1]?.policyId);
    expect(rows.map(({ policy }) => (policy as Json).scopeId)).toEqual([
      releaseManagers.id,
      releaseManagers.id,
    ]);
    const member = await rig.graph(
      'GET',
      assignments(releaseManagers.id, " and roleDefinitionId eq 'member'"),
    );
    expect(rowsOf(member).map(longest)).toEqual(['PT4H']);
    rig.pim.changePolicy(people.ada.tenantId, groupTarget(releaseManagers, 'member'), {
      maximumDuration: 'PT15M',
    });
    const changed = rowsOf(await rig.graph('GET', assignments(releaseManagers.id)));
    expect(changed.map(longest)).toEqual(['PT1H', 'PT15M']);
  });

  it('are none before the group is onboarded, nor for one that is not there', async () => {
    const rig = createRig();
    expect(rowsOf(await rig.graph('GET', assignments(collaborationOperators.id)))).toEqual([]);
    expect(rowsOf(await rig.graph('GET', assignments(people.ada.id)))).toEqual([]);
    const barbara = { as: tokenOf(people.barbara) };
    expect(rowsOf(await rig.graph('GET', assignments(releaseManagers.id), barbara))).toEqual([]);
  });

  it('need the scope for groups, which that for roles does not replace', async () => {
    const rig = createRig();
    const path = assignments(releaseManagers.id);
    const roles = { as: { ...ada, scp: ['RoleManagementPolicy.Read.Directory'] } };
    const refused = await rig.graph('GET', path, roles);
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'PermissionScopeNotGranted']);
    const groups = { as: { ...ada, scp: ['RoleManagementPolicy.Read.AzureADGroup'] } };
    expect((await rig.graph('GET', path, groups)).status).toBe(200);
    rig.knobs.graph.policyForbidden = true;
    expect((await rig.graph('GET', path, groups)).status).toBe(403);
  });
});
