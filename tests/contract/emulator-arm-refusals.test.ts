import { describe, expect, it } from 'vitest';
import { azureRoleId } from '../emulator/seeds/azure-roles.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { guid, own, put, requestPath } from './emulator-arm-calls.ts';
import { ada, createRig, errorOf, propertiesOf, type Json } from './emulator-pim-rig.ts';

describe('ARM refuses to activate', () => {
  it.each<[string, Json, number, string]>([
    ['for somebody else', { principalId: people.alan.id }, 403, 'InsufficientPermissions'],
    [
      'a role that is none',
      { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${guid(1)}` },
      400,
      'RoleNotFound',
    ],
    ['a role by its bare GUID', { roleDefinitionId: azureRoleId(own.role) }, 400, 'InvalidRequestContent'],
    [
      'something else than a role',
      { roleDefinitionId: `/providers/Microsoft.Authorization/roleAssignments/${azureRoleId(own.role)}` },
      400,
      'InvalidRequestContent',
    ],
    ['a role without a GUID', { roleDefinitionId: 'Owner' }, 400, 'InvalidRequestContent'],
    ['an unknown request type', { requestType: 'Hoist' }, 400, 'InvalidRequestContent'],
    ['without the required members', { requestType: null }, 400, 'InvalidRequestContent'],
    [
      'from a start without an offset',
      {
        scheduleInfo: {
          startDateTime: '2026-11-20T09:00:00',
          expiration: { type: 'AfterDuration', duration: 'PT1H' },
        },
      },
      400,
      'InvalidRoleAssignmentRequest',
    ],
    ['without a reason', { justification: '' }, 400, 'RoleAssignmentRequestPolicyValidationFailed'],
    [
      'for too long',
      { scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT8H1M' } } },
      400,
      'RoleAssignmentRequestPolicyValidationFailed',
    ],
  ])('%s', async (_, change, status, code) => {
    const rig = createRig();
    const refused = await put(rig, { ...own, change });
    expect([refused.status, errorOf(refused).code]).toEqual([status, code]);
    expect(rig.pim.accepted()).toEqual([]);
    expect((await rig.arm('GET', requestPath(own))).status).toBe(404);
  });

  it.each(['text/plain;charset=UTF-8', 'application/x-www-form-urlencoded'])(
    'a body that is declared as %s',
    async (mediaType) => {
      const rig = createRig();
      const refused = await put(rig, own, { headers: { 'content-type': mediaType } });
      expect([refused.status, errorOf(refused).code]).toEqual([415, 'UnsupportedMediaType']);
      expect(rig.pim.accepted()).toEqual([]);
    },
  );

  it('under a name that is no GUID, or without a body', async () => {
    const { arm } = createRig();
    const path = requestPath({ scope: own.scope, id: 'monday' });
    expect((await arm('PUT', path, { body: {} })).status).toBe(400);
    expect((await arm('PUT', requestPath(own), { body: 'no' })).status).toBe(400);
    expect((await arm('PUT', requestPath(own), { body: {} })).status).toBe(400);
  });

  it('what is active already, and what an approver still has', async () => {
    const rig = createRig();
    await put(rig, own);
    expect(errorOf(await put(rig, { ...own, id: guid(8) })).code).toBe('RoleAssignmentExists');
    const access = {
      role: 'User Access Administrator',
      scope: subscriptionId('Contoso Production'),
      id: guid(9),
    };
    const pending = await put(rig, access);
    expect(propertiesOf(pending.body).status).toBe('PendingApproval');
    expect(String(propertiesOf(pending.body).approvalId)).toContain('/roleAssignmentApprovals/');
    expect(propertiesOf(pending.body).scheduleInfo).not.toHaveProperty('startDateTime');
    expect(errorOf(await put(rig, { ...access, id: guid(10) })).code).toBe('RoleAssignmentRequestExists');
    rig.pim.approve(access.id);
    expect(propertiesOf((await rig.arm('GET', requestPath(access))).body).status).toBe('Provisioned');
  });

  it('without the authentication context of the policy', async () => {
    const rig = createRig();
    const owner = { role: 'Owner', scope: subscriptionId('Contoso Production'), id: guid(11) };
    expect(errorOf(await put(rig, owner)).code).toBe('RoleAssignmentRequestAcrsValidationFailed');
    const as = { ...ada, acrs: ['c1'] };
    expect((await put(rig, owner, { as })).status).toBe(201);
  });

  it('with a token without MFA where Azure demands it', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.mandatoryMfa = true;
    });
    const refused = await put(rig, own, { as: { ...ada, amr: ['pwd'] } });
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'RequestDisallowedByAzure']);
  });

  it('the same PUT twice, unless turned to answer the same', async () => {
    const rig = createRig();
    const first = await put(rig, own);
    expect(errorOf(await put(rig, own)).code).toBe('RoleAssignmentRequestExists');
    rig.knobs.arm.identicalPut = 'same';
    const again = await put(rig, own);
    expect([again.status, again.text]).toEqual([201, first.text]);
    const other = await put(rig, { ...own, change: { justification: 'Something else' } });
    expect(errorOf(other).code).toBe('RoleAssignmentRequestExists');
    expect(rig.pim.accepted()).toHaveLength(1);
  });
});
