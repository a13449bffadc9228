import type { DirectorySeed, Person, Tenant } from '../types.ts';

export const contosoTenant: Tenant = {
  id: 'c0570500-1d4f-4e7a-9a3b-5b0a7c1e2d01',
  displayName: 'Contoso',
  defaultDomain: 'contoso.onmicrosoft.com',
};

export const fabrikamTenant: Tenant = {
  id: 'fab21ca0-7c2e-4b15-8d90-3e1f6a4b5c02',
  displayName: 'Fabrikam',
  defaultDomain: 'fabrikam.onmicrosoft.com',
};

function person(id: string, displayName: string, userPrincipalName: string, tenant = contosoTenant): Person {
  return { id, tenantId: tenant.id, displayName, userPrincipalName };
}

/** Everybody who can sign in. */
export const people = {
  /** The administrator with something of everything. */
  ada: person('ada10e1a-ce00-4a1b-8c2d-18151210ada0', 'Ada Lovelace', 'ada@contoso.com'),
  /** Approves. */
  grace: person('92ace000-b0b0-4c0b-901d-19061209b09e', 'Grace Hopper', 'grace@contoso.com'),
  /** Another account with a few roles. */
  alan: person('a1a70000-7e57-4e16-9a19-19120623a1a0', 'Alan Turing', 'alan@contoso.com'),
  /** No eligible role at all. */
  edsger: person('ed59e200-d13c-4b57-8a11-19300511ed50', 'Edsger Dijkstra', 'edsger@contoso.com'),
  /** At home in the other tenant. */
  barbara: person(
    'ba2ba2a0-1157-4050-9b07-19391107ba20',
    'Barbara Liskov',
    'barbara@fabrikam.com',
    fabrikamTenant,
  ),
} as const;

export const hoistClientId = 'a0e1b2c3-0000-4000-8000-00000000c0de';

/**
 * The scopes consented to for Hoist (pim-api.md G.2). The wider `…ReadWrite` twins of the eligibility scopes are
 * left out: they would hide that a least scope is missing.
 */
export const consentedGraphScopes: readonly string[] = [
  'User.Read',
  'RoleEligibilitySchedule.Read.Directory',
  'RoleAssignmentSchedule.ReadWrite.Directory',
  'RoleManagementPolicy.Read.Directory',
  'PrivilegedEligibilitySchedule.Read.AzureADGroup',
  'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
  'RoleManagementPolicy.Read.AzureADGroup',
  'AdministrativeUnit.Read.All',
  'GroupMember.Read.All',
  'CrossTenantInformation.ReadBasic.All',
];

/** Those that serve PIM for Groups alone. */
export const groupGraphScopes: readonly string[] = consentedGraphScopes.filter(
  (scope) => scope.endsWith('.AzureADGroup') || scope === 'GroupMember.Read.All',
);

/** Fresh objects each time: the emulator lets tests change them. `unconsented` are scopes nobody consented to. */
export function contosoDirectory(unconsented: readonly string[] = []): DirectorySeed {
  const graph = consentedGraphScopes.filter((scope) => !unconsented.includes(scope));
  return {
    tenants: [contosoTenant, fabrikamTenant],
    people: Object.values(people),
    registrations: [
      {
        clientId: hoistClientId,
        displayName: 'Hoist',
        tenantId: contosoTenant.id,
        multiTenant: true,
        platform: 'spa',
        redirectUris: [],
        consents: { [contosoTenant.id]: { graph, arm: ['user_impersonation'] } },
      },
    ],
  };
}
