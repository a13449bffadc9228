import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/ui/tokens.css', import.meta.url), 'utf8');
const base = css.slice(0, css.indexOf('@media'));
const moreContrast = /prefers-contrast: more\)\s*\{([^@]*)\n\}/.exec(css)?.[1] ?? '';

type Scheme = 'light' | 'dark';

/** The colours as written, by token name. */
function declared(text: string): Map<string, string> {
  return new Map([...text.matchAll(/(--colour-[\w-]+):\s*([^;]+);/g)].map((match) => [match[1]!, match[2]!]));
}

/** `#rrggbb` of a token in a scheme. */
function colour(tokens: ReadonlyMap<string, string>, name: string, scheme: Scheme): string {
  const value = tokens.get(`--colour-${name}`);
  if (value === undefined) throw new Error(`There is no colour ${name}.`);
  const other = /^var\(--colour-([\w-]+)\)$/.exec(value)?.[1];
  if (other) return colour(tokens, other, scheme);
  const [light, dark] = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(value)?.slice(1) ?? [value, value];
  const hex = scheme === 'light' ? light! : dark!;
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`${name} is ${value}, which is no colour.`);
  return hex;
}

/** Relative luminance by WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

const surfaces = ['page', 'sunken', 'raised', 'hover', 'pressed'];
const soft = ['accent-soft', 'success-soft', 'warn-soft', 'danger-soft'];

/** Which text stands on which ground, and how much it must stand out. */
const pairs: readonly (readonly [text: string, grounds: readonly string[], atLeast: number])[] = [
  ['text', [...surfaces, ...soft], 7],
  ['text-soft', [...surfaces, ...soft], 4.5],
  ['accent-text', [...surfaces, 'accent-soft'], 4.5],
  ['success', ['page', 'sunken', 'raised', 'hover', 'success-soft'], 4.5],
  ['warn', ['page', 'sunken', 'raised', 'hover', 'warn-soft'], 4.5],
  ['danger', ['page', 'sunken', 'raised', 'hover', 'pressed', 'danger-soft'], 4.5],
  ['on-accent', ['accent', 'accent-hover', 'accent-pressed'], 4.5],
  // What shows where a control is, and the ring around what has the focus.
  ['line-strong', ['page', 'sunken', 'raised'], 3],
  ['accent-text', [...surfaces, ...soft], 3],
  ['accent', ['page', 'raised'], 3],
];

describe.each(['light', 'dark'] as const)('the colours of the %s scheme', (scheme) => {
  const tokens = declared(base);

  it.each(
    pairs.flatMap(([text, grounds, atLeast]) => grounds.map((ground) => [text, ground, atLeast] as const)),
  )('%s on %s is at least %d to 1', (text, ground, atLeast) => {
    const found = contrast(colour(tokens, text, scheme), colour(tokens, ground, scheme));
    expect(found).toBeGreaterThanOrEqual(atLeast);
  });

  it('reads every colour of the tokens', () => {
    expect(tokens.size).toBeGreaterThan(20);
    for (const name of tokens.keys()) colour(tokens, name.slice('--colour-'.length), scheme);
  });

  it('stands out by 7 to 1 where more contrast is asked for, with lines that do, too', () => {
    const more = new Map([...tokens, ...declared(moreContrast)]);
    const against = (one: string, ground: string) =>
      contrast(colour(more, one, scheme), colour(more, ground, scheme));
    for (const ground of surfaces) expect(against('text-soft', ground)).toBeGreaterThanOrEqual(7);
    for (const ground of ['page', 'sunken', 'raised'])
      expect(against('line', ground)).toBeGreaterThanOrEqual(3);
  });
});

it('knows that black on white is 21 to 1, and a colour on itself 1 to 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#1258cf', '#1258cf')).toBe(1);
});
