import { describe, expect, test } from 'vitest';
import type { Eligibility } from '../../src/domain/role.ts';
import type { EligibilitySeed } from '../emulator/pim/seed.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { collaborationOperators, payrollApplication, zurichBranch } from '../emulator/seeds/contoso-entra.ts';
import { platformEngineers } from '../emulator/seeds/contoso-azure.ts';
import { armHost, createRig, graphHost, type Rig } from './providers-rig.ts';

const groups = [collaborationOperators, platformEngineers];

function heldBy(person: string, { principalId }: EligibilitySeed): boolean {
  return (
    principalId === person || groups.some(({ id, members }) => id === principalId && members.includes(person))
  );
}

/** What the seed says the person is eligible for, in the words of the list. */
function seeded({ seed }: Rig, kind: 'directory' | 'azure', person: string = people.ada.id) {
  const roles = kind === 'directory' ? seed.directoryRoles : seed.azureRoles;
  // Hoist has no permission to read applications, so their names stay ids.
  const places = [
    ...seed.directoryObjects.filter(({ type }) => type === 'administrativeUnit'),
    ...seed.azureScopes,
  ];
  return seed.eligibilities
    .filter((row) => row.kind === kind && heldBy(person, row))
    .map((row) => ({
      roleName: roles.find(({ id }) => id === row.roleId)?.displayName,
      templateId: row.roleId,
      scopeId: row.scope,
      scopeName:
        row.scope === '/'
          ? 'Directory'
          : (places.find(({ id }) => row.scope.endsWith(id))?.displayName ?? row.scope.slice(1)),
      memberType: row.principalId === person ? 'direct' : 'group',
      endsAt: row.end,
    }));
}

function listed(rows: readonly Eligibility[]) {
  return rows.map(({ roleName, templateId, scope, memberType, endsAt }) => ({
    roleName,
    templateId,
    scopeId: scope.id,
    scopeName: scope.name,
    memberType,
    endsAt: endsAt === undefined ? null : Date.parse(endsAt),
  }));
}

