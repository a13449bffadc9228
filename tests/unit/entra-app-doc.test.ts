/** docs/entra-app.md against the constants it repeats: a wrong id there costs an administrator an afternoon. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { aadstsKinds } from '../../src/auth/aadsts.ts';
import {
  adminConsentUrl,
  apis,
  groupPermissions,
  isGranted,
  optionalPermissions,
  permissions,
  requiredResourceAccess,
} from '../../src/domain/permissions.ts';
import { registrationScript, shells } from '../../src/ui/registration-script.ts';

const root = new URL('../../', import.meta.url);
const doc = readFileSync(new URL('docs/entra-app.md', root), 'utf8');
const factSheet = new URL('../shared/pim-api.md', root);
const guids = (text: string) => text.match(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi) ?? [];

/** The rows of the table whose header starts with this cell, split into cells without their back-ticks. */
function tableOf(text: string, firstHeader: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${firstHeader} |`));
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

describe('the permissions in the guide', () => {
  it('are the ones that Hoist uses, row by row', () => {
    const rows = tableOf(doc, 'API').map(([api, name, id, , consent]) => ({ api, name, id, consent }));
    expect(rows).toEqual(
      permissions.map(({ api, name, id, adminConsent }) => ({
        api: apis[api].name,
        name,
        id,
        consent: adminConsent ? 'administrator' : 'person or administrator',
      })),
    );
  });

  it('come with no id that is not one of theirs or of their APIs', () => {
    const known = new Set([
      ...permissions.map(({ id }) => id),
      ...Object.values(apis).map(({ appId }) => appId),
    ]);
    expect(known.size).toBe(permissions.length + 2);
    expect(new Set(guids(doc))).toEqual(known);
  });
});

it('names the optional permissions in the guide, and asks for none of them', () => {
  const named = tableOf(doc, 'Optional permission (Microsoft Graph)').map(([name]) => name ?? '');
  expect(named).toEqual(Object.values(optionalPermissions));
  expect(permissions.filter(({ name }) => named.includes(name))).toEqual([]);
});

describe('what was consented to', () => {
  const { eligibilities, assignments } = groupPermissions;

  it.each([
    ['the permission itself', [eligibilities], eligibilities, true],
    ['the permission in another case', [eligibilities.toLowerCase()], eligibilities, true],
    ['a larger one', ['PrivilegedAccess.ReadWrite.AzureADGroup'], assignments, true],
    ['one that reads only, for writing', ['PrivilegedAccess.Read.AzureADGroup'], assignments, false],
    ['another service’s', ['RoleEligibilitySchedule.Read.Directory'], eligibilities, false],
    ['nothing', [], eligibilities, false],
    ['nobody knows what', undefined, eligibilities, true],
  ] as const)('%s', (_, granted, permission, expected) => {
    expect(isGranted(granted, permission)).toBe(expected);
  });
});

describe('the commands in the guide', () => {
  it.each(shells)('are those of the welcome page (%s)', (shell) => {
    const fence = shell === 'bash' ? 'bash' : 'powershell';
    expect(doc).toContain(`\`\`\`${fence}\n${registrationScript(shell, 'REDIRECT-URI')}\`\`\``);
  });

  it.each(['bash', 'powershell'] as const)('hand over JSON that asks for every permission (%s)', (shell) => {
    const script = registrationScript(shell, 'https://example.chromiumapp.org/');
    const quoted = [...script.matchAll(/'([[{][^']*)'/g)].map(
      ([, json]) => JSON.parse(json ?? '') as unknown,
    );
    expect(quoted).toEqual([
      requiredResourceAccess(),
      { spa: { redirectUris: ['https://example.chromiumapp.org/'] } },
    ]);
  });
});

