import { describe, expect, it } from 'vitest';
import { authority, grantedPermissions, scopesOf } from '../../src/auth/endpoints.ts';

describe('endpoints', () => {
  it('asks for one resource at a time', () => {
    expect(scopesOf('public', 'graph')).toEqual(['https://graph.microsoft.com/.default']);
    expect(scopesOf('public', 'arm')).toEqual(['https://management.azure.com/.default']);
  });

  it('names the tenant in the authority', () => {
    expect(authority('public', 'organizations')).toBe('https://login.microsoftonline.com/organizations');
  });

  it('reads permissions by their short names, in whichever form the service writes them', () => {
    expect(
      grantedPermissions([
        'openid',
        'profile',
        'email',
        'User.Read',
        'https://graph.microsoft.com/RoleAssignmentSchedule.ReadWrite.Directory',
        'https://graph.microsoft.com/User.Read',
        'https://graph.microsoft.com/.default',
      ]),
    ).toEqual(['User.Read', 'RoleAssignmentSchedule.ReadWrite.Directory']);
    expect(grantedPermissions(['https://management.azure.com//user_impersonation'])).toEqual([
      'user_impersonation',
    ]);
  });
});
