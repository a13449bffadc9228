import { describe, expect, it } from 'vitest';
import { createCookieJar } from '../emulator/cookie-jar.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { press, readPage } from '../emulator/form-reader.ts';
import { contosoTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import {
  activateEntraRole,
  ARM,
  authorizeUrl,
  cloud,
  codeOf,
  fragmentOf,
  GRAPH,
  load,
  signIn,
  textOf,
  windowOf,
} from './token-service-client.ts';

/** A cloud where nobody has consented to anything for Hoist. */
const unconsented = (): Emulator => {
  const emulator = cloud();
  for (const api of ['graph', 'arm'] as const)
    emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, api);
  return emulator;
};

const armScope = `${ARM} openid profile offline_access`;

describe('permissions that people may consent to themselves', () => {
  it('are asked for once, for this person alone', async () => {
    const emulator = unconsented();
    const pages: string[] = [];
    const open = windowOf(emulator, 'ada@contoso.com', { onPage: (name) => void pages.push(name) });
    const { body } = await (await signIn(emulator, open, { scope: armScope })).redeem();
    expect(body.scope).toContain('user_impersonation');
    expect(pages).toEqual(['account', 'password', 'consent']);
    pages.length = 0;
    await signIn(emulator, open, { scope: armScope });
    expect(pages).toEqual([]);
    const alan = windowOf(emulator, 'alan@contoso.com', { onPage: (name) => void pages.push(name) });
    await signIn(emulator, alan, { scope: armScope });
    expect(pages).toContain('consent');
  });

  it('declined are access_denied with AADSTS65004', async () => {
    const emulator = unconsented();
    const open = windowOf(emulator, 'ada@contoso.com', { consent: () => 'decline' });
    const answer = fragmentOf(await open(authorizeUrl({ scope: armScope }), true));
    expect(answer).toMatchObject({ error: 'access_denied', error_subcode: 'cancel', state: 'the-state' });
    expect(codeOf(answer['error_description'])).toBe(65004);
  });

  it('missing without a page are AADSTS65001', async () => {
    const emulator = unconsented();
    const open = windowOf(emulator);
    await signIn(emulator, open, { scope: 'openid profile' });
    const answer = fragmentOf(await open(authorizeUrl({ scope: armScope, prompt: 'none' }), false));
    expect(answer).toMatchObject({ error: 'consent_required', suberror: 'consent_required' });
    expect(codeOf(answer['error_description'])).toBe(65001);
  });

  it('are shown again by prompt=consent, whatever was consented to', async () => {
    const emulator = cloud();
    const pages: string[] = [];
    const open = windowOf(emulator, 'ada@contoso.com', { onPage: (name) => void pages.push(name) });
    await signIn(emulator, open, { prompt: 'consent' });
    expect(pages).toEqual(['account', 'password', 'consent']);
  });

  it('of two APIs can be consented to in one sign-in', async () => {
    const emulator = unconsented();
    const scope = 'User.Read https://management.azure.com/user_impersonation openid profile offline_access';
    const { redeem } = await signIn(emulator, windowOf(emulator), { scope });
    expect((await redeem({ scope: 'User.Read openid offline_access' })).status).toBe(200);
    const again = await signIn(emulator, windowOf(emulator), { scope: armScope });
    expect((await again.redeem({ scope: armScope })).status).toBe(200);
  });
});

describe('permissions that only an administrator may consent to', () => {
  it('end on the “Need admin approval” page, and go back as access_denied', async () => {
    const emulator = unconsented();
    let shown = '';
    const giveUp = windowOf(emulator, 'ada@contoso.com', { onPage: (_, html) => void (shown = html) });
    await expect(giveUp(authorizeUrl(), true)).rejects.toThrow('The user did not approve access.');
    expect(shown).toContain('data-page="admin-approval"');
    expect(textOf(shown, 'error-message')).toMatch(/^AADSTS90094: /);
    const goBack = windowOf(emulator, 'ada@contoso.com', { consent: () => 'decline' });
    expect(fragmentOf(await goBack(authorizeUrl(), true))).toMatchObject({
      error: 'access_denied',
      error_subcode: 'cancel',
    });
  });

  it('named beside consented ones stop the whole request', async () => {
    const emulator = cloud();
    const pages: string[] = [];
    const open = windowOf(emulator, 'ada@contoso.com', { onPage: (name) => void pages.push(name) });
    await expect(
      open(authorizeUrl({ scope: 'User.Read Directory.Read.All openid' }), true),
    ).rejects.toThrow();
    expect(pages.at(-1)).toBe('admin-approval');
  });

  it('are not missed by /.default once anything is consented to', async () => {
    const emulator = unconsented();
    emulator.directory.consent(hoistClientId, contosoTenant.id, 'graph', ['User.Read']);
    const { body } = await (await signIn(emulator, windowOf(emulator))).redeem();
    expect(body.scope).toBe(`openid profile https://graph.microsoft.com/User.Read ${GRAPH}`);
  });

  it('can be granted for everybody by a Global Administrator', async () => {
    const emulator = unconsented();
    emulator.pim.store.standing.push({
      id: 'c0a5e000-0000-4000-8000-000000000001',
      kind: 'directory',
      tenantId: contosoTenant.id,
      principalId: people.grace.id,
      roleId: '62e90394-69f5-4237-9190-012177145e10',
      scope: '/',
      start: emulator.clock.now() - 1000,
      end: null,
      removedAt: null,
    });
    await signIn(emulator, windowOf(emulator, 'grace@contoso.com'));
    const { body } = await (await signIn(emulator, windowOf(emulator, 'ada@contoso.com'))).redeem();
    expect(body.scope).toContain('RoleAssignmentSchedule.ReadWrite.Directory');
  });

  it('are not granted for everybody by somebody who sends the administrator’s field all the same', async () => {
    const emulator = unconsented();
    const jar = createCookieJar();
    const host = 'login.microsoftonline.com';
    const post = async (
      html: string,
      testId: string,
      more: Record<string, string> = {},
    ): Promise<Response> => {
      const { action, fields } = press(readPage(html), (button) => button.testId === testId);
      for (const [name, value] of Object.entries(more)) fields.set(name, value);
      const headers = { cookie: jar.header(host) ?? '' };
      const answer = await emulator.fetch(
        new Request(`https://${host}${action}`, { method: 'POST', body: fields, headers }),
      );
      jar.store(host, answer);
      return answer;
    };
    const { html } = await load(emulator, authorizeUrl({ scope: armScope, login_hint: 'ada@contoso.com' }));
    const consentPage = await (await post(html, 'sign-in')).text();
    expect(readPage(consentPage).name).toBe('consent');
    expect((await post(consentPage, 'consent-accept', { organisation: 'yes' })).status).toBe(302);
    const open = windowOf(emulator, 'alan@contoso.com', { consent: () => 'decline' });
    expect(fragmentOf(await open(authorizeUrl({ scope: armScope }), true))['error']).toBe('access_denied');
  });

  it('are not granted by somebody whose administrator role is of another kind', async () => {
    const emulator = cloud();
    await activateEntraRole(emulator, 'User Administrator');
    emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, 'graph');
    await expect(windowOf(emulator)(authorizeUrl(), true)).rejects.toThrow(
      'The user did not approve access.',
    );
  });
});
