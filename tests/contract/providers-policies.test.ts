import { describe, expect, test } from 'vitest';
import { armHost, createRig, graphHost } from './providers-rig.ts';

describe('policies', () => {
  test('of all Entra roles come in one request', async () => {
    const rig = createRig();
    const roles = await rig.entra.listEligibilities(rig.account);
    rig.emulator.journal.clear();
    const policies = await rig.entra.readPolicies(rig.account, roles);
    expect(rig.emulator.journal.count({ host: graphHost })).toBe(1);
    expect([...policies.keys()].toSorted()).toEqual(roles.map(({ key }) => key).toSorted());
    const policyOf = (name: string) => policies.get(roles.find(({ roleName }) => roleName === name)!.key);
    const usual = {
      maximumMinutes: 480,
      justificationRequired: true,
      ticketRequired: false,
      approvalRequired: false,
      mfaRequired: false,
    };
    expect(policyOf('Groups Administrator')).toEqual(usual);
    expect(policyOf('Global Administrator')).toEqual({
      ...usual,
      maximumMinutes: 120,
      mfaRequired: true,
      approvalRequired: true,
      approvers: [{ kind: 'person', name: 'Grace Hopper' }],
    });
    expect(policyOf('Privileged Role Administrator')).toEqual({
      ...usual,
      maximumMinutes: 60,
      authenticationContext: 'c1',
    });
    expect(policyOf('Exchange Administrator')).toEqual({
      ...usual,
      maximumMinutes: 1440,
      ticketRequired: true,
    });
    expect(policyOf('Intune Administrator')).toEqual({ ...usual, maximumMinutes: 30 });
    expect(policyOf('Security Reader')).toEqual({ ...usual, justificationRequired: false });
    // Its eligibility is on an administrative unit; the policy is the tenant's.
    expect(policyOf('Helpdesk Administrator')).toEqual(usual);
  });

  test('of Azure roles are those of their own scope', async () => {
    const rig = createRig();
    const roles = await rig.azure.listEligibilities(rig.account);
    rig.emulator.journal.clear();
    const policies = await rig.azure.readPolicies(rig.account, roles);
    expect(rig.emulator.journal.count({ host: armHost })).toBe(roles.length);
    const policyOf = (name: string, scope: string) =>
      policies.get(roles.find((row) => row.roleName === name && row.scope.name === scope)!.key);
    expect(policyOf('Contributor', 'Landing Zones')?.maximumMinutes).toBe(240);
    expect(policyOf('Contributor', 'Contoso Production')?.ticketRequired).toBe(true);
    expect(policyOf('Contributor', 'MySubscription')?.ticketRequired).toBe(false);
    expect(policyOf('Owner', 'Contoso Production')?.authenticationContext).toBe('c1');
    expect(policyOf('User Access Administrator', 'Contoso Production')).toMatchObject({
      approvalRequired: true,
      approvers: [{ kind: 'person', name: 'Grace Hopper' }],
    });
    expect(policies.size).toBe(roles.length);
  });

  test('of Azure roles are matched again where the service passes over the filter', async () => {
    const rig = createRig();
    const role = await rig.role('azure', 'Contributor', 'Landing Zones');
    const policyFor = (guid: string, maximumDuration: string) => ({
      properties: {
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
        effectiveRules: [
          { id: 'Expiration_EndUser_Assignment', maximumDuration },
          { id: 'Enablement_EndUser_Assignment', enabledRules: [] },
        ],
      },
    });
    const value = [
      policyFor('11111111-1111-4111-8111-111111111111', 'PT1H'),
      policyFor(role.templateId.toUpperCase(), 'PT2H'),
      policyFor('22222222-2222-4222-8222-222222222222', 'PT3H'),
    ];
    rig.answerWith(({ pathname }) => pathname.endsWith('/roleManagementPolicyAssignments'), 200, { value });
    expect((await rig.azure.readPolicies(rig.account, [role])).get(role.key)?.maximumMinutes).toBe(120);
  });

  test('that are closed to the person are left out', async () => {
    const rig = createRig({ knobs: { pim: { arm: { policyForbidden: true } } } });
    const role = await rig.role('azure', 'Owner', 'IT');
    expect((await rig.azure.readPolicies(rig.account, [role])).size).toBe(0);
  });

  test('of Entra that are closed to the person are a refusal', async () => {
    const rig = createRig({ knobs: { pim: { graph: { policyForbidden: true } } } });
    const role = await rig.role('entra', 'User Administrator');
    await expect(rig.entra.readPolicies(rig.account, [role])).rejects.toMatchObject({
      failure: { status: 403, code: 'UnauthorizedAccessException' },
    });
  });

  test('that nobody could reach are a failure', async () => {
    const rig = createRig();
    const role = await rig.role('azure', 'Owner', 'IT');
    rig.emulator.faults.add({ kind: 'reset', host: armHost });
    await expect(rig.azure.readPolicies(rig.account, [role])).rejects.toMatchObject({
      failure: { kind: 'offline' },
    });
  });

  test('of no roles need no request', async () => {
    const rig = createRig();
    expect((await rig.entra.readPolicies(rig.account, [])).size).toBe(0);
    expect((await rig.azure.readPolicies(rig.account, [])).size).toBe(0);
    expect(rig.emulator.journal.count()).toBe(0);
  });
});
