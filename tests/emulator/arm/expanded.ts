import type { Pim } from '../pim/pim.ts';
import type { ArmIds } from './ids.ts';

type Json = Record<string, unknown>;

/** ARM leaves out what it does not know; it never writes null (pim-api.md C.1). */
export function withoutNulls(members: Json): Json {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
  );
}

export function principalType(pim: Pim, principalId: string): 'User' | 'Group' {
  return pim.store.group(principalId) === null ? 'User' : 'Group';
}

function expandedPrincipal(pim: Pim, principalId: string): Json {
  const person = pim.store.person(principalId);
  const group = pim.store.group(principalId);
  return withoutNulls({
    id: principalId,
    displayName: (person ?? group)?.displayName,
    type: principalType(pim, principalId),
    userPrincipalName: person?.userPrincipalName,
  });
}

export interface Expandable {
  readonly roleId: string;
  readonly scope: string;
  readonly principalId: string;
}

/** `expandedProperties`, in the order of the recorded bodies. */
export function expandedProperties(pim: Pim, ids: ArmIds, { roleId, scope, principalId }: Expandable): Json {
  const role = pim.store.azureRole(roleId);
  const found = pim.store.scopes.find(scope);
  return {
    principal: expandedPrincipal(pim, principalId),
    roleDefinition: withoutNulls({
      id: ids.roleDefinition(scope, roleId),
      displayName: role?.displayName,
      type: role?.type,
    }),
    scope: withoutNulls({ id: scope, displayName: found?.displayName, type: found?.type }),
  };
}
