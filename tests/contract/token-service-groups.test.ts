import { describe, expect, it } from 'vitest';
import type { Emulator } from '../emulator/emulator.ts';
import {
  consentedGraphScopes,
  contosoTenant,
  groupGraphScopes,
  hoistClientId,
} from '../emulator/seeds/contoso-directory.ts';
import { contoso } from '../emulator/seeds/contoso.ts';
import { pimGroups } from '../emulator/seeds/contoso-groups.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { groupBody, groupRequests, privileged } from './emulator-group-calls.ts';
import {
  authorizeUrl,
  claimsOf,
  cloud,
  codeOf,
  fragmentOf,
  GRAPH,
  graphToken,
  NOW,
  signIn,
  windowOf,
} from './token-service-client.ts';

const { identityOperators, onCall } = pimGroups;

async function call(emulator: Emulator, token: string, path: string, body?: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  return (await emulator.fetch(new Request(new URL(path, 'https://graph.microsoft.com'), init))).status;
}

describe('A token', () => {
  it('names the groups that its bearer was in when it was minted, and their roles', async () => {
    const emulator = cloud({ knobs: { pim: { group: { effectLagMs: 60_000 } } } });
    const before = await graphToken(emulator);
    expect(claimsOf(before)['groups']).toContain(onCall.id);
    expect(claimsOf(before)['groups']).not.toContain(identityOperators.id);
    expect(await call(emulator, before, groupRequests, groupBody(identityOperators, 'member'))).toBe(201);
    emulator.clock.advance(59_999);
    expect(claimsOf(await graphToken(emulator))['groups']).not.toContain(identityOperators.id);
    emulator.clock.advance(1);
    const after = claimsOf(await graphToken(emulator));
    expect(after['groups']).toContain(identityOperators.id);
    expect(after.wids).toContain(entraRoleId('Cloud Device Administrator'));
  });

  it('may read what a group holds once that was consented to, since Ada reads the directory', async () => {
    const emulator = cloud();
    const path = `/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '${identityOperators.id}'`;
    expect(await call(emulator, await graphToken(emulator), path)).toBe(403);
    emulator.directory.consent(hoistClientId, contosoTenant.id, 'graph', ['RoleManagement.Read.Directory']);
    expect(await call(emulator, await graphToken(emulator), path)).toBe(200);
  });
});

describe('A tenant that did not consent to the scopes for groups', () => {
  const without = (): Emulator => cloud({ seed: contoso({ now: NOW, unconsented: groupGraphScopes }) });

  it('still gives a token for the rest, which opens roles and not groups', async () => {
    const emulator = without();
    const { body } = await (await signIn(emulator, windowOf(emulator))).redeem();
    const scopes = claimsOf(body.access_token).scp.split(' ');
    expect(scopes.toSorted()).toEqual(
      consentedGraphScopes.filter((scope) => !groupGraphScopes.includes(scope)).toSorted(),
    );
    const mine = "filterByCurrentUser(on='principal')";
    const roles = `/v1.0/roleManagement/directory/roleEligibilityScheduleInstances/${mine}`;
    expect(await call(emulator, body.access_token, roles)).toBe(200);
    const refused = [
      `${privileged}/eligibilityScheduleInstances/${mine}`,
      `${privileged}/assignmentScheduleInstances/${mine}`,
      `/v1.0/policies/roleManagementPolicyAssignments?$filter=scopeId eq '${onCall.id}' and scopeType eq 'Group'`,
      `/v1.0/groups/${onCall.id}`,
    ];
    for (const path of refused)
      expect([path, await call(emulator, body.access_token, path)]).toEqual([path, 403]);
  });

  it('answers a request that names one of them with AADSTS65001', async () => {
    const emulator = without();
    const open = windowOf(emulator);
    await signIn(emulator, open);
    const scope = `${GRAPH.replace('.default', 'PrivilegedEligibilitySchedule.Read.AzureADGroup')} openid`;
    const answer = fragmentOf(await open(authorizeUrl({ scope, prompt: 'none' }), false));
    expect(codeOf(answer['error_description'])).toBe(65001);
  });
});
