import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/domain/account.ts';
import { newActivation } from '../../src/domain/activation.ts';
import { roleKey, type Scope } from '../../src/domain/role.ts';
import { entraActivation, isForEntraRole } from '../../src/providers/entra-requests.ts';
import type { EntraRequest } from '../../src/providers/entra-wire.ts';
import { findOwnRequest } from '../../src/providers/graph-requests.ts';

const sentAt = Date.UTC(2026, 9, 9, 8);
const objectId = '071cc716-8147-4397-a5ba-b2105951cc0b';
const roleId = '8424c6f0-a189-499e-bbd0-26c1753c96d4';
const account: Account = {
  cloud: 'public',
  objectId,
  tenantId: 't',
  homeAccountId: 'h',
  username: 'u',
  name: 'n',
};

function entryOn(scope: Scope, justification = 'Why') {
  return newActivation({
    id: 'entry',
    bulkId: 'bulk',
    role: {
      key: roleKey('entra', roleId, scope.id),
      source: 'entra',
      roleName: 'Role',
      roleDefinitionId: roleId,
      templateId: roleId,
      scope,
      memberType: 'direct',
    },
    ask: { minutes: 480, justification },
    origin: 'page',
    at: sentAt,
  });
}

const directory: Scope = { kind: 'directory', id: '/', name: 'Directory' };

const own: EntraRequest = {
  id: 'own',
  status: 'Provisioned',
  action: 'selfActivate',
  principalId: objectId,
  roleDefinitionId: roleId,
  directoryScopeId: '/',
  justification: 'Why',
  createdDateTime: '2026-10-09T08:00:02Z',
  scheduleInfo: { expiration: { duration: 'PT8H' } },
};

const found = (request: Partial<EntraRequest>, entry = entryOn(directory)) =>
  findOwnRequest([{ ...own, ...request } as EntraRequest], account, entry, sentAt, isForEntraRole)?.id;

describe('one’s own request', () => {
  test('is not the one that an earlier entry for the role became, however alike', () => {
    const entry = { ...entryOn(directory), earlierRequestIds: ['own'] };
    const later = { ...own, id: 'later' } as EntraRequest;
    expect(found({}, entry)).toBeUndefined();
    expect(findOwnRequest([own, later], account, entry, sentAt, isForEntraRole)?.id).toBe('later');
  });

  test('is found although the service trimmed its justification', () => {
    expect(found({ justification: 'Why' }, entryOn(directory, ' Why '))).toBe('own');
  });

  test.each<[string, Partial<EntraRequest>]>([
    ['as it was sent', {}],
    ['with its action in another case', { action: 'SelfActivate' }],
    [
      'with ids in another case',
      { roleDefinitionId: roleId.toUpperCase(), principalId: objectId.toUpperCase() },
    ],
    ['with its length in another form', { scheduleInfo: { expiration: { duration: 'PT480M' } } }],
    ['while approval is pending', { status: 'PendingApproval' }],
    ['by a clock two minutes behind', { createdDateTime: '2026-10-09T07:58:00Z' }],
  ])('is found %s', (_what, request) => {
    expect(found(request)).toBe('own');
  });

  test.each<[string, Partial<EntraRequest>]>([
    ['that ends the role', { action: 'selfDeactivate' }],
    ['of an administrator', { action: 'adminAssign' }],
    ['that only checks', { isValidationOnly: true }],
    ['of somebody else', { principalId: '00000000-0000-4000-8000-000000000000' }],
    ['for another role', { roleDefinitionId: '00000000-0000-4000-8000-000000000000' }],
    ['at another scope', { directoryScopeId: '/administrativeUnits/x' }],
    ['with another reason', { justification: 'why' }],
    ['without a reason', { justification: undefined }],
    ['of another length', { scheduleInfo: { expiration: { duration: 'PT8H1M' } } }],
    ['without a length', { scheduleInfo: null }],
    ['from before', { createdDateTime: '2026-10-09T07:57:59.999Z' }],
    ['from nobody knows when', { createdDateTime: undefined }],
  ])('is not one %s', (_what, request) => {
    expect(found(request)).toBeUndefined();
  });

  test('without a reason is found as such', () => {
    expect(found({ justification: undefined }, entryOn(directory, ''))).toBe('own');
  });

  test('at an app’s own scope is found there', () => {
    const catalog: Scope = { kind: 'appScope', id: '/AccessPackageCatalog/c', name: 'c' };
    expect(found({ directoryScopeId: undefined, appScopeId: catalog.id }, entryOn(catalog))).toBe('own');
  });
});

test('an activation at an app’s own scope names it as such, and no other', () => {
  const body = entraActivation(account, entryOn({ kind: 'appScope', id: '/c', name: 'c' }), sentAt);
  expect(body).toMatchObject({ appScopeId: '/c' });
  expect(body).not.toHaveProperty('directoryScopeId');
});
