/** Delegated scopes that let a call on groups through, the least one first (pim-api.md D). */
export const groupScopes = {
  readEligibility: [
    'PrivilegedEligibilitySchedule.Read.AzureADGroup',
    'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup',
    'PrivilegedAccess.Read.AzureADGroup',
    'PrivilegedAccess.ReadWrite.AzureADGroup',
  ],
  readAssignment: [
    'PrivilegedAssignmentSchedule.Read.AzureADGroup',
    'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
    'PrivilegedAccess.Read.AzureADGroup',
    'PrivilegedAccess.ReadWrite.AzureADGroup',
  ],
  writeAssignment: [
    'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
    'PrivilegedAccess.ReadWrite.AzureADGroup',
  ],
  /** Reading the group itself, by which a client learns its name. */
  directory: ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'],
} as const satisfies Record<string, readonly string[]>;
