/** PIM for Groups over the embedded cloud: members and owners apart in everything that is read and sent. */
import { describe, expect, test } from 'vitest';
import { newDeactivation } from '../../src/domain/deactivation.ts';
import { groupPermissions, optionalPermissions } from '../../src/domain/permissions.ts';
import type { Assignment } from '../../src/domain/role.ts';
import { createGroupRolesReader } from '../../src/providers/group-roles.ts';
import { consentedGraphScopes, groupGraphScopes, people } from '../emulator/seeds/contoso-directory.ts';
import { pimGroups } from '../emulator/seeds/contoso-groups.ts';
import { createRig, graphHost, type Rig, type RigOptions } from './providers-rig.ts';

const minute = 60_000;
const keyOf = (access: 'member' | 'owner', { id }: { id: string }) => `groups|${access}|${id}`;
const { groupNames, groupRoles } = optionalPermissions;
const without = (...scopes: string[]) => consentedGraphScopes.filter((scope) => !scopes.includes(scope));
const pimLists = (rig: Rig) => rig.emulator.pim.lists;
const ada = (rig: Rig) => ({ oid: people.ada.id, tid: rig.account.tenantId });

async function failureOf(work: Promise<unknown>) {
  return work.then(
    () => undefined,
    (thrown: { failure: unknown }) => thrown.failure,
  );
}

/** An activation that the cloud accepted, and what the list of active groups then says of it. */
async function activated(rig: Rig, access: 'Member' | 'Owner', name: string): Promise<Assignment> {
  const entry = rig.entry(await rig.role('groups', access, name));
  expect(await rig.send(entry)).toMatchObject({ type: 'accepted' });
  const rows = await rig.groups.listAssignments(rig.account);
  return rows.find(({ key }) => key === entry.role.key)!;
}

const end = (rig: Rig, role: Assignment) =>
  rig.groups.deactivate(rig.account, newDeactivation({ id: crypto.randomUUID(), role, at: rig.now() }));

describe('the lists of groups', () => {
  const options: [string, RigOptions][] = [
    ['as recorded', {}],
    ['in the casing of the documentation', { knobs: { pim: { group: { enumCasing: 'pascal' } } } }],
  ];

  test.each(options)('are exactly the cloud’s (%s)', async (_, option) => {
    const rig = createRig(option);
    const seeded = pimLists(rig).eligible(ada(rig), 'group');
    const eligible = await rig.groups.listEligibilities(rig.account);
    expect(eligible.map(({ key }) => key).toSorted()).toEqual(
      seeded.map(({ eligibility: { roleId, scope } }) => `groups|${roleId}|${scope}`).toSorted(),
    );
    expect(
      eligible.filter(({ memberType }) => memberType === 'group').map(({ scope }) => scope.name),
    ).toEqual(['Cluster Administrators']);
    const active = await rig.groups.listAssignments(rig.account);
    expect(active.map(({ key, assignmentType }) => [key, assignmentType]).toSorted()).toEqual(
      [
        [keyOf('member', pimGroups.onCall), 'activated'],
        [keyOf('member', pimGroups.administratorsNews), 'assigned'],
      ].toSorted(),
    );
    expect(rig.gaps).toEqual([]);
  });

  test('have a member and an owner of one group as two, with their own ends', async () => {
    const rig = createRig();
    const rows = await rig.groups.listEligibilities(rig.account);
    const both = rows.filter(({ scope }) => scope.id === pimGroups.releaseManagers.id);
    expect(both.map(({ roleName, endsAt }) => [roleName, endsAt !== undefined]).toSorted()).toEqual([
      ['Member', true],
      ['Owner', false],
    ]);
  });

  test('name every group, one by its id where its expansion is empty', async () => {
    const rig = createRig();
    const rows = await rig.groups.listEligibilities(rig.account);
    const names = new Map(Object.values(pimGroups).map(({ id, displayName }) => [id, displayName]));
    expect(rows.map(({ scope }) => scope.name)).toEqual(rows.map(({ scope }) => names.get(scope.id)));
    expect(rig.emulator.journal.requests({ path: '/v1.0/groups' }).map(({ query }) => query)).toEqual([
      expect.objectContaining({ $filter: `id in ('${pimGroups.financeData.id}')` }),
    ]);
    const marked = rows.filter(({ scope }) => scope.isAssignableToRole).map(({ scope }) => scope.name);
    expect(marked.toSorted()).toEqual(['Break-glass Operators', 'Identity Operators']);
  });

  test('show ids, and say nothing else, where neither expansion nor reading groups is open', async () => {
    const rig = createRig({ knobs: { pim: { group: { expandGroup: 'empty' } } } });
    rig.claims.scp = without(groupNames);
    const rows = await rig.groups.listEligibilities(rig.account);
    expect(rows.map(({ scope }) => scope.name)).toEqual(rows.map(({ scope }) => scope.id));
    expect(rig.emulator.journal.count({ path: /\/groups|getByIds/ })).toBe(0);
  });

  test('ask Graph for nothing without consent', async () => {
    const rig = createRig();
    rig.claims.scp = without(...groupGraphScopes);
    expect(await failureOf(rig.groups.listEligibilities(rig.account))).toEqual({
      kind: 'permissionMissing',
      facts: { scope: groupPermissions.eligibilities, consentUrl: 'https://consent.test/' },
    });
    expect(rig.emulator.journal.count({})).toBe(0);
  });
});

