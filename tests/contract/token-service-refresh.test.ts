import { describe, expect, it } from 'vitest';
import { contosoTenant, hoistClientId } from '../emulator/seeds/contoso-directory.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import {
  activateEntraRole,
  ARM,
  authorizeUrl,
  claimsOf,
  cloud,
  expectRefusal,
  fragmentOf,
  GRAPH,
  NOW,
  postToken,
  signIn,
  type TokenAnswer,
  windowOf,
} from './token-service-client.ts';

const HOUR = 3_600_000;

describe('refresh tokens', () => {
  const refreshed = (
    emulator: ReturnType<typeof cloud>,
    refresh_token: string,
    more = {},
  ): Promise<TokenAnswer> =>
    postToken(emulator, {
      grant_type: 'refresh_token',
      refresh_token,
      scope: `${GRAPH} openid profile offline_access`,
      ...more,
    });

  it('serve another API than the one they came with', async () => {
    const emulator = cloud();
    const { body } = await (await signIn(emulator, windowOf(emulator))).redeem();
    const arm = await refreshed(emulator, body.refresh_token, {
      scope: `${ARM} openid profile offline_access`,
    });
    expect(arm.status).toBe(200);
    expect(claimsOf(arm.body.access_token)['aud']).toBe('https://management.azure.com');
    expect(claimsOf(arm.body.id_token)).not.toHaveProperty('nonce');
  });

  it('live for 24 hours from the sign-in, whatever is renewed in between', async () => {
    const emulator = cloud();
    const { body } = await (await signIn(emulator, windowOf(emulator))).redeem();
    emulator.clock.advance(20 * HOUR);
    const later = await refreshed(emulator, body.refresh_token);
    expect(later.body.refresh_token_expires_in).toBe(4 * 3600);
    emulator.clock.advance(4 * HOUR - 1);
    expect((await refreshed(emulator, later.body.refresh_token)).status).toBe(200);
    emulator.clock.advance(1);
    const dead = await refreshed(emulator, later.body.refresh_token);
    expectRefusal(dead, 700084, 'invalid_grant');
    expect(dead.body.error_description).toContain('1.00:00:00');
    expect(dead.body.error_description).toContain(new Date(NOW).toISOString().slice(0, 19));
  });

  it('die when the person’s sessions are revoked (AADSTS50173), and so does single sign-on', async () => {
    const emulator = cloud();
    const open = windowOf(emulator);
    const { body } = await (await signIn(emulator, open)).redeem();
    emulator.clock.advance(1000);
    emulator.tokens.revokeSessions('ada@contoso.com');
    expectRefusal(await refreshed(emulator, body.refresh_token), 50173, 'invalid_grant');
    const silent = fragmentOf(await open(authorizeUrl({ prompt: 'none' }), false));
    expect(silent['error']).toBe('login_required');
    expect((await (await signIn(emulator, open)).redeem()).status).toBe(200);
  });

  it('are refused when made up, when missing, and from another client', async () => {
    const emulator = cloud();
    const { body } = await (await signIn(emulator, windowOf(emulator))).redeem();
    expectRefusal(await refreshed(emulator, 'made-up'), 9002313, 'invalid_grant');
    expectRefusal(await refreshed(emulator, ''), 900144, 'invalid_request');
    emulator.directory.addRegistration({
      clientId: '5fa00000-0000-4000-8000-000000000002',
      tenantId: contosoTenant.id,
      multiTenant: true,
      platform: 'spa',
      redirectUris: [],
      consents: {},
    });
    const foreign = await refreshed(emulator, body.refresh_token, {
      client_id: '5fa00000-0000-4000-8000-000000000002',
    });
    expectRefusal(foreign, 70000, 'invalid_grant');
  });

  it('bring tokens that name the roles of the moment, not of the sign-in', async () => {
    const emulator = cloud();
    const { body } = await (await signIn(emulator, windowOf(emulator))).redeem();
    await activateEntraRole(emulator, 'User Administrator');
    const template = entraRoleId('User Administrator');
    expect(claimsOf(body.access_token)['wids']).not.toContain(template);
    const after = await refreshed(emulator, body.refresh_token);
    expect(claimsOf(after.body.access_token)['wids']).toContain(template);
  });

  it('follow the consent of the moment too', async () => {
    const emulator = cloud();
    const { body } = await (await signIn(emulator, windowOf(emulator))).redeem();
    emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, 'arm');
    expectRefusal(await refreshed(emulator, body.refresh_token, { scope: ARM }), 65001, 'invalid_grant');
    emulator.directory.consent(hoistClientId, contosoTenant.id, 'arm', ['user_impersonation']);
    expect((await refreshed(emulator, body.refresh_token, { scope: ARM })).status).toBe(200);
  });
});
