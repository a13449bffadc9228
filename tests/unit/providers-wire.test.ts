import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { authorizationAt, azureScope } from '../../src/providers/azure-scope.ts';
import { AzureAssignmentRow, AzureEligibilityRow } from '../../src/providers/azure-wire.ts';
import { entraScope, entraScopeMember } from '../../src/providers/entra-scope.ts';
import { EntraAssignmentRow, EntraEligibilityRow } from '../../src/providers/entra-wire.ts';
import { instant, readRows } from '../../src/providers/wire.ts';

describe('an instant', () => {
  test.each([
    ['2026-10-09T18:30:12Z', '2026-10-09T18:30:12Z'],
    ['2026-10-09T18:30:12.9Z', '2026-10-09T18:30:12.9Z'],
    ['2026-10-09T18:30:12.9751944+00:00', '2026-10-09T18:30:12.975Z'],
    ['2026-10-09T18:30:12.97519441234Z', '2026-10-09T18:30:12.975Z'],
    ['2026-10-09T20:30:12+02:00', '2026-10-09T18:30:12Z'],
    ['2026-10-09T18:30:12.5', '2026-10-09T18:30:12.5Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, expected) => {
    expect(v.parse(instant, text)).toBe(expected);
  });

  test.each(['', 'soon', '2026-10-09', '2026-13-09T00:00:00Z', null, 7, undefined])('%j is none', (text) => {
    expect(v.is(instant, text)).toBe(false);
  });

  test('is the same with any number of digits behind the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.nat(9), (ms, digits) => {
        const text = new Date(ms).toISOString();
        const fraction = `${text.slice(20, 23)}0000000`.slice(0, digits);
        const written = `${text.slice(0, 19)}${fraction ? `.${fraction}` : ''}Z`;
        const unit = 10 ** Math.max(0, 3 - digits);
        const kept = Math.floor(ms / unit) * unit;
        expect(Temporal.Instant.from(v.parse(instant, written)).epochMilliseconds).toBe(kept);
      }),
    );
  });
});

describe('rows', () => {
  const schema = v.looseObject({ id: v.string() });

  test('that cannot be read are counted, named by the member, never by its value', () => {
    const { rows, ...rest } = readRows(schema, [{ id: 'a' }, { id: 7 }, null, {}]);
    expect(rows).toEqual([{ id: 'a' }]);
    expect(rest).toEqual({ unreadable: 3, why: 'id' });
  });

  test('are none of none, without a failure', () => {
    expect(readRows(schema, [])).toEqual({ rows: [], unreadable: 0 });
  });

  test('are a failure where none can be read', () => {
    expect(() => readRows(schema, [{ id: 7 }])).toThrow(FailureError);
  });
});

const role = '62e90394-69F5-4237-9190-012177145E10';

describe('an Entra row', () => {
  const row = { id: 'i', roleDefinitionId: role, directoryScopeId: '/' };

  test.each([
    ['Direct', 'direct'],
    ['GROUP', 'group'],
    ['inherited', 'inherited'],
    ['somethingNew', 'inherited'],
    [null, 'direct'],
    [undefined, 'direct'],
  ])('with memberType %j is %s', (memberType, expected) => {
    expect(v.parse(EntraEligibilityRow, { ...row, memberType }).role.memberType).toBe(expected);
  });

  test('with nulls is the same as without', () => {
    const nulls = {
      appScopeId: null,
      endDateTime: null,
      memberType: null,
      roleDefinition: null,
      directoryScope: null,
    };
    expect(v.parse(EntraEligibilityRow, { ...row, ...nulls })).toEqual(v.parse(EntraEligibilityRow, row));
  });

  test('is known by its template, in lower case, and echoes what Graph wrote', () => {
    const { role: read } = v.parse(EntraEligibilityRow, row);
    expect(read).toMatchObject({
      key: `entra|${role.toLowerCase()}|/`,
      templateId: role.toLowerCase(),
      roleDefinitionId: role,
      roleName: role,
    });
  });

  test.each(['Activated', 'activated', 'ACTIVATED'])('is activated when it says %s', (assignmentType) => {
    expect(v.parse(EntraAssignmentRow, { ...row, assignmentType }).role.assignmentType).toBe('activated');
  });

  test('without a scope, or with an end that is no time, is not understood', () => {
    expect(v.is(EntraEligibilityRow, { ...row, directoryScopeId: null })).toBe(false);
    expect(v.is(EntraEligibilityRow, { ...row, endDateTime: 'tomorrow' })).toBe(false);
  });
});

