/** The mark is kept three times, for the toolbar, for the store and inline: here they are held together. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { arrowPath, platformPath } from '../../src/ui/mark.tsx';

const folder = new URL('../../public/', import.meta.url);

/** Width and height from the header chunk of a PNG. */
function sizeOf(path: string): { width: number; height: number } {
  const png = readFileSync(new URL(path, folder));
  expect(png.toString('latin1', 1, 4), path).toBe('PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

describe('the mark', () => {
  it.each(['hoist', 'hoist-active'])('has the same shapes inline as in %s.svg', (name) => {
    const svg = readFileSync(new URL(`icons/${name}.svg`, folder), 'utf8');
    expect(svg).toContain(`d="${platformPath}"`);
    expect(svg).toContain(`d="${arrowPath}"`);
  });

  it('is another shape, not only another colour, while a role is active', () => {
    const shapes = (name: string) =>
      [...readFileSync(new URL(`icons/${name}.svg`, folder), 'utf8').matchAll(/<(path|circle)\b/g)].length;
    expect(shapes('hoist-active')).toBeGreaterThan(shapes('hoist'));
  });

  it.each([16, 32, 48, 128])('is there in %i px, in both states', (size) => {
    expect(sizeOf(`icons/hoist-${size}.png`)).toEqual({ width: size, height: size });
    expect(sizeOf(`icons/hoist-active-${size}.png`)).toEqual({ width: size, height: size });
  });

  it('is what the manifest names, in the sizes that it states', () => {
    const named = [...Object.entries(manifest.icons), ...Object.entries(manifest.action.default_icon)];
    expect(named.length).toBeGreaterThan(0);
    for (const [size, path] of named)
      expect(sizeOf(path)).toEqual({ width: Number(size), height: Number(size) });
  });
});
