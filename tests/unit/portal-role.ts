/** A role as the news for portal tabs name it. */
import type { RoleKey } from '../../src/domain/role.ts';

export const role = (name: string) => ({
  key: `entra|${name}|/` as RoleKey,
  roleName: name,
  scope: { kind: 'directory' as const, id: '/', name: 'IT' },
});
