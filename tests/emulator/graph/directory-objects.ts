import type { Person } from '../types.ts';
import type { DirectoryRole, Group } from '../pim/seed.ts';
import type { PimStore } from '../pim/store.ts';
import type { Entity } from './odata.ts';

export type GraphVersion = 'v1.0' | 'beta';

/** `isPrivileged` is a member of the beta type only (pim-api.md A). */
export function roleDefinition(role: DirectoryRole, version: GraphVersion): Entity {
  return {
    id: role.id,
    description: role.description,
    displayName: role.displayName,
    isBuiltIn: role.isBuiltIn,
    isEnabled: true,
    ...(version === 'beta' ? { isPrivileged: role.isPrivileged } : {}),
    templateId: role.id,
    version: null,
    resourceScopes: ['/'],
    rolePermissions: [],
  };
}

/** What `$select` may name of a role definition. */
export function roleDefinitionProperties(version: GraphVersion): string[] {
  const role: DirectoryRole = {
    id: '',
    displayName: '',
    description: '',
    isBuiltIn: true,
    isPrivileged: false,
  };
  return Object.keys(roleDefinition(role, version));
}

function user(person: Person): Entity {
  return {
    '@odata.type': '#microsoft.graph.user',
    id: person.id,
    displayName: person.displayName,
    userPrincipalName: person.userPrincipalName,
    mail: person.userPrincipalName,
    businessPhones: [],
    givenName: null,
    jobTitle: null,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: null,
  };
}

export function group({ id, displayName, isAssignableToRole = true }: Group): Entity {
  return {
    '@odata.type': '#microsoft.graph.group',
    id,
    displayName,
    description: null,
    groupTypes: [],
    isAssignableToRole,
    mail: null,
    mailEnabled: false,
    mailNickname: id,
    securityEnabled: true,
    visibility: 'Private',
  };
}

export function principal(store: PimStore, id: string): Entity | null {
  const person = store.person(id);
  if (person !== null) return user(person);
  const found = store.group(id);
  return found === null ? null : group(found);
}

/** The object that a narrower scope names; null for the whole directory. */
export function scopeObject(store: PimStore, directoryScopeId: string): Entity | null {
  const found = store.directoryObject(directoryScopeId.slice(directoryScopeId.lastIndexOf('/') + 1));
  if (found === null) return null;
  return { '@odata.type': `#microsoft.graph.${found.type}`, id: found.id, displayName: found.displayName };
}