describe('eligible Entra roles', () => {
  test('are exactly the seeded ones, in one request', async () => {
    const rig = createRig();
    const rows = await rig.entra.listEligibilities(rig.account);
    expect(listed(rows)).toEqual(seeded(rig, 'directory'));
    expect(rows.length).toBeGreaterThan(10);
    expect(rig.emulator.journal.count({ host: graphHost })).toBe(1);
    expect(rig.gaps).toEqual([]);
  });

  test('carry the kind of their scope', async () => {
    const rig = createRig();
    const rows = await rig.entra.listEligibilities(rig.account);
    const kinds = Object.fromEntries(rows.map(({ scope }) => [scope.id, scope.kind]));
    expect(kinds).toEqual({
      '/': 'directory',
      [`/administrativeUnits/${zurichBranch.id}`]: 'administrativeUnit',
      [`/${payrollApplication.id}`]: 'directoryObject',
    });
  });

  test('of nobody are none', async () => {
    const rig = createRig({ person: 'edsger' });
    expect(await rig.entra.listEligibilities(rig.account)).toEqual([]);
    expect(await rig.azure.listEligibilities(rig.account)).toEqual([]);
  });

  test('keep the ids of scopes whose names may not be read, and do not ask for them again', async () => {
    const rig = createRig({ knobs: { pim: { graph: { directoryScopeUnreadable: 'refuse' } } } });
    const rows = await rig.entra.listEligibilities(rig.account);
    expect(rows).toHaveLength(seeded(rig, 'directory').length);
    expect(rig.emulator.journal.count({ host: graphHost })).toBe(2);
    const app = rows.find(({ scope }) => scope.kind === 'directoryObject');
    expect(app?.scope.name).toBe(payrollApplication.id);
    await rig.entra.listEligibilities(rig.account);
    expect(rig.emulator.journal.count({ host: graphHost })).toBe(3);
  });

  test('name the scopes that may be read, and say of the others that they are ids', async () => {
    const rig = createRig();
    rig.claims.scp = ['RoleEligibilitySchedule.Read.Directory'];
    const scopes = async () => {
      const rows = await rig.entra.listEligibilities(rig.account);
      const narrow = rows.map(({ scope }) => scope).filter(({ kind }) => kind !== 'directory');
      return Object.fromEntries(narrow.map(({ kind, name, isNameless }) => [kind, [name, isNameless]]));
    };
    expect(await scopes()).toEqual({
      administrativeUnit: [zurichBranch.id, true],
      directoryObject: [payrollApplication.id, true],
    });
    rig.claims.scp = ['RoleEligibilitySchedule.Read.Directory', 'AdministrativeUnit.Read.All'];
    expect(await scopes()).toEqual({
      administrativeUnit: ['Zürich branch', undefined],
      directoryObject: [payrollApplication.id, true],
    });
    rig.claims.scp = [...rig.claims.scp, 'Application.Read.All'];
    expect((await scopes())['directoryObject']).toEqual(['Payroll API', undefined]);
  });

  test('name units by themselves where another scope has the names of all refused', async () => {
    const rig = createRig({ knobs: { pim: { graph: { directoryScopeUnreadable: 'refuse' } } } });
    const rows = ['RoleEligibilitySchedule.Read.Directory', 'RoleAssignmentSchedule.Read.Directory'];
    rig.claims.scp = [...rows, 'AdministrativeUnit.Read.All'];
    const unitOf = async () =>
      (await rig.entra.listEligibilities(rig.account)).find(
        ({ scope }) => scope.kind === 'administrativeUnit',
      )?.scope;
    const id = `/administrativeUnits/${zurichBranch.id}`;
    expect(await unitOf()).toEqual({ kind: 'administrativeUnit', id, name: 'Zürich branch' });
    const units = { host: graphHost, path: /directory\/administrativeUnits/ };
    expect(rig.emulator.journal.count(units)).toBe(1);
    // A name that does not come keeps nothing from being listed.
    rig.emulator.faults.add({ ...units, kind: 'status', status: 500 });
    expect(await unitOf()).toEqual({
      kind: 'administrativeUnit',
      id,
      name: zurichBranch.id,
      isNameless: true,
    });
    rig.claims.scp = rows;
    const before = rig.emulator.journal.count(units);
    expect((await unitOf())?.isNameless).toBe(true);
    expect(rig.emulator.journal.count(units)).toBe(before);
  });

  test.each([35, 36, 37, 190])('go past the silent limit of fifty: %i more', async (more) => {
    const rig = createRig({ extra: { directory: more } });
    const rows = await rig.entra.listEligibilities(rig.account);
    const byId = (a: { templateId: string }, b: { templateId: string }) =>
      a.templateId.localeCompare(b.templateId);
    expect(listed(rows).toSorted(byId)).toEqual(seeded(rig, 'directory').toSorted(byId));
    expect(rows.some(({ memberType }) => memberType === 'group')).toBe(true);
  });

  test('are cut off at the limit, and said to be, where the collection is closed to the person', async () => {
    const rig = createRig({ extra: { directory: 40 } });
    rig.emulator.knobs.pim.graph.collectionsForbidden = true;
    expect(await rig.entra.listEligibilities(rig.account)).toHaveLength(50);
    expect(rig.gaps).toMatchObject([{ source: 'entra', list: 'eligibilities', unreadable: 0, capped: true }]);
  });

  test('need one request below the limit and the collection at it', async () => {
    const paths = async (more: number) => {
      const rig = createRig({ extra: { directory: more } });
      await rig.entra.listEligibilities(rig.account);
      return rig.emulator.journal.requests({ host: graphHost }).map(({ path }) => path.split('/').at(-1));
    };
    const filtered = "filterByCurrentUser(on='principal')";
    const seededRows = seeded(createRig(), 'directory').length;
    expect(await paths(49 - seededRows)).toEqual([filtered]);
    expect(await paths(50 - seededRows)).toEqual([filtered, 'roleEligibilityScheduleInstances']);
  });

  test('are refused as a whole where the tenant lacks the licence, after one request', async () => {
    const rig = createRig();
    rig.emulator.faults.add({
      kind: 'refusal',
      host: graphHost,
      status: 403,
      code: 'AadPremiumLicenseRequired',
      message: 'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
    });
    await expect(rig.entra.listEligibilities(rig.account)).rejects.toMatchObject({
      failure: { kind: 'licenseMissing', status: 403 },
    });
    expect(rig.emulator.journal.count({ host: graphHost })).toBe(1);
  });

  test('are refused as a whole where the token lacks the permission, after one request', async () => {
    const rig = createRig();
    rig.claims.scp = ['User.Read'];
    await expect(rig.entra.listEligibilities(rig.account)).rejects.toMatchObject({
      failure: {
        kind: 'permissionMissing',
        code: 'PermissionScopeNotGranted',
        facts: { scope: 'RoleEligibilitySchedule.Read.Directory' },
      },
    });
    expect(rig.emulator.journal.count({ host: graphHost })).toBe(1);
  });
});

describe('eligible Azure roles', () => {
  test.each(['2022', '2024'] as const)(
    'are exactly the seeded ones, in one request (ids of %s)',
    async (idForm) => {
      const rig = createRig({ knobs: { pim: { arm: { idForm } } } });
      const rows = await rig.azure.listEligibilities(rig.account);
      expect(listed(rows)).toEqual(seeded(rig, 'azure'));
      expect(rows.length).toBeGreaterThan(20);
      expect(rig.emulator.journal.count({ host: armHost })).toBe(1);
      expect(rig.emulator.journal.last({ host: armHost })?.query).toMatchObject({ $filter: 'asTarget()' });
    },
  );

  test('carry the kind of their scope', async () => {
    const rig = createRig();
    const rows = await rig.azure.listEligibilities(rig.account);
    const counts = (kind: string) => rows.filter(({ scope }) => scope.kind === kind).length;
    expect(['managementGroup', 'subscription', 'resourceGroup', 'resource'].map(counts)).toEqual([
      3, 15, 4, 1,
    ]);
  });

  test('are followed from page to page', async () => {
    const rig = createRig({ extra: { azure: 40 }, knobs: { pim: { arm: { pageSize: 10 } } } });
    expect(listed(await rig.azure.listEligibilities(rig.account))).toEqual(seeded(rig, 'azure'));
    expect(rig.emulator.journal.count({ host: armHost })).toBe(7);
  });
});
