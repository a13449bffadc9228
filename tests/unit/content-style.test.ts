import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { promptCss } from '../../src/content/prompt-style.ts';

it("the colours of the prompt are the product's own", () => {
  const tokens = readFileSync(new URL('../../src/ui/tokens.css', import.meta.url), 'utf8');
  const colours = [...promptCss.matchAll(/--[\w-]+: (light-dark\([^;]*\));/g)].map(([, colour]) => colour);
  expect(colours.length).toBeGreaterThan(5);
  expect(colours.filter((colour) => !tokens.includes(colour!))).toEqual([]);
});

it("no rule of the prompt's host can be overridden by the page", () => {
  const hosts = [...promptCss.matchAll(/:host[^{]*\{([^}]*)\}/g)].map(([, body]) => body!);
  const declarations = hosts.flatMap((body) => body.split(';').map((text) => text.trim())).filter(Boolean);
  expect(declarations.length).toBeGreaterThan(5);
  expect(declarations.filter((text) => !text.endsWith('!important'))).toEqual([]);
});
