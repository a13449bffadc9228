/** What tells one role of Ada's in each source from her others: its name, and its scope where that is needed. */
export const eligibleRole = {
  entra: ['User Administrator'],
  azure: ['Owner', 'IT'],
  groups: ['Member', 'Finance Data Readers'],
} as const;
