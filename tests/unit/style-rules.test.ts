import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../src', import.meta.url));
const sheets = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.css'))
  .map((file) => ({ file, css: readFileSync(join(src, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '') }));

const tokens = sheets.find(({ file }) => file.endsWith('tokens.css'))!.css;
const others = sheets.filter(({ file }) => !file.endsWith('tokens.css'));

describe.each(others.map(({ file, css }) => [file, css] as const))('%s', (_, css) => {
  it('takes its colours from the tokens', () => {
    expect(css.match(/#[0-9a-f]{3,8}\b(?=[^{]*;)|\b(?:rgba?|hsla?|oklch|light-dark)\(/gi) ?? []).toEqual([]);
  });

  it('names tokens that there are', () => {
    const own = new Set([...css.matchAll(/(--[\w-]+)\s*:/g)].map((match) => match[1]!));
    const named = [...css.matchAll(/var\(\s*(--[\w-]+)\s*\)/g)].map((match) => match[1]!);
    const unknown = named.filter(
      (name) => !own.has(name) && !tokens.includes(`${name}:`) && !elsewhere.has(name),
    );
    expect(unknown).toEqual([]);
  });

  it('names no side left or right', () => {
    expect(
      css.match(
        /\b(?:margin|padding|border)-(?:left|right)\b|(?<=[\s;{])(?:left|right)\s*:|text-align:\s*(?:left|right)/g,
      ) ?? [],
    ).toEqual([]);
  });

  it('stands still for whoever asks for less motion', () => {
    // Lengths from the tokens are nothing then; what is written out needs a rule of its own.
    const moves = [...css.matchAll(/(?:animation|transition):[^;]*\b[\d.]+m?s\b[^;]*;/g)].map(
      (match) => match[0],
    );
    if (moves.length > 0) expect(css, moves.join(' ')).toContain('prefers-reduced-motion');
  });

  it('takes no outline away', () => {
    // But for what the ring stands around instead.
    const taken = css.match(/outline:\s*(?:none|0)\b/g) ?? [];
    if (taken.length > 0) expect(css).toMatch(/:focus-within|:has\([^)]*:focus-visible\)/);
  });
});

describe('all style sheets together', () => {
  it('have one room for every class: two that define the same one break each other where both are loaded', () => {
    const rooms = new Map<string, Set<string>>();
    for (const { file, css } of sheets) {
      for (const name of firstClasses(css)) rooms.set(name, (rooms.get(name) ?? new Set()).add(file));
    }
    const shared = [...rooms].filter(([, files]) => files.size > 1);
    expect(rooms.size).toBeGreaterThan(200);
    expect(shared.map(([name, files]) => `${name}: ${[...files].join(', ')}`)).toEqual([]);
  });

  it('are read as a browser reads them', () => {
    const css =
      '@media (x) { .a > .b, :is(.c, .d) .e { margin: 0 } }\n@keyframes k { from { margin: 0 } }\n.f{}';
    expect(firstClasses(css)).toEqual(['.a', '.c', '.f']);
  });
});

/** The class that each selector begins with: what it is about. The others are only where that one stands. */
function firstClasses(css: string): string[] {
  const preludes = [...css.matchAll(/(?<=^|[{};])([^{};]+)\{/g)].map((match) => match[1]!.trim());
  return preludes
    .filter((prelude) => !prelude.startsWith('@'))
    .flatMap((prelude) => prelude.split(/,(?![^(]*\))/))
    .flatMap((selector) => /\.[a-z][\w-]*/i.exec(selector)?.[0] ?? []);
}

/** Set on an element by one sheet or script and read by another. */
const elsewhere = new Set([
  ...others.flatMap(({ css }) => [...css.matchAll(/(--[\w-]+)\s*:/g)].map((match) => match[1]!)),
  ...readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => [...readFileSync(join(src, file), 'utf8').matchAll(/'(--[\w-]+)':/g)])
    .map((match) => match[1]!),
]);
