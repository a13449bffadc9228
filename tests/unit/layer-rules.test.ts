import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const house = mkdtempSync(join(tmpdir(), 'hoist-layers-'));

/** A violation each: where it stands, what it says, which rule has to catch it. */
const violations: [path: string, source: string, rule: string][] = [
  ['src/popup/asks-for-a-token.ts', `import '../auth/auth.ts';`, 'no-restricted-imports'],
  ['src/options/speaks-http.ts', `import '../http/client.ts';`, 'no-restricted-imports'],
  ['src/welcome/calls-a-provider.ts', `import '../providers/azure.ts';`, 'no-restricted-imports'],
  ['src/popup/runs-a-use-case.ts', `import '../background/use-cases/sign-in.ts';`, 'no-restricted-imports'],
  ['src/popup/imports-msal.ts', `import '@azure/msal-browser';`, 'no-restricted-imports'],
  ['src/http/imports-msal.ts', `import '@azure/msal-browser';`, 'no-restricted-imports'],
  ['src/content/imports-preact.ts', `import 'preact';`, 'no-restricted-imports'],
  ['src/content/imports-preact-hooks.ts', `import 'preact/hooks';`, 'no-restricted-imports'],
  ['src/content/imports-a-component.ts', `import '../ui/button.tsx';`, 'no-restricted-imports'],
  ['src/domain/knows-the-browser.ts', `import '../platform/browser.ts';`, 'no-restricted-imports'],
  ['src/domain/does-io.ts', `import '../http/client.ts';`, 'no-restricted-imports'],
  ['src/background/imports-the-polyfill.ts', `import 'webextension-polyfill';`, 'no-restricted-imports'],
  ['src/background/touches-the-browser.ts', `import '../platform/browser.ts';`, 'no-restricted-imports'],
  ['src/ui/reads-chrome.ts', `export const id = chrome.runtime.id;`, 'no-restricted-globals'],
  ['src/background/use-cases/reads-the-clock.ts', `export const at = Date.now();`, 'no-restricted-globals'],
  ['src/domain/reads-the-clock.ts', `export const at = Temporal.Now.instant();`, 'no-restricted-properties'],
  ['src/domain/throws-dice.ts', `export const dice = Math.random();`, 'no-restricted-properties'],
  ['src/http/fetches-by-itself.ts', `export const answer = fetch('/');`, 'no-restricted-globals'],
  ['src/popup/reads-session-storage.ts', `import '../platform/session-area.ts';`, 'no-restricted-imports'],
  [
    'src/background/use-cases/reads-session-storage.ts',
    `import '../../platform/session-area.ts';`,
    'no-restricted-imports',
  ],
  ['src/background/use-cases/asks-msal.ts', `import '../../auth/auth.ts';`, 'no-restricted-imports'],
];

const allowed: [path: string, source: string][] = [
  ['src/auth/imports-msal.ts', `import '@azure/msal-browser';`],
  ['src/platform/imports-the-polyfill.ts', `import 'webextension-polyfill';`],
  ['src/popup/imports-a-component.ts', `import '../ui/button.tsx';`],
  ['src/background/imports-auth.ts', `import '../auth/auth.ts';`],
  ['src/background/hands-over-session-storage.ts', `import '../platform/session-area.ts';`],
];

interface Diagnostic {
  code: string;
  filename: string;
}

let found: Diagnostic[] = [];

beforeAll(() => {
  cpSync(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
  for (const [path, source] of [...violations, ...allowed]) {
    mkdirSync(join(house, dirname(path)), { recursive: true });
    writeFileSync(join(house, path), `${source}\n`);
  }
  const lint = spawnSync(
    process.execPath,
    [join(root, 'node_modules/oxlint/bin/oxlint'), '--format=json', 'src'],
    {
      cwd: house,
      encoding: 'utf8',
    },
  );
  found = (JSON.parse(lint.stdout) as { diagnostics: Diagnostic[] }).diagnostics;
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('the layer rules catch a planted violation', () => {
  it.each(violations)('%s: %s', (path, _, rule) => {
    const caught = found.filter((one) => one.filename.replaceAll('\\', '/').endsWith(path));
    expect(caught.map((one) => one.code)).toContain(`eslint(${rule})`);
  });
});

describe('and let pass what may be', () => {
  it.each(allowed)('%s: %s', (path) => {
    const caught = found.filter((one) => one.filename.replaceAll('\\', '/').endsWith(path));
    expect(caught.filter((one) => one.code.includes('no-restricted'))).toEqual([]);
  });
});