describe('the commands of Microsoft Graph PowerShell', () => {
  const script = registrationScript('graphPowershell', 'https://example.chromiumapp.org/');

  it('hand over one registration as JSON, with the redirect URI and every permission', () => {
    const [json, ...more] = [...script.matchAll(/'(\{[^']*)'/g)].map(([, found]) => found ?? '');
    expect(more).toEqual([]);
    expect(JSON.parse(json!)).toEqual({
      displayName: 'Hoist',
      signInAudience: 'AzureADMultipleOrgs',
      spa: { redirectUris: ['https://example.chromiumapp.org/'] },
      requiredResourceAccess: requiredResourceAccess(),
    });
  });

  it('grant, API by API, each permission by its name and nothing else', () => {
    const grants = [...script.matchAll(/Api = '([^']+)'; Scope = '([^']+)'/g)].map(([, api, scope]) => ({
      api,
      names: scope?.split(' '),
    }));
    expect(grants).toEqual(
      (['graph', 'arm'] as const).map((api) => ({
        api: apis[api].appId,
        names: permissions.filter((one) => one.api === api).map(({ name }) => name),
      })),
    );
  });

  it('ask for the two permissions that registering and consenting take', () => {
    expect(script).toContain(
      'Connect-MgGraph -Scopes Application.ReadWrite.All, DelegatedPermissionGrant.ReadWrite.All\n',
    );
  });
});

describe('the redirect URIs in the guide', () => {
  const uris = Object.fromEntries(tableOf(doc.slice(doc.indexOf('A build from source')), 'Browser'));

  it("Chromium's follows from the key in the manifest", () => {
    const hash = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex').slice(0, 32);
    const id = hash.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
    expect(uris['Chrome, Edge, Chromium']).toBe(`https://${id}.chromiumapp.org/`);
  });

  it("Firefox's follows from the id in the manifest", () => {
    const hash = createHash('sha1').update(manifest.browser_specific_settings.gecko.id).digest('hex');
    expect(uris['Firefox']).toBe(`https://${hash}.extensions.allizom.org/`);
  });
});

describe('the failures in the guide', () => {
  it('are codes that Hoist has a sentence for', () => {
    const codes = tableOf(doc, 'Code').flatMap(([cell]) => cell?.match(/\d+/g) ?? []);
    expect(codes.length).toBeGreaterThan(15);
    expect(codes.filter((code) => !(Number(code) in aadstsKinds))).toEqual([]);
  });
});

describe('the consent link', () => {
  it('escapes what it is made of', () => {
    const url = adminConsentUrl({
      tenant: 'contoso.com',
      clientId: '11111111-2222-4333-8444-555555555555',
      redirectUri: 'https://example.chromiumapp.org/',
    });
    expect(url).toBe(
      'https://login.microsoftonline.com/contoso.com/adminconsent?client_id=11111111-2222-4333-8444-555555555555' +
        '&redirect_uri=https%3A%2F%2Fexample.chromiumapp.org%2F',
    );
  });
});

const hasFactSheet = existsSync(factSheet);
if (!hasFactSheet)
  console.warn(`SKIPPED: no fact sheet at ${fileURLToPath(factSheet)}; permission ids not compared.`);

describe.skipIf(!hasFactSheet)('permission ids against the fact sheet (../shared/pim-api.md G.2)', () => {
  it('name the same ids, and the same need of an administrator', () => {
    const sheet = readFileSync(factSheet, 'utf8');
    const rows = tableOf(sheet.slice(sheet.indexOf('### G.2')), 'scope');
    for (const { name, id, api, adminConsent } of permissions) {
      const row = rows.find(([scope]) => scope === name || scope?.endsWith(`/${name}`));
      expect(row, name).toBeDefined();
      expect(row?.[1]).toContain(id);
      if (api === 'arm') expect(row?.[1]).toContain(apis.arm.appId);
      expect(row?.[2]?.startsWith(adminConsent ? '**yes' : 'no'), name).toBe(true);
    }
    expect(sheet).toContain(`Graph resource app id ${apis.graph.appId}`);
  });
});
