import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutTemplate, withRecent, withTemplate } from '../../src/domain/justifications.ts';

describe('the justifications used last', () => {
  it('are the last eight that differ, the newest first', () => {
    const used = ['a', 'b', ' a ', '', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'd'];
    expect(used.reduce<string[]>(withRecent, [])).toEqual(['d', 'i', 'h', 'g', 'f', 'e', 'c', 'a']);
  });

  it('never repeat one, hold what was used just now, and never more than eight', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string({ minLength: 1 }), (used, last) => {
        const recents = [...used, last].reduce<string[]>(withRecent, []);
        expect(new Set(recents).size).toBe(recents.length);
        expect(recents.length).toBeLessThanOrEqual(8);
        if (last.trim()) expect(recents[0]).toBe(last.trim());
      }),
    );
  });
});

describe('the templates', () => {
  it('are kept once each, and at most twenty of them', () => {
    const twenty = Array.from({ length: 20 }, (_, at) => `t${at}`);
    const full = twenty.reduce<readonly string[]>(withTemplate, []);
    expect(full).toEqual(twenty.toReversed());
    for (const text of ['more', 't3', ' ']) expect(withTemplate(full, text)).toBe(full);
    expect(withTemplate([], ' a ')).toEqual(['a']);
  });

  it('are taken away by their text', () => {
    expect(withoutTemplate(['a', 'b'], 'a')).toEqual(['b']);
    const kept = ['a'];
    expect(withoutTemplate(kept, 'c')).toBe(kept);
  });
});
