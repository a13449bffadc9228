/** The client that a test signs in with. */
export const context = {
  cloud: 'public',
  clientId: '11111111-2222-4333-8444-555555555555',
  redirectUri: 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/',
  tenant: 'organizations',
} as const;
