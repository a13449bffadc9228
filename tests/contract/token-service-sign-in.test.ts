import { describe, expect, it } from 'vitest';
import { contosoTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import {
  authorizeUrl,
  claimsOf,
  cloud,
  codeOf,
  fragmentOf,
  GRAPH,
  NOW,
  signIn,
  windowOf,
} from './token-service-client.ts';

const pagesSeen = (): { seen: string[]; onPage: (name: string) => void } => {
  const seen: string[] = [];
  return { seen, onPage: (name) => void seen.push(name) };
};

describe('signing in', () => {
  it('asks for account and password, then returns a code in the fragment with the state as it was sent', async () => {
    const emulator = cloud();
    const { seen, onPage } = pagesSeen();
    const state = 'eyJpZCI6IjEifQ==|a b&c=d';
    const { answer } = await signIn(emulator, windowOf(emulator, 'ada@contoso.com', { onPage }), { state });
    expect(seen).toEqual(['account', 'password']);
    expect(answer).toMatchObject({
      state,
      code: expect.stringMatching(/^1\.\w{40,}$/),
      session_state: expect.any(String),
    });
    const info = JSON.parse(Buffer.from(answer['client_info'] ?? '', 'base64url').toString()) as unknown;
    expect(info).toEqual({ uid: people.ada.id, utid: contosoTenant.id });
  });

  it('puts the request’s nonce and the person into the id token', async () => {
    const emulator = cloud();
    const { redeem } = await signIn(emulator, windowOf(emulator), { nonce: 'n-0S6_WzA2Mj' });
    const { body } = await redeem();
    expect(claimsOf(body.id_token)).toMatchObject({
      ver: '2.0',
      aud: hoistClientId,
      iss: `https://login.microsoftonline.com/${contosoTenant.id}/v2.0`,
      iat: NOW / 1000,
      nonce: 'n-0S6_WzA2Mj',
      name: 'Ada Lovelace',
      oid: people.ada.id,
      tid: contosoTenant.id,
      preferred_username: 'ada@contoso.com',
      sub: expect.any(String),
      sid: expect.any(String),
      login_hint: expect.stringMatching(/^O\./),
    });
  });

  it('leaves the nonce out where none was sent', async () => {
    const emulator = cloud();
    const { redeem } = await signIn(emulator, windowOf(emulator), { nonce: undefined });
    const { body } = await redeem();
    expect(claimsOf(body.id_token)).not.toHaveProperty('nonce');
  });

  it('answers in the query where no response mode is named', async () => {
    const emulator = cloud();
    const url = new URL(await windowOf(emulator)(authorizeUrl({ response_mode: undefined }), true));
    expect(url.searchParams.get('code')).toMatch(/^1\./);
    expect(url.hash).toBe('');
  });

  it.each(['common', 'contoso.onmicrosoft.com', contosoTenant.id, contosoTenant.id.toUpperCase()])(
    'serves the authority /%s',
    async (segment) => {
      const emulator = cloud();
      const { code } = await signIn(emulator, windowOf(emulator), {}, segment);
      expect(code).toMatch(/^1\./);
    },
  );

  it('takes an authorize request by POST as well', async () => {
    const emulator = cloud();
    const url = new URL(authorizeUrl());
    const body = url.searchParams;
    const answer = await emulator.fetch(
      new Request(`${url.origin}${url.pathname}`, { method: 'POST', body }),
    );
    expect(await answer.text()).toContain('data-page="account"');
  });

  it('refuses a wrong password and a person it does not know, and lets them try again', async () => {
    const emulator = cloud({ knobs: { token: { password: 'right' } } });
    const { seen, onPage } = pagesSeen();
    const wrong = windowOf(emulator, 'ada@contoso.com', { password: 'wrong', onPage });
    await expect(wrong(authorizeUrl(), true)).rejects.toThrow('The user did not approve access.');
    expect(seen).toEqual(['account', 'password', 'password', 'password']);
    const names = ['nobody@contoso.com', 'ada@contoso.com'];
    const retried = windowOf(emulator, '', { choose: () => names.shift() ?? 'cancel', password: 'right' });
    expect(fragmentOf(await retried(authorizeUrl(), true))).toHaveProperty('code');
    expect(names).toEqual([]);
  });

  it('rejects as Chromium does when the person closes the window', async () => {
    const emulator = cloud();
    await expect(windowOf(emulator, 'cancel')(authorizeUrl(), true)).rejects.toThrow(
      'The user did not approve access.',
    );
    expect(emulator.journal.requests({ path: /token$/ })).toEqual([]);
  });

  it('rejects as Chromium does when the page cannot be loaded', async () => {
    const emulator = cloud();
    emulator.faults.add({ host: 'login.microsoftonline.com', kind: 'reset' });
    await expect(windowOf(emulator)(authorizeUrl(), true)).rejects.toThrow(
      'Authorization page could not be loaded.',
    );
  });
});

describe('single sign-on', () => {
  it('needs no page the second time', async () => {
    const emulator = cloud();
    const { seen, onPage } = pagesSeen();
    const open = windowOf(emulator, 'ada@contoso.com', { onPage });
    await signIn(emulator, open);
    seen.length = 0;
    await signIn(emulator, open);
    expect(seen).toEqual([]);
  });

  it('prompt=select_account shows the picker, but asks no password of somebody who is signed in', async () => {
    const emulator = cloud();
    const { seen, onPage } = pagesSeen();
    const open = windowOf(emulator, 'ada@contoso.com', { onPage });
    await signIn(emulator, open);
    seen.length = 0;
    await signIn(emulator, open, { prompt: 'select_account', login_hint: 'grace@contoso.com' });
    expect(seen).toEqual(['account']);
  });

  it('prompt=login asks for the password again', async () => {
    const emulator = cloud();
    const { seen, onPage } = pagesSeen();
    const open = windowOf(emulator, 'ada@contoso.com', { onPage });
    await signIn(emulator, open);
    seen.length = 0;
    await signIn(emulator, open, { prompt: 'login', login_hint: 'ada@contoso.com' });
    expect(seen).toEqual(['password']);
  });

  it('a login hint names the account, by user name or by the claim of the id token', async () => {
    const emulator = cloud();
    const names = ['ada@contoso.com', 'alan@contoso.com'];
    const open = windowOf(emulator, '', { choose: () => names.shift() ?? 'cancel' });
    const ada = await (await signIn(emulator, open)).redeem();
    await signIn(emulator, open, { prompt: 'select_account' });
    const claim = claimsOf(ada.body.id_token)['login_hint'] as string;
    for (const login_hint of ['ADA@contoso.com', claim]) {
      const { body } = await (await signIn(emulator, open, { login_hint })).redeem();
      expect(claimsOf(body.id_token)['oid']).toBe(people.ada.id);
    }
  });

  it('forgets the person at sign-out', async () => {
    const emulator = cloud();
    const open = windowOf(emulator);
    await signIn(emulator, open);
    await expect(
      open('https://login.microsoftonline.com/organizations/oauth2/v2.0/logout', true),
    ).rejects.toThrow('The user did not approve access.');
    const answer = fragmentOf(await open(authorizeUrl({ prompt: 'none' }), false));
    expect(codeOf(answer['error_description'])).toBe(50058);
  });

  it.each([
    [true, /Max-Age=7776000/],
    [false, /^(?!.*Max-Age)/],
  ])('a session that persists (%s) is in the cookie', async (persistentSession, shape) => {
    const emulator = cloud({ knobs: { token: { persistentSession } } });
    const page = await emulator.fetch(new Request(authorizeUrl({ login_hint: 'ada@contoso.com' })));
    const action = /action="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const answer = await emulator.fetch(
      new Request(new URL(action, 'https://login.microsoftonline.com'), {
        method: 'POST',
        body: new URLSearchParams({ password: 'x' }),
      }),
    );
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(shape);
    expect(cookie).toMatch(/HttpOnly; Secure; SameSite=None/);
  });
});

