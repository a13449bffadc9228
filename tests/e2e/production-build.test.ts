import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumBuild, firefoxBuild } from '../browser/hoist.ts';

interface Manifest {
  incognito?: string;
  permissions: string[];
  host_permissions: string[];
  content_scripts: { js: string[]; matches: string[] }[];
  web_accessible_resources?: unknown;
  background: { service_worker?: string; scripts?: string[] };
}

const permissions = ['alarms', 'contextMenus', 'identity', 'notifications', 'scripting', 'storage'];
const portals = [
  'https://*.portal.azure.com/*',
  'https://admin.cloud.microsoft/*',
  'https://admin.microsoft.com/*',
  'https://entra.microsoft.com/*',
  'https://intune.microsoft.com/*',
  'https://portal.azure.com/*',
  'https://purview.microsoft.com/*',
  'https://security.microsoft.com/*',
];
const apis = [
  'https://graph.microsoft.com/*',
  'https://login.microsoftonline.com/*',
  'https://management.azure.com/*',
];

/** Every script that the page loads, by following static imports from its document. */
function scriptsOf(build: string, page: string): string[] {
  const html = readFileSync(join(build, page), 'utf8');
  const queue = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map(([, path]) => path!);
  const seen = new Set<string>();
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const source = readFileSync(join(build, path), 'utf8');
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const [, imported] of source.matchAll(/(?:from|import)\s*\(?["'`](\.[^"'`]+\.js)["'`]/g)) {
      queue.push(join(folder, imported!));
    }
  }
  return [...seen];
}

const isMsal = (source: string) => /msal\.js\.browser|msal\.interaction|acquireTokenSilent/.test(source);

describe.each([
  ['Chromium', chromiumBuild],
  ['Firefox', firefoxBuild],
])('the production build for %s', (name, build) => {
  const manifest = JSON.parse(readFileSync(join(build, 'manifest.json'), 'utf8')) as Manifest;

  it('asks for exactly the permissions it needs', () => {
    expect(manifest.permissions.toSorted()).toEqual(permissions);
    expect(manifest.host_permissions.toSorted()).toEqual([...portals, ...apis].toSorted());
    expect(manifest).not.toHaveProperty('optional_permissions');
    expect(manifest).not.toHaveProperty('optional_host_permissions');
  });

  it('stays out of private windows, whose portals may be signed in as somebody else', () => {
    expect(manifest.incognito).toBe('not_allowed');
  });

  it('has nothing that a web page could reach, and one plain content script on the portals', () => {
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
    expect(manifest.content_scripts).toHaveLength(1);
    const [script] = manifest.content_scripts;
    expect(script?.matches.toSorted()).toEqual(portals);
    expect(script?.js).toHaveLength(1);
    const source = readFileSync(join(build, script!.js[0]!), 'utf8');
    expect(source).not.toMatch(/\bimport\b\s*[("'{]/);
    expect(source.length).toBeLessThan(12_000);
  });

  it('has MSAL in the worker and in no page', () => {
    for (const page of ['popup', 'options', 'welcome']) {
      const scripts = scriptsOf(build, `src/${page}/index.html`);
      expect(scripts.length).toBeGreaterThan(1);
      for (const path of scripts)
        expect(isMsal(readFileSync(join(build, path), 'utf8')), `${page}: ${path}`).toBe(false);
    }
    const all = readdirSync(join(build, 'assets')).filter((file) => file.endsWith('.js'));
    expect(all.some((file) => isMsal(readFileSync(join(build, 'assets', file), 'utf8')))).toBe(true);
  });

  it('has its own three pages and nothing of the gallery', () => {
    const files = readdirSync(build, { recursive: true }).map((file) => String(file).replaceAll('\\', '/'));
    const pages = files.filter((file) => file.endsWith('.html'));
    expect(pages.toSorted()).toEqual(['options', 'popup', 'welcome'].map((page) => `src/${page}/index.html`));
    for (const file of files.filter((one) => /\.(js|css|html|json)$/.test(one))) {
      expect(readFileSync(join(build, file), 'utf8'), file).not.toMatch(
        /data-scene|gallery-frame|Platform Engineers/,
      );
    }
  });

  it('runs its background as the browser wants it', () => {
    if (name === 'Firefox') expect(manifest.background.scripts).toHaveLength(1);
    else expect(manifest.background.service_worker).toBeTypeOf('string');
    expect(manifest.background).not.toHaveProperty(name === 'Firefox' ? 'service_worker' : 'scripts');
  });
});
