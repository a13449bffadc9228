import { describe, expect, it } from 'vitest';
import type { Emulator } from '../emulator/emulator.ts';
import { portalHosts } from '../emulator/portal/hosts.ts';
import { portalLoads } from '../emulator/portal/loads.ts';
import { portalPage } from '../emulator/portal/registrations.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { azureRoleId } from '../emulator/seeds/azure-roles.ts';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { activateEntraRole, cloud, graphToken } from './token-service-client.ts';

interface Blade {
  readonly allowed: boolean;
  readonly roles: readonly string[];
  readonly text: string;
}

interface Summary {
  readonly tenant: string;
  readonly entra: Blade;
  readonly azure: Blade;
}

const summary = async (
  emulator: Emulator,
  token?: string,
  scope?: string,
): Promise<{ status: number; body: Summary }> => {
  const query = scope === undefined ? '' : `?scope=${encodeURIComponent(scope)}`;
  const answer = await emulator.fetch(
    new Request(`https://portal.azure.com/api/summary${query}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    }),
  );
  return { status: answer.status, body: (await answer.json()) as Summary };
};

const portalToken = (emulator: Emulator): Promise<string> =>
  emulator.tokens.issue({ upn: 'ada@contoso.com', clientId: portalPage.clientId, api: 'portal' });

async function activateAzureRole(emulator: Emulator, role: string, scope: string): Promise<void> {
  const token = await emulator.tokens.issue({ upn: 'ada@contoso.com', clientId: hoistClientId, api: 'arm' });
  const name = crypto.randomUUID();
  const answer = await emulator.fetch(
    new Request(
      `https://management.azure.com${scope}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/${name}?api-version=2020-10-01`,
      {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          properties: {
            principalId: people.ada.id,
            roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${azureRoleId(role)}`,
            requestType: 'SelfActivate',
            justification: 'Contract test',
            scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT30M' } },
          },
        }),
      },
    ),
  );
  if (answer.status !== 201) throw new Error(`not activated: ${answer.status} ${await answer.text()}`);
}

describe('the portal’s API', () => {
  it('needs a token of its own', async () => {
    const emulator = cloud();
    expect((await summary(emulator)).status).toBe(401);
    const foreign = await graphToken(emulator);
    expect((await summary(emulator, foreign)).status).toBe(401);
    const { status, body } = await summary(emulator, await portalToken(emulator));
    expect(status).toBe(200);
    expect(body).toMatchObject({ tenant: 'Contoso', person: { displayName: 'Ada Lovelace' } });
  });

  it('refuses the directory until a token names the role', async () => {
    const emulator = cloud();
    const old = await portalToken(emulator);
    expect((await summary(emulator, old)).body.entra['text']).toMatch(/^Access denied: /);
    await activateEntraRole(emulator, 'User Administrator');
    expect((await summary(emulator, old)).body.entra).toMatchObject({ allowed: false });
    const { entra } = (await summary(emulator, await portalToken(emulator))).body;
    expect(entra).toMatchObject({
      allowed: true,
      text: expect.stringMatching(/^Allowed: .*User Administrator/),
    });
  });

  it('refuses a token minted while the directory role was not yet in effect', async () => {
    const emulator = cloud({ knobs: { pim: { graph: { effectLagMs: 180_000 } } } });
    await activateEntraRole(emulator, 'User Administrator');
    emulator.clock.advance(179_000);
    const early = await portalToken(emulator);
    emulator.clock.advance(1000);
    expect((await summary(emulator, early)).body.entra['allowed']).toBe(false);
    expect((await summary(emulator, await portalToken(emulator))).body.entra['allowed']).toBe(true);
  });

  it('refuses a subscription until the role is in effect and the token is newer than that', async () => {
    const scope = subscriptionId('Contoso Web Shop');
    const emulator = cloud({ knobs: { pim: { arm: { effectLagMs: 60_000 } } } });
    const azure = async (token: string) => (await summary(emulator, token, scope)).body.azure;
    expect((await azure(await portalToken(emulator))).text).toMatch(/^Access denied: you have no role on /);
    await activateAzureRole(emulator, 'Contributor', scope);
    emulator.clock.advance(59_999);
    const early = await portalToken(emulator);
    expect(await azure(early)).toMatchObject({ allowed: false });
    emulator.clock.advance(1);
    expect(await azure(early)).toMatchObject({ allowed: false });
    expect(await azure(await portalToken(emulator))).toMatchObject({
      allowed: true,
      text: 'Allowed: Contributor',
    });
  });

  it('does not open a blade by a role that only reads', async () => {
    const emulator = cloud();
    const { azure } = (await summary(emulator, await portalToken(emulator), subscriptionId('Contoso Test')))
      .body;
    expect(azure).toMatchObject({ allowed: false, roles: ['Reader'] });
  });
});

describe('the portal’s pages', () => {
  const page = (emulator: Emulator, url: string): Promise<Response> => emulator.fetch(new Request(url));

  it.each(Object.entries(portalHosts))('%s is the %s', async (host, title) => {
    const answer = await page(cloud(), `https://${host}/`);
    expect(await answer.text()).toContain(`<title>${title} · ${host}</title>`);
  });

  it('forbid inline script and the building of HTML from text, unless that is turned off', async () => {
    const emulator = cloud();
    const policy =
      (await page(emulator, 'https://portal.azure.com/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    emulator.knobs.portal.strictCsp = false;
    expect(
      (await page(emulator, 'https://portal.azure.com/')).headers.get('content-security-policy'),
    ).toBeNull();
  });

  it('stand behind a sign-in where a cookie holds the session', async () => {
    const emulator = cloud({ knobs: { portal: { tokenKind: 'cookie' } } });
    const answer = await page(emulator, 'https://portal.azure.com/home?x=1');
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/signin?return=%2Fhome%3Fx%3D1');
    const signIn = await page(emulator, 'https://portal.azure.com/signin?return=//evil.example');
    const target = new URL(signIn.headers.get('location') ?? '');
    expect(target.hostname).toBe('login.microsoftonline.com');
    expect(target.searchParams.get('redirect_uri')).toBe('https://portal.azure.com/signin/callback');
  });

  it('are counted when they are loaded, not their parts nor the stops of a sign-in', async () => {
    const emulator = cloud();
    for (const path of [
      '/',
      '/auth',
      '/signin',
      '/assets/portal.js',
      '/home',
      '/api/summary',
      '/favicon.ico',
    ]) {
      await page(emulator, `https://portal.azure.com${path}`);
    }
    await page(emulator, 'https://entra.microsoft.com/');
    await page(emulator, 'https://sandbox.reactblade.portal.azure.net/blade');
    expect(portalLoads(emulator.journal, 'portal.azure.com').map(({ path }) => path)).toEqual(['/', '/home']);
    expect(portalLoads(emulator.journal)).toHaveLength(3);
  });
});
