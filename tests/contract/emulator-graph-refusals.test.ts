import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { zurichBranch } from '../emulator/seeds/contoso-entra.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { activate, requests } from './emulator-graph-calls.ts';
import { ada, createRig, errorOf, type Json } from './emulator-pim-rig.ts';

describe('Graph refuses', () => {
  it.each<[string, Json, number, string]>([
    ['somebody else’s principalId', { principalId: people.alan.id }, 403, 'InsufficientPermissions'],
    ['an unknown role', { roleDefinitionId: people.ada.id }, 400, 'RoleNotFound'],
    ['a member its type does not have', { requestType: 'SelfActivate' }, 400, 'BadRequest'],
    ['an administrator’s action', { action: 'adminAssign' }, 400, 'BadRequest'],
    ['no scope', { directoryScopeId: null }, 400, 'BadRequest'],
    [
      'a start without an offset',
      {
        scheduleInfo: {
          startDateTime: '2026-11-20T09:00:00',
          expiration: { type: 'afterDuration', duration: 'PT1H' },
        },
      },
      400,
      'InvalidRoleAssignmentRequest',
    ],
    [
      'a length that is none',
      { scheduleInfo: { expiration: { type: 'afterDuration', duration: '1 hour' } } },
      400,
      'InvalidRoleAssignmentRequestSchedule',
    ],
    [
      'an end before the start',
      { scheduleInfo: { expiration: { type: 'afterDateTime', endDateTime: '2026-11-20T07:00:00Z' } } },
      400,
      'InvalidRoleAssignmentRequestSchedule',
    ],
  ])('%s', async (_, change, status, code) => {
    const rig = createRig();
    const refused = await activate(rig, { role: 'User Administrator', change });
    expect([refused.status, errorOf(refused).code]).toEqual([status, code]);
    expect(rig.pim.accepted()).toEqual([]);
  });

  it.each(['text/plain;charset=UTF-8', 'application/jsonl'])(
    'a body that is declared as %s',
    async (type) => {
      const rig = createRig();
      const headers = { 'content-type': type };
      const refused = await activate(rig, { role: 'User Administrator' }, { headers });
      expect(refused.status).toBe(415);
      expect(rig.pim.accepted()).toEqual([]);
    },
  );

  it('policies, and pages of one’s own rows, to people without an administrator’s role when so turned', async () => {
    const rig = createRig();
    const filters = {
      '/v1.0/policies/roleManagementPolicyAssignments': "scopeId eq '/' and scopeType eq 'DirectoryRole'",
      [requests]: `principalId eq '${people.ada.id}'`,
    };
    const statuses = () =>
      Promise.all(
        Object.entries(filters).map(
          async ([path, filter]) => (await rig.graph('GET', `${path}?$filter=${filter}`)).status,
        ),
      );
    expect(await statuses()).toEqual([200, 200]);
    Object.assign(rig.knobs.graph, { policyForbidden: true, collectionsForbidden: true });
    expect(await statuses()).toEqual([403, 403]);
  });

  it('a body that is not JSON, and a role nobody is eligible for', async () => {
    const rig = createRig();
    expect((await rig.graph('POST', requests, { body: 'activate!' })).status).toBe(400);
    const refused = await activate(rig, { role: 'Compliance Administrator' });
    expect(errorOf(refused).message).toBe('The following policy rules failed: EligibilityRule');
  });

  it('what the policy forbids, in both recorded wordings', async () => {
    const rig = createRig();
    const body = { role: 'Intune Administrator', duration: 'PT31M', change: { justification: '  ' } };
    expect(errorOf(await activate(rig, body))).toEqual({
      code: 'RoleAssignmentRequestPolicyValidationFailed',
      message:
        'The following policy rules failed: ExpirationRule, JustificationRule - Justification is required',
      innerError: expect.anything(),
    });
    rig.knobs.policyMessages = 'old';
    expect(errorOf(await activate(rig, body)).message).toBe(
      'The following policy rules failed: ["ExpirationRule","JustificationRule"]',
    );
  });

  it('what the one policy of the role forbids, on a narrower scope too', async () => {
    const rig = createRig();
    const role = 'Helpdesk Administrator';
    const target = { kind: 'directory', roleId: entraRoleId(role), scope: '/' } as const;
    rig.pim.changePolicy(people.ada.tenantId, target, { maximumDuration: 'PT30M' });
    const scope = `/administrativeUnits/${zurichBranch.id}`;
    expect(errorOf(await activate(rig, { role, scope })).message).toContain('ExpirationRule');
    expect((await activate(rig, { role, scope, duration: 'PT30M' })).status).toBe(201);
  });

  it('a missing ticket, a token without MFA, and a length without end', async () => {
    const rig = createRig();
    const ticket = await activate(rig, { role: 'Exchange Administrator' });
    expect(errorOf(ticket).message).toBe(
      'The following policy rules failed: TicketingRule - Ticket information is required',
    );
    const as = { ...ada, amr: ['pwd'] };
    const mfa = await activate(rig, { role: 'Conditional Access Administrator' }, { as });
    expect(errorOf(mfa).message).toBe('The following policy rules failed: MfaRule');
    const endless = { scheduleInfo: { expiration: { type: 'noExpiration' } } };
    const length = await activate(rig, { role: 'User Administrator', change: endless });
    expect(errorOf(length).message).toBe('The following policy rules failed: ExpirationRule');
    const ticketInfo = { ticketNumber: 'INC1', ticketSystem: 'ServiceNow' };
    const good = await activate(rig, {
      role: 'Exchange Administrator',
      duration: 'P1D',
      change: { ticketInfo },
    });
    expect(good.body).toMatchObject({ status: 'Provisioned', ticketInfo });
  });

  it('an authentication context that is missing, or not in a cp1 token', async () => {
    const rig = createRig();
    const role = 'Privileged Role Administrator';
    const refused = await activate(rig, { role });
    expect(refused.status).toBe(400);
    expect(errorOf(refused).code).toBe('RoleAssignmentRequestAcrsValidationFailed');
    const weak = { as: { ...ada, acrs: ['p1', 'c1'], xms_cc: [] } };
    expect(errorOf(await activate(rig, { role }, weak)).code).toBe(
      'RoleAssignmentRequestAcrsValidationFailed',
    );
    const other = { as: { ...ada, acrs: ['p1', 'c2'] } };
    expect(errorOf(await activate(rig, { role }, other)).code).toBe(
      'RoleAssignmentRequestAcrsValidationFailed',
    );
    rig.knobs.acrsStatus = 403;
    expect((await activate(rig, { role })).status).toBe(403);
    const strong = { as: { ...ada, acrs: ['p1', 'c1'] } };
    expect((await activate(rig, { role }, strong)).body.status).toBe('Provisioned');
  });

  it('a broken rule before the authentication context, or after it when so turned', async () => {
    const rig = createRig();
    const body = { role: 'Security Administrator', duration: 'PT9H' };
    expect(errorOf(await activate(rig, body)).code).toBe('RoleAssignmentRequestPolicyValidationFailed');
    rig.knobs.acrsBeforeRules = true;
    expect(errorOf(await activate(rig, body)).code).toBe('RoleAssignmentRequestAcrsValidationFailed');
  });

  it('a second activation while active, also for later', async () => {
    const rig = createRig();
    await activate(rig, { role: 'User Administrator' });
    expect(errorOf(await activate(rig, { role: 'User Administrator' })).code).toBe('RoleAssignmentExists');
    const later = {
      startDateTime: '2026-11-20T12:00:00Z',
      expiration: { type: 'afterDuration', duration: 'PT1H' },
    };
    const change = { scheduleInfo: later };
    expect(errorOf(await activate(rig, { role: 'User Administrator', change })).code).toBe(
      'RoleAssignmentExists',
    );
    expect(rig.pim.accepted()).toHaveLength(1);
  });
});
