/** What the scenes stand on: Ada of Contoso, her roles, and what became of her requests. */
import { accountKey } from '../../src/domain/account.ts';
import type { Activation } from '../../src/domain/activation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { type Habits, newHabits } from '../../src/domain/habits.ts';
import type { AssignmentList, EligibilityList } from '../../src/domain/lists.ts';
import { defaultPolicy, type ActivationPolicy } from '../../src/domain/policy.ts';
import { type Assignment, type Eligibility, roleKey, type Source, sources } from '../../src/domain/role.ts';
import type { RoleMarks } from '../../src/domain/role-marks.ts';
import type { Session } from '../../src/domain/session.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import {
  assignmentsItem,
  eligibilitiesItem,
  habitsItem,
  journalItem,
  policiesItem,
  roleMarksItem,
  sessionItem,
  settingsItem,
} from '../../src/platform/items.ts';
import { ada, assignment, eligibility, minute, noon, type TestPage } from '../unit/ui-harness.tsx';

export const account = accountKey(ada);
export const clientId = '33333333-3333-4333-8333-333333333333';
export const hour = 60 * minute;
export const day = 24 * hour;

const templates: Record<string, string> = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Intune Administrator': '3a2c62db-5318-420d-8d74-23affee5d9d5',
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
};

export function entraRole(name: string, options: Parameters<typeof eligibility>[1] = {}): Eligibility {
  const templateId = templates[name];
  return eligibility(name, { source: 'entra', ...(templateId ? { templateId } : {}), ...options });
}

type AzureKind = 'managementGroup' | 'subscription' | 'resourceGroup' | 'resource';

/** Of the ids of Azure, with the name in the place of what Microsoft would write there. */
const azureIds: Record<AzureKind, (name: string, above: string) => string> = {
  managementGroup: (name) => `/providers/Microsoft.Management/managementGroups/${name}`,
  subscription: (name) => `/subscriptions/${name}`,
  resourceGroup: (name, above) => `${above}/resourceGroups/${name}`,
  resource: (name, above) => `${above}/providers/Microsoft.KeyVault/vaults/${name}`,
};

/** @param above id of the subscription or the resource group that the scope lies in */
export function azureRole(
  name: string,
  scopeName: string,
  kind: AzureKind = 'subscription',
  above = '/subscriptions/elsewhere',
): Eligibility {
  const templateId = templates[name];
  const role = eligibility(name, { scopeName, kind, ...(templateId ? { templateId } : {}) });
  const id = azureIds[kind](encodeURIComponent(scopeName).toLowerCase(), above);
  return { ...role, key: roleKey('azure', role.templateId, id), scope: { ...role.scope, id } };
}

export function groupRole(name: string, access: 'member' | 'owner' = 'member'): Eligibility {
  const id = `group-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return {
    key: roleKey('groups', access, id),
    source: 'groups',
    roleName: access === 'owner' ? 'Owner' : 'Member',
    roleDefinitionId: access,
    templateId: access,
    scope: { kind: 'group', id, name, isAssignableToRole: true },
    memberType: 'direct',
  };
}

export const globalAdmin = entraRole('Global Administrator');
export const userAdmin = entraRole('User Administrator');
export const securityAdmin = entraRole('Security Administrator');
export const exchangeAdmin = entraRole('Exchange Administrator');
export const groupsAdmin = entraRole('Groups Administrator');
export const helpdesk = entraRole('Authentication Administrator', {
  kind: 'administrativeUnit',
  scopeName: 'Berlin',
});
export const ownerOfIt = azureRole('Owner', 'IT', 'managementGroup');
export const contributor = azureRole('Contributor', 'Contoso Production');
export const reader = azureRole('Reader', 'Contoso Staging');
export const vaultOfficer = azureRole(
  'Key Vault Secrets Officer',
  'kv-shop-prod',
  'resource',
  `${contributor.scope.id}/resourceGroups/rg-shop-weu`,
);
export const clusterAdmin = azureRole(
  'Azure Kubernetes Service RBAC Cluster Admin',
  'rg-platform-weu',
  'resourceGroup',
  contributor.scope.id,
);
export const platformTeam = groupRole('Platform Engineers');
export const breakGlass = groupRole('Break Glass Operators', 'owner');

/** What a person who uses Hoist every day may activate. */
export const usual: Record<Source, readonly Eligibility[]> = {
  entra: [globalAdmin, userAdmin, securityAdmin, exchangeAdmin, groupsAdmin, helpdesk],
  azure: [ownerOfIt, contributor, reader, vaultOfficer, clusterAdmin],
  groups: [platformTeam, breakGlass],
};

export const held = (role: Eligibility, from: number, to: number): Assignment => ({
  ...assignment(role, { endsAt: to }),
  startsAt: isoInstant(from),
});

/** A few active roles; one ends within a quarter of an hour. */
export const fewHeld = {
  entra: {
    rows: [
      held(userAdmin, noon - 3 * hour, noon + 5 * hour),
      held(groupsAdmin, noon - hour, noon + 12 * minute),
    ],
  },
  azure: { rows: [held(reader, noon - 2 * minute, noon + 4 * hour)] },
};

export interface Stored {
  readonly session?: Partial<Session>;
  readonly eligible?: { readonly [S in Source]?: Partial<EligibilityList> };
  readonly active?: { readonly [S in Source]?: Partial<AssignmentList> };
  readonly journal?: readonly Activation[];
  /** Rules by role key; what is not named has PIM's own default. */
  readonly policies?: Readonly<Record<string, Partial<ActivationPolicy>>>;
  readonly marks?: RoleMarks;
  readonly habits?: Partial<Habits>;
  /** When the lists were read. */
  readonly readAt?: number;
}

/** Writes what the popup of a signed-in person shows: the usual roles, but for what is given. */
export async function writeHome(page: TestPage, stored: Stored = {}): Promise<void> {
  const {
    session,
    eligible = {},
    active = {},
    journal = [],
    policies = {},
    marks = {},
    habits = {},
  } = stored;
  const readAt = stored.readAt ?? noon - 2 * minute;
  await page.write(settingsItem, { ...defaultSettings, clientId });
  await page.write(sessionItem, { status: 'signedIn', account: ada, ...session });
  for (const source of sources) {
    const given = eligible[source];
    await page.write(eligibilitiesItem(account, source), {
      rows: [...usual[source]],
      ...(given && 'readAt' in given ? {} : { readAt }),
      ...given,
    });
    await page.write(assignmentsItem(account, source), { rows: [], readAt, ...active[source] });
  }
  await page.write(journalItem(account), [...journal]);
  await page.write(roleMarksItem(account), marks);
  await page.write(habitsItem(account), { ...newHabits, ...habits });
  const rows = sources.flatMap((source) => eligible[source]?.rows ?? usual[source]);
  await page.write(
    policiesItem(account),
    Object.fromEntries(
      rows.map(({ key }) => [key, { readAt, policy: { ...defaultPolicy, ...policies[key] } }]),
    ),
  );
}
