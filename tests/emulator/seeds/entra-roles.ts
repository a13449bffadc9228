import type { DirectoryRole } from '../pim/seed.ts';

function role(
  id: string,
  displayName: string,
  privileged: 'privileged' | '',
  description: string,
): DirectoryRole {
  return { id, displayName, description, isBuiltIn: true, isPrivileged: privileged !== '' };
}

/** Built-in Entra roles with Microsoft's own template ids, which are the same in every tenant. */
export const entraRoles: readonly DirectoryRole[] = [
  role('62e90394-69f5-4237-9190-012177145e10', 'Global Administrator', 'privileged', 'Manages everything.'),
  role('f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global Reader', 'privileged', 'Reads what it cannot change.'),
  role(
    'e8611ab8-c189-46e8-94e1-60213ab1f814',
    'Privileged Role Administrator',
    'privileged',
    'Manages roles.',
  ),
  role('7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 'Privileged Authentication Administrator', 'privileged', ''),
  role(
    'fe930be7-5e62-47db-91af-98c3a49a38b1',
    'User Administrator',
    'privileged',
    'Manages users and groups.',
  ),
  role('729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Helpdesk Administrator', 'privileged', 'Resets passwords.'),
  role('c4e39bd9-1100-46d3-8c65-fb160da0071f', 'Authentication Administrator', 'privileged', ''),
  role(
    '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
    'Application Administrator',
    'privileged',
    'Manages applications.',
  ),
  role('158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator', 'privileged', ''),
  role('b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 'Conditional Access Administrator', 'privileged', ''),
  role('194ae4cb-b126-40b2-bd5b-6091b380977d', 'Security Administrator', 'privileged', 'Manages security.'),
  role('5d6b6bb7-de71-4623-b4af-96380a352509', 'Security Reader', 'privileged', 'Reads security reports.'),
  role('5f2222b1-57c3-48ba-8ad5-d4759f1fde6f', 'Security Operator', 'privileged', ''),
  role('3a2c62db-5318-420d-8d74-23affee5d9d5', 'Intune Administrator', 'privileged', 'Manages Intune.'),
  role('7698a772-787b-4ac8-901f-60d6b08affd2', 'Cloud Device Administrator', 'privileged', ''),
  role('8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2', 'Hybrid Identity Administrator', 'privileged', ''),
  role('29232cdf-9323-42fd-ade2-1d097af3e4de', 'Exchange Administrator', '', 'Manages Exchange.'),
  role('f28a1f50-f6e7-4571-818b-6a12f2af6b6c', 'SharePoint Administrator', '', 'Manages SharePoint.'),
  role('69091246-20e8-4a56-aa4d-066075b2a7a8', 'Teams Administrator', '', 'Manages Teams.'),
  role('fdd7a751-b60b-444a-984c-02652fe8fa1c', 'Groups Administrator', '', 'Manages groups.'),
  role('b0f54661-2d74-4c50-afa3-1ec803f12efe', 'Billing Administrator', '', 'Pays the bills.'),
  role('4d6ac14f-3453-41d0-bef9-a3e0c569773a', 'License Administrator', '', 'Assigns licences.'),
  role('4a5d8f65-41da-4de4-8968-e035b65339cf', 'Reports Reader', '', 'Reads sign-in and audit reports.'),
  role('88d8e3e3-8f55-4a1e-953a-9b9898b8876b', 'Directory Readers', '', 'Reads the directory.'),
  role('17315797-102d-40b4-93e0-432062caca18', 'Compliance Administrator', '', ''),
  role('45d8d3c5-c802-45c6-b32a-1d70b5e1e86e', 'Identity Governance Administrator', '', ''),
  role('8424c6f0-a189-499e-bbd0-26c1753c96d4', 'Attribute Definition Administrator', '', ''),
];

/** Template id of a built-in role by its display name; throws when there is none. */
export function entraRoleId(displayName: string): string {
  const found = entraRoles.find((entry) => entry.displayName === displayName);
  if (found === undefined) throw new Error(`No Entra role called ${displayName}`);
  return found.id;
}
