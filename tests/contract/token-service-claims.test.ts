import { describe, expect, it } from 'vitest';
import {
  ARM,
  authorizeUrl,
  claimsOf,
  cloud,
  codeOf,
  fragmentOf,
  postToken,
  refresh,
  signIn,
  windowOf,
} from './token-service-client.ts';

const context = (value: string): string =>
  JSON.stringify({ access_token: { acrs: { essential: true, value } } });
const cp1 = JSON.stringify({ access_token: { xms_cc: { values: ['CP1'] } } });
const contextAndCp1 = JSON.stringify({
  access_token: { acrs: { essential: true, value: 'c1' }, xms_cc: { values: ['CP1'] } },
});

describe('client capabilities', () => {
  it('stand in the token only where the request declares them', async () => {
    const emulator = cloud();
    const { body } = await (
      await signIn(emulator, windowOf(emulator), { claims: cp1 })
    ).redeem({ claims: cp1 });
    expect(claimsOf(body.access_token)['xms_cc']).toEqual(['cp1']);
    const plain = await refresh(emulator, body.refresh_token);
    expect(claimsOf(plain.body.access_token)).not.toHaveProperty('xms_cc');
    const capable = await refresh(emulator, body.refresh_token, cp1);
    expect(claimsOf(capable.body.access_token)['xms_cc']).toEqual(['cp1']);
  });

  it('may lengthen the token’s life', async () => {
    const emulator = cloud({ knobs: { token: { caeAccessTokenLifeMs: 28 * 3_600_000 } } });
    const { body } = await (await signIn(emulator, windowOf(emulator), { claims: cp1 })).redeem();
    expect(body.expires_in).toBe(28 * 3600);
    expect((await refresh(emulator, body.refresh_token)).body.expires_in).toBe(4923);
  });
});

describe('an authentication context', () => {
  it('asks for multi-factor authentication and then stands in that token, not in later ones', async () => {
    const emulator = cloud();
    const pages: string[] = [];
    const open = windowOf(emulator, 'ada@contoso.com', { onPage: (name) => void pages.push(name) });
    const first = await (await signIn(emulator, open)).redeem();
    expect(claimsOf(first.body.access_token)).toMatchObject({ amr: ['pwd'] });
    expect(claimsOf(first.body.access_token)).not.toHaveProperty('acrs');
    pages.length = 0;
    const stepUp = await (
      await signIn(emulator, open, { claims: contextAndCp1 })
    ).redeem({ claims: contextAndCp1 });
    expect(pages).toEqual(['mfa']);
    expect(claimsOf(stepUp.body.access_token)).toMatchObject({
      acrs: ['p1', 'c1'],
      amr: ['pwd', 'mfa'],
      xms_cc: ['cp1'],
    });
    const later = await refresh(emulator, stepUp.body.refresh_token);
    expect(claimsOf(later.body.access_token)).not.toHaveProperty('acrs');
  });

  it('asked for silently is AADSTS50076 until the session has it', async () => {
    const emulator = cloud();
    const open = windowOf(emulator);
    const { body } = await (await signIn(emulator, open)).redeem();
    const refused = await refresh(emulator, body.refresh_token, context('c1'));
    expect(refused.body).toMatchObject({
      error: 'invalid_grant',
      suberror: 'basic_action',
      error_codes: [50076],
    });
    expect(JSON.parse(refused.body.claims)).toHaveProperty('access_token.capolids');
    const silent = fragmentOf(await open(authorizeUrl({ claims: context('c1'), prompt: 'none' }), false));
    expect(silent).toMatchObject({ error: 'interaction_required', suberror: 'basic_action' });
    expect(codeOf(silent['error_description'])).toBe(50076);

    const stepUp = await (await signIn(emulator, open, { claims: context('c1') })).redeem();
    const now = await refresh(emulator, stepUp.body.refresh_token, context('c1'));
    expect(claimsOf(now.body.access_token)['acrs']).toEqual(['p1', 'c1']);
    expect(
      fragmentOf(await open(authorizeUrl({ claims: context('c1'), prompt: 'none' }), false)),
    ).toHaveProperty('code');
  });

  it('with sign-in frequency “every time” asks every time, and never silently', async () => {
    const emulator = cloud({ knobs: { token: { authenticationContexts: { c1: 'every-time' } } } });
    const pages: string[] = [];
    const open = windowOf(emulator, 'ada@contoso.com', { onPage: (name) => void pages.push(name) });
    const first = await (await signIn(emulator, open, { claims: context('c1') })).redeem();
    expect(claimsOf(first.body.access_token)['acrs']).toEqual(['p1', 'c1']);
    const silent = await refresh(emulator, first.body.refresh_token, context('c1'));
    expect(silent.body.error_codes).toEqual([50076]);
    pages.length = 0;
    await signIn(emulator, open, { claims: context('c1') });
    expect(pages).toEqual(['mfa']);
  });

  it('that blocks the person ends on a page (AADSTS53003), silently in an error', async () => {
    const emulator = cloud({ knobs: { token: { authenticationContexts: { c2: 'blocked' } } } });
    let shown = '';
    const open = windowOf(emulator, 'ada@contoso.com', { onPage: (_, html) => void (shown = html) });
    const { body } = await (await signIn(emulator, open)).redeem();
    await expect(open(authorizeUrl({ claims: context('c2') }), true)).rejects.toThrow(
      'The user did not approve access.',
    );
    expect(shown).toContain('AADSTS53003');
    const silent = await refresh(emulator, body.refresh_token, context('c2'));
    expect(silent.body).toMatchObject({
      error: 'invalid_grant',
      suberror: 'message_only',
      error_codes: [53003],
    });
  });

  it('is not reached when the person denies', async () => {
    const emulator = cloud();
    const open = windowOf(emulator, 'ada@contoso.com', { mfa: () => 'cancel' });
    await expect(open(authorizeUrl({ claims: context('c1') }), true)).rejects.toThrow(
      'The user did not approve access.',
    );
  });
});

describe('multi-factor authentication', () => {
  it('can be asked for by amr', async () => {
    const emulator = cloud();
    const claims = JSON.stringify({ access_token: { amr: { values: ['ngcmfa'] } } });
    const { body } = await (await signIn(emulator, windowOf(emulator), { claims })).redeem();
    expect(claimsOf(body.access_token)['amr']).toEqual(['pwd', 'mfa']);
  });

  it('can be a rule for every sign-in', async () => {
    const emulator = cloud({ knobs: { token: { mfaAtSignIn: true } } });
    const pages: string[] = [];
    await signIn(
      emulator,
      windowOf(emulator, 'ada@contoso.com', { onPage: (name) => void pages.push(name) }),
    );
    expect(pages).toEqual(['account', 'password', 'mfa']);
  });

  it('holds for tokens of every API that come from the session', async () => {
    const emulator = cloud();
    const { body } = await (await signIn(emulator, windowOf(emulator), { claims: context('c1') })).redeem();
    const arm = await postToken(emulator, {
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token,
      scope: ARM,
    });
    expect(claimsOf(arm.body.access_token)['amr']).toEqual(['pwd', 'mfa']);
  });
});