describe('policies of groups', () => {
  test('come in one request, each access with its own', async () => {
    const rig = createRig();
    const roles = await rig.groups.listEligibilities(rig.account);
    rig.emulator.journal.clear();
    const policies = await rig.groups.readPolicies(rig.account, roles);
    expect(rig.emulator.journal.count({ host: graphHost, path: /\$batch$/ })).toBe(1);
    expect([...policies.keys()].toSorted()).toEqual(roles.map(({ key }) => key).toSorted());
    const usual = {
      justificationRequired: true,
      ticketRequired: false,
      approvalRequired: false,
      mfaRequired: false,
    };
    const of = (access: 'member' | 'owner', group: { id: string }) =>
      [...policies].find(([key]) => key === keyOf(access, group))?.[1];
    const { releaseManagers, breakGlass, privilegedWorkstations } = pimGroups;
    expect(of('member', releaseManagers)).toEqual({ ...usual, maximumMinutes: 240 });
    expect(of('owner', releaseManagers)).toEqual({
      ...usual,
      maximumMinutes: 60,
      ticketRequired: true,
      mfaRequired: true,
    });
    expect(of('member', breakGlass)).toMatchObject({ maximumMinutes: 120, approvalRequired: true });
    expect(of('member', privilegedWorkstations)).toMatchObject({ authenticationContext: 'c1' });
  });

  test('closed to the person are left out, and the service decides', async () => {
    const rig = createRig({ knobs: { pim: { graph: { policyForbidden: true } } } });
    const roles = await rig.groups.listEligibilities(rig.account);
    expect(await rig.groups.readPolicies(rig.account, roles)).toEqual(new Map());
  });
});

