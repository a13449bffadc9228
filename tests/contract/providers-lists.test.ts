import { describe, expect, test } from 'vitest';
import type { Eligibility } from '../../src/domain/role.ts';
import type { EligibilitySeed } from '../emulator/pim/seed.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { collaborationOperators, payrollApplication, zurichBranch } from '../emulator/seeds/contoso-entra.ts';
import { platformEngineers } from '../emulator/seeds/contoso-azure.ts';
import { armHost, createRig, graphHost, type Rig, start } from './providers-rig.ts';

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

describe('active roles', () => {
  test('of Entra are the running activation and what an administrator assigned', async () => {
    const rig = createRig();
    const rows = await rig.entra.listAssignments(rig.account);
    expect(rows).toMatchObject([
      { roleName: 'Directory Readers', assignmentType: 'assigned', scope: { kind: 'directory' } },
      {
        roleName: 'Global Reader',
        assignmentType: 'activated',
        endsAt: Temporal.Instant.fromEpochMilliseconds(start + 6 * 3_600_000).toString(),
      },
    ]);
    expect(rows[0]).not.toHaveProperty('endsAt');
  });

  test('of Azure likewise, with the key of the eligibility they came from', async () => {
    const rig = createRig();
    const rows = await rig.azure.listAssignments(rig.account);
    const activated = rows.filter(({ assignmentType }) => assignmentType === 'activated');
    const role = await rig.role('azure', 'Contributor', 'Contoso Development');
    expect(activated.map(({ key }) => key)).toEqual([role.key]);
    expect(rows.filter(({ roleName }) => roleName === 'Reader')).toHaveLength(4);
  });

  test('that the tenant-wide list drops are held all the same at their own scope', async () => {
    const rig = createRig();
    const held = (await rig.azure.listAssignments(rig.account)).find(
      (row) => row.assignmentType === 'activated',
    );
    expect(await rig.azure.isHeld?.(rig.account, held!)).toBe(true);
    rig.pass(4 * 3_600_000);
    expect(await rig.azure.isHeld?.(rig.account, held!)).toBe(false);
    const gone = {
      ...held!,
      scope: { ...held!.scope, id: '/subscriptions/00000000-0000-4000-8000-000000000000' },
    };
    expect(await rig.azure.isHeld?.(rig.account, gone)).toBe(false);
  });

  test('that only a ghost stands for are not held any more', async () => {
    const rig = createRig({ knobs: { pim: { arm: { ghostAssignedMs: 180_000 } } } });
    const activated = async () =>
      (await rig.azure.listAssignments(rig.account)).filter((row) => row.assignmentType === 'activated');
    const [held] = await activated();
    rig.emulator.pim.deactivate(
      { oid: people.ada.id, tid: rig.account.tenantId, amr: [], acrs: [], xms_cc: [] },
      {
        id: crypto.randomUUID(),
        kind: 'azure',
        roleId: held!.templateId,
        scope: held!.scope.id,
        principalId: people.ada.id,
        linkedRoleEligibilityScheduleId: null,
        justification: null,
        ticket: null,
        schedule: null,
        customData: null,
        validationOnly: false,
      },
    );
    const ghost = (await rig.azure.listAssignments(rig.account)).find(({ key }) => key === held!.key);
    expect(ghost).toMatchObject({ assignmentType: 'assigned' });
    expect(await activated()).toEqual([]);
    expect(await rig.azure.isHeld?.(rig.account, held!)).toBe(false);
  });
});

describe('rows that cannot be understood', () => {
  const path = /roleEligibilityScheduleInstances/i;
  const good = {
    id: 'x',
    roleDefinitionId: 'r',
    directoryScopeId: '/',
    memberType: 'Direct',
    roleDefinition: { displayName: 'Good' },
  };

  test('are left out, counted, and said', async () => {
    const rig = createRig();
    rig.emulator.faults.add({
      kind: 'wrong-json',
      host: graphHost,
      path,
      body: {
        value: [good, { ...good, roleDefinitionId: 7 }, null, { ...good, id: 'y', endDateTime: 'soon' }],
      },
    });
    expect(await rig.entra.listEligibilities(rig.account)).toHaveLength(1);
    expect(rig.gaps).toEqual([
      { source: 'entra', list: 'eligibilities', unreadable: 3, capped: false, why: 'roleDefinitionId' },
    ]);
  });

  test('fail the list where there are no others', async () => {
    const rig = createRig();
    rig.emulator.faults.add({ kind: 'wrong-json', host: graphHost, path, body: { value: [{}, {}] } });
    await expect(rig.entra.listEligibilities(rig.account)).rejects.toMatchObject({
      failure: { kind: 'unreadable' },
    });
  });

  test.each(['truncated-json', 'wrong-json'] as const)('%s fails the list', async (kind) => {
    const rig = createRig();
    rig.emulator.faults.add({ kind, host: armHost, path });
    await expect(rig.azure.listEligibilities(rig.account)).rejects.toMatchObject({
      failure: { kind: 'unreadable' },
    });
  });
});
