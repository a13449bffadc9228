import { expect, it } from 'vitest';
import { isPrivileged } from '../../src/domain/privileged-roles.ts';
import type { Scope } from '../../src/domain/role.ts';

it.each([
  ['Global Administrator', 'entra', '62e90394-69f5-4237-9190-012177145e10', true],
  ['Global Administrator in capitals', 'entra', '62E90394-69F5-4237-9190-012177145E10', true],
  ['Reports Reader', 'entra', '4a5d8f65-41da-4de4-8968-e035b65339cf', false],
  ['Owner', 'azure', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', true],
  ['User Access Administrator', 'azure', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', true],
  ['Role Based Access Control Administrator', 'azure', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168', true],
  ['Contributor', 'azure', 'b24988ac-6180-42a0-ab88-20f7382dd24c', false],
  ['an Azure id that only Entra marks', 'azure', '62e90394-69f5-4237-9190-012177145e10', false],
  ['a name of the prototype', 'entra', 'constructor', false],
] as const)('%s', (_, source, templateId, expected) => {
  const scope = { kind: 'directory', id: '/', name: 'Directory' } as const;
  expect(isPrivileged({ source, templateId, scope })).toBe(expected);
});

it.each([
  ['a role-assignable group', true, true],
  ['any other group', false, false],
  ['a group of which that is not known', undefined, false],
] as const)('%s', (_, isAssignableToRole, expected) => {
  const scope = { kind: 'group', id: 'g', name: 'Group', isAssignableToRole } as const;
  expect(isPrivileged({ source: 'groups', templateId: 'owner', scope: scope as Scope })).toBe(expected);
});