describe('a scope of Entra', () => {
  test.each([
    [{ directoryScopeId: '/' }, { kind: 'directory', id: '/', name: 'Directory' }],
    [
      { directoryScopeId: '/administrativeUnits/a-b', directoryScopeName: 'Zürich' },
      { kind: 'administrativeUnit', id: '/administrativeUnits/a-b', name: 'Zürich' },
    ],
    [
      { directoryScopeId: '/AdministrativeUnits/a-b' },
      { kind: 'administrativeUnit', id: '/AdministrativeUnits/a-b', name: 'a-b', isNameless: true },
    ],
    [{ directoryScopeId: '/a-b' }, { kind: 'directoryObject', id: '/a-b', name: 'a-b', isNameless: true }],
    [
      { appScopeId: '/AccessPackageCatalog/c', appScopeName: 'Sales' },
      { kind: 'appScope', id: '/AccessPackageCatalog/c', name: 'Sales' },
    ],
  ] as const)('%j', (wire, expected) => {
    expect(entraScope(wire)).toEqual(expected);
  });

  test('is none without an id', () => {
    expect(entraScope({})).toBeUndefined();
  });

  test('is echoed in its own member', () => {
    expect(entraScopeMember({ kind: 'appScope', id: 'a', name: '' })).toEqual({ appScopeId: 'a' });
    expect(entraScopeMember({ kind: 'directory', id: '/', name: '' })).toEqual({ directoryScopeId: '/' });
  });
});

describe('a scope of Azure', () => {
  test.each([
    ['/', 'directory', '/'],
    ['/providers/Microsoft.Management/managementGroups/contoso-it', 'managementGroup', 'contoso-it'],
    ['/PROVIDERS/microsoft.management/managementgroups/x', 'managementGroup', 'x'],
    ['/subscriptions/s', 'subscription', 's'],
    ['/providers/Microsoft.Subscription/subscriptions/s', 'subscription', 's'],
    ['/subscriptions/s/resourceGroups/r', 'resourceGroup', 'r'],
    ['/subscriptions/s/resourcegroups/r', 'resourceGroup', 'r'],
    ['/subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/v', 'resource', 'v'],
    ['/subscriptions/s/providers/Microsoft.Solutions/things/t', 'resource', 't'],
  ])('%s is a %s', (id, kind, name) => {
    expect(azureScope(id, undefined)).toEqual({ kind, id, name });
    expect(azureScope(id, 'Shown').name).toBe('Shown');
  });

  test('becomes a path that nothing in a name can cut short', () => {
    expect(authorizationAt('/')).toBe('/providers/Microsoft.Authorization');
    const odd = '/subscriptions/s/resourceGroups/r (1)/providers/X/y/a?b#c%2f';
    const { pathname, search, hash } = new URL(authorizationAt(odd), 'https://management.azure.com');
    expect(search + hash).toBe('');
    expect(decodeURIComponent(pathname)).toBe(`${odd}/providers/Microsoft.Authorization`);
  });
});

describe('an Azure row', () => {
  const properties = {
    scope: '/subscriptions/s',
    roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${role}`,
  };

  test('is known by the trailing GUID, in lower case', () => {
    expect(v.parse(AzureEligibilityRow, { properties })).toEqual({
      key: `azure|${role.toLowerCase()}|/subscriptions/s`,
      source: 'azure',
      roleName: role.toLowerCase(),
      roleDefinitionId: properties.roleDefinitionId,
      templateId: role.toLowerCase(),
      scope: { kind: 'subscription', id: '/subscriptions/s', name: 's' },
      memberType: 'direct',
    });
  });

  test('with nulls, as the documentation shows them, is the same as without', () => {
    const nulls = {
      endDateTime: null,
      memberType: null,
      expandedProperties: null,
      roleEligibilityScheduleId: null,
    };
    expect(v.parse(AzureEligibilityRow, { properties: { ...properties, ...nulls } })).toEqual(
      v.parse(AzureEligibilityRow, { properties }),
    );
  });

  test('that is active says so', () => {
    const active = {
      ...properties,
      assignmentType: 'Activated',
      startDateTime: '2026-10-09T08:00:00.1234567Z',
    };
    expect(v.parse(AzureAssignmentRow, { properties: active })).toMatchObject({
      assignmentType: 'activated',
      startsAt: '2026-10-09T08:00:00.123Z',
    });
  });
});