describe('activating and deactivating', () => {
  test('makes an owner an owner, and no member', async () => {
    const rig = createRig();
    const role = await activated(rig, 'Owner', 'Payroll App Owners');
    expect(role).toMatchObject({ assignmentType: 'activated', roleDefinitionId: 'owner' });
    const held = pimLists(rig).active(ada(rig), 'group');
    const ofGroup = held.filter(({ scope }) => scope === pimGroups.payrollApplication.id);
    expect(ofGroup.map(({ roleId }) => roleId)).toEqual(['owner']);
  });

  test('is followed from PendingProvisioning to Provisioned', async () => {
    const rig = createRig({ knobs: { pim: { group: { provisionMs: 10_000 } } } });
    const entry = rig.entry(await rig.role('groups', 'Member', 'Finance Data Readers'));
    const outcome = await rig.send(entry);
    expect(outcome).toMatchObject({ type: 'accepted', snapshot: { status: 'PendingProvisioning' } });
    const { requestId } = (outcome as { snapshot: { requestId: string } }).snapshot;
    rig.pass(10_001);
    expect(await rig.groups.readRequest(rig.account, { role: entry.role, requestId })).toMatchObject({
      status: 'Provisioned',
    });
  });

  test('of what is active already is success', async () => {
    const rig = createRig();
    const role = await rig.role('groups', 'Member', 'On-call Responders');
    expect(await rig.send(rig.entry(role))).toEqual({ type: 'alreadyActive' });
  });

  test('ends one access and leaves the other', async () => {
    const rig = createRig();
    rig.emulator.pim.changePolicy(
      rig.account.tenantId,
      { kind: 'group', roleId: 'owner', scope: pimGroups.releaseManagers.id },
      { mfa: false, ticketing: false },
    );
    const member = await activated(rig, 'Member', 'Release Managers');
    const owner = await activated(rig, 'Owner', 'Release Managers');
    expect(await end(rig, member)).toMatchObject({ type: 'tooEarly', early: 'tooShort' });
    rig.pass(5 * minute);
    expect(await end(rig, member)).toMatchObject({ type: 'accepted', snapshot: { status: 'Revoked' } });
    const keys = (await rig.groups.listAssignments(rig.account)).map(({ key }) => key);
    expect(keys).toContain(owner.key);
    expect(keys).not.toContain(member.key);
    expect(await end(rig, member)).toMatchObject({ type: 'notHeld' });
  });

  test('does not end the ownership of the last owner, and says why', async () => {
    const rig = createRig();
    const role = await activated(rig, 'Owner', 'Payroll App Owners');
    rig.pass(5 * minute);
    expect(await failureOf(end(rig, role))).toMatchObject({
      kind: 'lastOwner',
      code: 'CannotDeleteLastAdminAssignment',
    });
  });

  test('is refused by the rules of this access', async () => {
    const rig = createRig();
    const owner = rig.entry(await rig.role('groups', 'Owner', 'Release Managers'), { minutes: 240 });
    expect(await failureOf(rig.send(owner))).toMatchObject({ kind: 'policyRefused' });
    const workstation = rig.entry(await rig.role('groups', 'Member', 'Privileged Workstation Users'));
    expect(await failureOf(rig.send(workstation))).toMatchObject({
      kind: 'authenticationContextRequired',
      facts: { context: 'c1' },
    });
  });
});

describe('what a group brings', () => {
  const read = async (rig: Rig, name: string) => {
    const { scope } = await rig.role('groups', 'Member', name);
    const reader = createGroupRolesReader({ http: rig.http, granted: async () => rig.claims.scp });
    return reader.read(rig.account, scope, () => undefined);
  };

  test('of Entra roles is told to one who may read them', async () => {
    const rig = createRig();
    rig.claims.scp = [...consentedGraphScopes, groupRoles];
    const { roles, unread } = await read(rig, 'Identity Operators');
    expect(roles.map(({ side, roleName, scope }) => [side, roleName, scope.kind]).toSorted()).toEqual([
      ['entra', 'Authentication Administrator', 'directory'],
      ['entra', 'Cloud Device Administrator', 'directory'],
    ]);
    expect(unread).not.toContain('entra');
  });

  test('of Entra roles is not asked for without the permission, and is said to be unread', async () => {
    const rig = createRig();
    rig.claims.scp = consentedGraphScopes;
    expect((await read(rig, 'Identity Operators')).unread).toContain('entra');
    expect(rig.emulator.journal.count({ path: /directory\/roleAssignments$/ })).toBe(0);
  });

  test('of Azure roles is told for the subscriptions that the person sees', async () => {
    const rig = createRig();
    rig.claims.scp = ['user_impersonation', ...consentedGraphScopes];
    const { roles, unread } = await read(rig, 'Azure Monitoring Operators');
    expect(roles.map(({ side, scope }) => [side, scope.name])).toEqual([['azure', 'Contoso Monitoring']]);
    // The group cannot hold Entra roles, so there is nothing to read.
    expect(unread).toEqual([]);
  });

  test('of Azure roles is unread where the person sees no subscription', async () => {
    const rig = createRig({ person: 'alan' });
    rig.claims.scp = ['user_impersonation', ...consentedGraphScopes];
    expect((await read(rig, 'Release Managers')).unread).toEqual(['azure']);
  });

  test('is not said to be unreadable when the service is away', async () => {
    const rig = createRig();
    const { scope } = await rig.role('groups', 'Member', 'Azure Monitoring Operators');
    rig.emulator.faults.add({ kind: 'status', status: 503, host: 'management.azure.com' });
    const reader = createGroupRolesReader({ http: rig.http, granted: async () => undefined });
    expect(await failureOf(reader.read(rig.account, scope, () => undefined))).toMatchObject({
      kind: 'serverError',
    });
  });
});
