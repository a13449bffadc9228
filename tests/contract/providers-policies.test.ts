import { describe, expect, test } from 'vitest';
import type { Eligibility } from '../../src/domain/role.ts';
import { armHost, createRig, graphHost, type RigOptions } from './providers-rig.ts';

/** A policy assignment of ARM, as far as Hoist reads it. */
const policyFor = (guid: string, maximumDuration: string) => ({
  properties: {
    roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
    effectiveRules: [
      { id: 'Expiration_EndUser_Assignment', maximumDuration },
      { id: 'Enablement_EndUser_Assignment', enabledRules: [] },
    ],
  },
});

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
    expect(rig.emulator.journal.count({ host: armHost })).toBe(Math.ceil(roles.length / 20));
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

  describe('of Azure roles in a batch', () => {
    const batches = (roles: readonly unknown[]) => Math.ceil(roles.length / 20);
    const manyRoles = async (options: RigOptions = {}) => {
      const rig = createRig({ extra: { azure: 40 }, ...options });
      const roles = await rig.azure.listEligibilities(rig.account);
      rig.emulator.journal.clear();
      const counts = () => ({
        batches: rig.emulator.journal.count({ host: armHost, method: 'POST', path: '/batch' }),
        singles: rig.emulator.journal.count({ host: armHost, method: 'GET' }),
      });
      return { rig, roles, counts, read: () => rig.azure.readPolicies(rig.account, roles) };
    };

    test('are read twenty at a time, none alone', async () => {
      const { roles, counts, read } = await manyRoles();
      expect(roles.length).toBeGreaterThan(40);
      expect((await read()).size).toBe(roles.length);
      expect(counts()).toEqual({ batches: batches(roles), singles: 0 });
    });

    test('are read one by one where batches are refused, and batches are then not asked for again', async () => {
      const { rig, roles, counts, read } = await manyRoles({ extra: {} });
      const refusal = { kind: 'refusal', status: 403, code: 'AuthorizationFailed', message: 'No.' } as const;
      rig.emulator.faults.add({ ...refusal, host: armHost, path: /^\/batch$/ });
      expect((await read()).size).toBe(roles.length);
      expect(counts()).toEqual({ batches: batches(roles), singles: roles.length });
      await read();
      expect(counts()).toEqual({ batches: batches(roles), singles: 2 * roles.length });
    });

    test.each([
      ['answered with a page', { kind: 'html', status: 200 } as const],
      ['answered with something else', { kind: 'wrong-json' } as const],
      ['cut off', { kind: 'truncated-json' } as const],
    ])('are read one by one where the batch was %s, and in a batch again', async (_, fault) => {
      const { rig, roles, counts, read } = await manyRoles({ extra: {} });
      const handle = rig.emulator.faults.add({ ...fault, host: armHost, path: /^\/batch$/ });
      expect((await read()).size).toBe(roles.length);
      expect(counts().singles).toBe(roles.length);
      handle.remove();
      expect((await read()).size).toBe(roles.length);
      expect(counts().singles).toBe(roles.length);
    });

    test('are asked for alone where a part of the batch failed for a while, and not where it was refused', async () => {
      const { rig, roles: all, counts } = await manyRoles({ extra: {} });
      const roles = all.slice(0, 5);
      const [closed, busy, ...others] = roles;
      const page = ({ templateId: guid }: Eligibility) => ({ value: [policyFor(guid, 'PT2H')] });
      const responses = roles.map((role, index) => {
        const name = String(index);
        if (role === closed) return { name, httpStatusCode: 403, content: { error: { code: 'Forbidden' } } };
        if (role === busy) return { name, httpStatusCode: 429, content: { error: { code: 'TooMany' } } };
        return { name, httpStatusCode: 200, content: page(role) };
      });
      rig.answerWith(({ pathname }) => pathname === '/batch', 200, { responses: responses.toReversed() });
      rig.emulator.journal.clear();
      const policies = await rig.azure.readPolicies(rig.account, roles);
      expect(policies.has(closed!.key)).toBe(false);
      for (const { key } of [busy!, ...others]) expect(policies.has(key)).toBe(true);
      expect(counts()).toEqual({ batches: 0, singles: 1 });
    });

    test('that nobody could reach are not asked for one by one', async () => {
      const { rig, counts, read } = await manyRoles({ extra: {} });
      rig.emulator.faults.add({ kind: 'reset', host: armHost });
      await expect(read()).rejects.toMatchObject({ failure: { kind: 'offline' } });
      expect(counts().singles).toBe(0);
    });

    test('are sent again after a server’s error, as any read is', async () => {
      const { rig, roles, counts, read } = await manyRoles({ extra: {} });
      rig.emulator.faults.add({ kind: 'status', status: 503, host: armHost, path: /^\/batch$/, times: 1 });
      expect((await read()).size).toBe(roles.length);
      expect(counts()).toEqual({ batches: batches(roles) + 1, singles: 0 });
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
