import type { AzurePermission, AzureRole } from '../pim/seed.ts';

function permission(
  actions: readonly string[],
  rest: Partial<Omit<AzurePermission, 'actions'>> = {},
): readonly AzurePermission[] {
  return [{ actions, notActions: [], dataActions: [], notDataActions: [], ...rest }];
}

function role(id: string, displayName: string, permissions: readonly AzurePermission[]): AzureRole {
  return { id, displayName, type: 'BuiltInRole', permissions };
}

const readEverything = permission(['*/read']);

/** Built-in Azure roles with Microsoft's own ids, and one custom role of Contoso's. */
export const azureRoles: readonly AzureRole[] = [
  role('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner', permission(['*'])),
  role(
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    'Contributor',
    permission(['*'], {
      notActions: [
        'Microsoft.Authorization/*/Delete',
        'Microsoft.Authorization/*/Write',
        'Microsoft.Authorization/elevateAccess/Action',
        'Microsoft.Blueprint/blueprintAssignments/write',
        'Microsoft.Blueprint/blueprintAssignments/delete',
        'Microsoft.Compute/galleries/share/action',
      ],
    }),
  ),
  role('acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader', readEverything),
  role(
    '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    'User Access Administrator',
    permission(['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*']),
  ),
  role(
    'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    'Role Based Access Control Administrator',
    permission([
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
      'Microsoft.Support/*',
    ]),
  ),
  role(
    '00482a5a-887f-4fb3-b363-3b7fe8e74483',
    'Key Vault Administrator',
    permission(
      [
        'Microsoft.Authorization/*/read',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.KeyVault/vaults/*/read',
      ],
      { dataActions: ['Microsoft.KeyVault/vaults/*'] },
    ),
  ),
  role(
    '4633458b-17de-408a-b874-0445c86b69e6',
    'Key Vault Secrets User',
    permission([], {
      dataActions: [
        'Microsoft.KeyVault/vaults/secrets/getSecret/action',
        'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
      ],
    }),
  ),
  role(
    'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    'Storage Blob Data Contributor',
    permission(['Microsoft.Storage/storageAccounts/blobServices/containers/*'], {
      dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*'],
    }),
  ),
  role(
    '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
    'Virtual Machine Contributor',
    permission([
      'Microsoft.Compute/virtualMachines/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
    ]),
  ),
  role(
    '4d97b98b-1d4f-4787-a291-c67834d212e7',
    'Network Contributor',
    permission(['Microsoft.Network/*', 'Microsoft.Resources/subscriptions/resourceGroups/read']),
  ),
  role(
    '72fafb9e-0641-4937-9268-a91bfd8191a3',
    'Cost Management Reader',
    permission(['Microsoft.Consumption/*/read', 'Microsoft.CostManagement/*/read']),
  ),
  role('43d0d8ad-25c7-4714-9337-8ba259a9fe05', 'Monitoring Reader', readEverything),
  {
    id: '5ca1ab1e-0000-4000-8000-00000000de91',
    displayName: 'Contoso Deployment Operator',
    type: 'CustomRole',
    permissions: permission(['Microsoft.Resources/deployments/*', '*/read']),
  },
];

/** GUID of an Azure role by its display name; throws when there is none. */
export function azureRoleId(displayName: string): string {
  const found = azureRoles.find((entry) => entry.displayName === displayName);
  if (found === undefined) throw new Error(`No Azure role called ${displayName}`);
  return found.id;
}