describe('tenants', () => {
  it('a guest gets the object id of the tenant asked for, and stays the same account', async () => {
    const emulator = cloud();
    const guest = {
      ...people.barbara,
      id: 'ba2ba2a0-0000-4000-8000-000000000001',
      userPrincipalName: 'guest@fabrikam.com',
    };
    emulator.directory.addPerson({
      ...guest,
      guestOf: [{ tenantId: contosoTenant.id, id: '90e57000-0000-4000-8000-000000000002' }],
    });
    const { redeem } = await signIn(
      emulator,
      windowOf(emulator, guest.userPrincipalName),
      {},
      contosoTenant.id,
    );
    const { body } = await redeem({}, { segment: contosoTenant.id });
    expect(claimsOf(body.access_token)).toMatchObject({
      oid: '90e57000-0000-4000-8000-000000000002',
      tid: contosoTenant.id,
    });
    expect(JSON.parse(Buffer.from(body.client_info, 'base64url').toString())).toEqual({
      uid: guest.id,
      utid: guest.tenantId,
    });
  });

  it('somebody of another tenant is turned away on a page (AADSTS50020)', async () => {
    const emulator = cloud();
    let shown = '';
    const open = windowOf(emulator, 'barbara@fabrikam.com', { onPage: (_, html) => void (shown = html) });
    await expect(open(authorizeUrl({ scope: `${GRAPH} openid` }, contosoTenant.id), true)).rejects.toThrow();
    expect(shown).toContain('AADSTS50020');
  });
});
