import { describe, expect, it } from 'vitest';
import type { Emulator } from '../emulator/emulator.ts';
import { contosoTenant, fabrikamTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { ARM, cloud, GRAPH, load, REDIRECT, signIn, textOf, windowOf } from './token-service-client.ts';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

function consentUrl(changes: Record<string, string> = {}, segment: string = contosoTenant.id): string {
  const query = new URLSearchParams({ client_id: hoistClientId, redirect_uri: REDIRECT, ...changes });
  return `https://login.microsoftonline.com/${segment}/adminconsent?${query}`;
}

/** A cloud where nobody has consented to anything, and Grace is Global Administrator. */
function unconsented(): Emulator {
  const emulator = cloud();
  for (const api of ['graph', 'arm'] as const) {
    emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, api);
  }
  emulator.pim.store.standing.push({
    id: 'c0a5e000-0000-4000-8000-000000000001',
    kind: 'directory',
    tenantId: contosoTenant.id,
    principalId: people.grace.id,
    roleId: globalAdministrator,
    scope: '/',
    start: emulator.clock.now() - 1000,
    end: null,
    removedAt: null,
  });
  return emulator;
}

const grace = 'grace@contoso.com';
const answerOf = (url: string): Record<string, string> => Object.fromEntries(new URL(url).searchParams);
const consents = (emulator: Emulator) =>
  emulator.directory.registration(hoistClientId)?.consents[contosoTenant.id];

describe('the page for an administrator’s consent', () => {
  it('lists the registration’s permissions, records them for everybody and goes back', async () => {
    const emulator = unconsented();
    let shown = '';
    const pages: string[] = [];
    const open = windowOf(emulator, grace, {
      onPage: (name, html) => {
        pages.push(name);
        shown = html;
      },
    });
    const end = await open(consentUrl({ state: '12345' }), true);
    expect(end.startsWith(`${REDIRECT}?`)).toBe(true);
    expect(answerOf(end)).toEqual({ admin_consent: 'True', tenant: contosoTenant.id, state: '12345' });
    expect(pages).toEqual(['account', 'password', 'consent']);
    expect(shown).toContain('RoleAssignmentSchedule.ReadWrite.Directory');
    expect(shown).toContain('user_impersonation');
    expect(consents(emulator)?.graph).toContain('PrivilegedEligibilitySchedule.Read.AzureADGroup');
    expect(consents(emulator)?.arm).toEqual(['user_impersonation']);
    // Ada, who could not consent herself, signs in without being asked.
    pages.length = 0;
    const ada = windowOf(emulator, 'ada@contoso.com', { onPage: (name) => void pages.push(name) });
    for (const api of [GRAPH, ARM]) {
      const scope = `${api} openid offline_access`;
      expect((await (await signIn(emulator, ada, { scope })).redeem()).status).toBe(200);
    }
    expect(pages).not.toContain('consent');
  });

  it('records nothing when the administrator declines', async () => {
    const emulator = unconsented();
    const open = windowOf(emulator, grace, { consent: () => 'decline' });
    const answer = answerOf(await open(consentUrl({ state: 'x' }), true));
    expect(answer).toMatchObject({ error: 'access_denied', state: 'x' });
    expect(answer['error_description']).toContain('AADSTS65004');
    expect(answer).not.toHaveProperty('admin_consent');
    expect(consents(emulator)).toEqual({ graph: [], arm: [] });
  });

  it('may be asked for again, and signs nobody in to the app', async () => {
    const emulator = cloud();
    emulator.pim.store.standing.push(...unconsented().pim.store.standing.slice(-1));
    const before = structuredClone(consents(emulator));
    const end = await windowOf(emulator, grace)(consentUrl({}, 'organizations'), true);
    expect(answerOf(end)).toEqual({ admin_consent: 'True', tenant: contosoTenant.id });
    expect(new Set(consents(emulator)?.graph)).toEqual(new Set(before?.graph));
  });

  it('stops whoever is no administrator, also one who sends the form all the same', async () => {
    const emulator = unconsented();
    const pages: string[] = [];
    const open = windowOf(emulator, 'ada@contoso.com', { onPage: (name) => void pages.push(name) });
    await expect(open(consentUrl(), true)).rejects.toThrow('The user did not approve access.');
    expect(pages.at(-1)).toBe('admin-approval');
    const flow = emulator.journal.last({ path: /^\/flow\// })?.path.split('/')[2] ?? '';
    const forged = await emulator.fetch(
      new Request(`https://login.microsoftonline.com/flow/${flow}/consent`, {
        method: 'POST',
        body: new URLSearchParams({ answer: 'accept', organisation: 'yes' }),
      }),
    );
    expect(forged.headers.get('location')).toBeNull();
    expect(consents(emulator)).toEqual({ graph: [], arm: [] });
    const declines = windowOf(emulator, 'ada@contoso.com', { consent: () => 'decline' });
    expect(answerOf(await declines(consentUrl(), true))).toMatchObject({ error: 'access_denied' });
  });

  it('is not fooled by an administrator’s name in the address', async () => {
    const emulator = unconsented();
    const { html } = await load(emulator, consentUrl({ login_hint: grace }));
    expect(html).toContain('data-page="password"');
    const flow = /\/flow\/([^/"]+)\//.exec(html)?.[1] ?? '';
    const forged = await emulator.fetch(
      new Request(`https://login.microsoftonline.com/flow/${flow}/consent`, {
        method: 'POST',
        body: new URLSearchParams({ answer: 'accept', organisation: 'yes' }),
      }),
    );
    expect(await forged.text()).toContain('data-page="password"');
    expect(consents(emulator)).toEqual({ graph: [], arm: [] });
  });

  it('shows what is wrong with the address instead of going back', async () => {
    const emulator = unconsented();
    const codeAt = async (url: string): Promise<string | undefined> =>
      textOf((await load(emulator, url)).html, 'error-code');
    expect(await codeAt(consentUrl({ redirect_uri: 'https://evil.example/' }))).toBe('AADSTS50011');
    expect(await codeAt(consentUrl({ client_id: 'c0a5e000-0000-4000-8000-00000000dead' }))).toBe(
      'AADSTS700016',
    );
    expect(await codeAt(consentUrl({}, 'nowhere.example'))).toBe('AADSTS90002');
    let shown = '';
    const open = windowOf(emulator, grace, { onPage: (_, html) => void (shown = html) });
    await expect(open(consentUrl({}, fabrikamTenant.id), true)).rejects.toThrow();
    expect(textOf(shown, 'error-code')).toBe('AADSTS50020');
  });
});
