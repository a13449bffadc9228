import { describe, expect, it } from 'vitest';
import { createSearch } from '../../src/domain/search.ts';

const rows = [
  ['Owner', 'IT', 'Management group'],
  ['Contributor', 'rg-shop-prod', 'Resource group'],
  ['Global Administrator', '', 'Directory'],
  ['Groups Administrator', '', 'Directory'],
  ['Reader', 'Zürich Büro', 'Subscription'],
  ['Key Vault Secrets Officer', 'kv-prod-01', 'Resource'],
  ['閲覧者', '東京', 'Subscription'],
] as const;
const search = createSearch(rows, (row) => row);
const names = (query: string) => search(query).map(({ item }) => item[0]);

describe('search', () => {
  it('finds everything, in order and unmarked, for an empty query', () => {
    expect(names('')).toEqual(rows.map(([name]) => name));
    expect(search('  ').flatMap(({ marks }) => marks.flat())).toEqual([]);
  });

  it.each([
    ['role and scope in any order', 'it owner', ['Owner']],
    ['beginnings of words', 'glob adm', ['Global Administrator']],
    ['the kind of scope', 'management', ['Owner']],
    ['parts of a name with hyphens', 'rg-shop', ['Contributor']],
    ['a hyphen in front as a hyphen', '-shop', ['Contributor']],
    ['without accents', 'zurich', ['Reader']],
    ['with accents', 'büro', ['Reader']],
    ['other scripts', '東京', ['閲覧者']],
    ['transposed letters', 'onwer', ['Owner']],
    ['a missing letter', 'contibutor', ['Contributor']],
    ['numbers exactly', 'kv 01', ['Key Vault Secrets Officer']],
    ['no slip in a number', 'kv 02', []],
    ['nothing where nothing is', 'zzz', []],
    ['nothing but punctuation', '***', []],
  ])('finds %s', (_, query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  it('puts the best match first', () => {
    expect(names('groups')[0]).toBe('Groups Administrator');
    expect(names('administrator')).toHaveLength(2);
  });

  it('marks what matched, by field', () => {
    const [found] = search('own it');
    expect(found?.marks).toEqual([[[0, 3]], [[0, 2]], []]);
    const [zurich] = search('zurich');
    expect(zurich?.marks[1]).toEqual([[0, 6]]);
  });

  it('marks nothing across the border of two fields', () => {
    for (const { item, marks } of search('r s')) {
      for (const [index, field] of marks.entries()) {
        for (const [from, to] of field) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(item[index]!.length);
          expect(from).toBeLessThan(to);
        }
      }
    }
  });
});
