import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSearch, type Found } from '../../src/domain/search.ts';
import { foldText, termsOf } from '../../src/domain/search-words.ts';

interface Row {
  readonly role: string;
  readonly scope: string;
  readonly alias: string;
}
const fields = (row: Row) => [row.role, row.scope, row.alias];
const costs = [1, 2.1, 0];
const searchOf = (rows: readonly Row[]) => createSearch(rows, fields, costs);
const row = (role: string, scope = 'Shop', alias = ''): Row => ({ role, scope, alias });

/** Words as names have them: of several scripts, with accents, numbers and signs between them. */
const word = fc.oneof(
  fc.stringMatching(/^[A-Za-z]{2,12}$/),
  fc.constantFrom('Owner', 'Reader', 'Zürich', 'größe', '東京', 'مالك', 'kv01', 'Straße', 'İstanbul', 'ﬁn'),
);
const phrase = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '-', '_', ' / ', '  ')), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map(([text, sign]) => text + sign).join(''));
const anyText = fc.oneof(phrase, fc.string({ unit: 'grapheme', maxLength: 20 }));
const anyRow: fc.Arbitrary<Row> = fc.record({ role: anyText, scope: anyText, alias: anyText });
const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 12 });

/** Where nothing has a word itself its slips are looked for, which takes its time. */
const someRuns = { numRuns: 25 };
const timeout = 20_000;

const itemsOf = (found: readonly Found<Row>[]) => found.map(({ item }) => item);

describe('the order of what is found', () => {
  it('has an exact role name before anything that is only like it', () => {
    fc.assert(
      fc.property(phrase, fc.array(phrase, { maxLength: 8 }), (name, others) => {
        fc.pre(termsOf(name).length > 0);
        // Whatever holds the name among other words, and whatever else there is.
        const rows = [
          ...others.map((other) => row(`${other} ${name} more`)),
          ...others.map((one) => row(one)),
        ];
        const [best] = searchOf([...rows, row(name, 'Elsewhere')])(name);
        const words = (text: string) => termsOf(text).toSorted().join(' ');
        expect(words(best!.item.role)).toBe(words(name));
      }),
    );
  });

  it('has an exact alias before an exact role name, and that before an exact scope', () => {
    fc.assert(
      fc.property(phrase, fc.array(anyRow, { maxLength: 8 }), (name, others) => {
        fc.pre(termsOf(name).length > 0);
        const [byScope, byRole, byAlias] = [row('Qq', name), row(name, 'Qq'), row('Qq', 'Qq', name)];
        const found = itemsOf(searchOf([...others, byScope, byRole, byAlias])(name));
        expect(found.indexOf(byAlias)).toBeLessThan(found.indexOf(byRole));
        expect(found.indexOf(byRole)).toBeLessThan(found.indexOf(byScope));
      }),
    );
  });

  it(
    'does not depend on the order of the words',
    () => {
      fc.assert(
        fc.property(
          anyRows,
          fc.array(word, { minLength: 2, maxLength: 5 }),
          fc.integer(),
          (rows, words, seed) => {
            const search = searchOf(rows);
            const other = words.toSorted((a, b) => (((a.length * seed) ^ b.length) & 1 ? 1 : -1));
            expect(itemsOf(search(other.join(' ')))).toEqual(itemsOf(search(words.join(' '))));
          },
        ),
        someRuns,
      );
    },
    timeout,
  );

  it.each([
    ['a word', 'owner', [row('Owner'), row('Ownership'), row('Reader', 'Owner'), row('Coowner')]],
    ['a beginning', 'own', [row('Owner'), row('Reader', 'Own-Sub'), row('Unowned Reader')]],
    ['the initials', 'uaa', [row('User Access Administrator'), row('Reader', 'Squaaa')]],
    [
      'fewer words that nobody asked for',
      'user adm',
      [row('User Administrator'), row('User Access Administrator')],
    ],
  ])('has %s first: %s', (_, query, rows) => {
    expect(itemsOf(searchOf(rows.toReversed())(query))).toEqual(rows);
  });

  it('forgives a slip only where nothing has the word itself', () => {
    const rows = [row('Reader'), row('Readar')];
    expect(itemsOf(searchOf(rows)('reader'))).toEqual([rows[0]]);
    expect(itemsOf(searchOf(rows)('raeder'))).toEqual([rows[0]]);
    expect(itemsOf(searchOf([...rows, row('Owner')])('ownr'))).toEqual([row('Owner')]);
  });

  it('looks for no slip in a word that no name is as long as', () => {
    const long = `readings${'o'.repeat(40)}`;
    const search = searchOf([row(long)]);
    expect(itemsOf(search(long))).toHaveLength(1);
    expect(itemsOf(search(long.replace('readings', 'raedings')))).toEqual([]);
    expect(itemsOf(search(`raedings${'o'.repeat(30)}`))).toHaveLength(1);
  });

  it('keeps the given order among equals', () => {
    const rows = ['C', 'A', 'B'].map((scope) => row('Reader', scope));
    expect(itemsOf(searchOf(rows)('reader'))).toEqual(rows);
  });
});

describe('what is found', () => {
  it(
    'is not lost by another word that matches',
    () => {
      fc.assert(
        fc.property(anyRows, word, word, (rows, first, second) => {
          const search = searchOf(rows);
          const [one, other, both] = [first, second, `${first} ${second}`].map((query) =>
            itemsOf(search(query)),
          );
          expect(new Set(both)).toEqual(new Set(one!.filter((item) => other!.includes(item))));
        }),
        someRuns,
      );
    },
    timeout,
  );

  it('is everything that has the beginnings of the words, however they are written', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), fc.nat(), (rows, at, cut) => {
        const wanted = rows[at % rows.length]!;
        const large = (text: string) =>
          text.toUpperCase().toLowerCase() === text ? text.toUpperCase() : text;
        const terms = [...termsOf(wanted.role), ...termsOf(wanted.scope)].map((term) =>
          large(term.slice(0, 3 + (cut % 5))),
        );
        fc.pre(terms.length > 0);
        expect(itemsOf(searchOf(rows)(terms.join(' ')))).toContain(wanted);
      }),
    );
  });
});

describe('the marks', () => {
  it(
    'lie within their text, in order, and spell what was typed or nearly that',
    () => {
      fc.assert(
        fc.property(anyRows, fc.array(word, { minLength: 1, maxLength: 3 }), (rows, words) => {
          for (const { item, marks } of searchOf(rows)(words.join(' '))) {
            const spelt: string[] = [];
            for (const [field, text] of fields(item).entries()) {
              let before = -1;
              for (const [from, to] of marks[field]!) {
                expect(from).toBeGreaterThan(before);
                expect(to).toBeGreaterThan(from);
                expect(to).toBeLessThanOrEqual(text.length);
                before = to;
              }
              spelt.push(marks[field]!.map(([from, to]) => foldText(text).slice(from, to)).join(''));
            }
            const all = spelt.join('');
            for (const term of termsOf(words.join(' '))) expect(isSpelt(term, all)).toBe(true);
          }
        }),
        someRuns,
      );
    },
    timeout,
  );
});

/** Whether a text has the letters of a term in their order; of a long term all but one and its neighbour. */
function isSpelt(term: string, text: string): boolean {
  const has = (letters: string) => {
    let at = 0;
    for (const letter of text) if (letter === letters[at]) at++;
    return at >= letters.length;
  };
  if (has(term)) return true;
  return term.length >= 5 && [...term].some((_, i) => has(term.slice(0, i) + term.slice(i + 1)));
}

describe('what a search keeps', () => {
  it(
    'from the query before, or from texts read in advance, changes nothing of what it finds',
    () => {
      fc.assert(
        fc.property(anyRows, word, fc.nat(5), (rows, typed, inAdvance) => {
          const search = searchOf(rows);
          let pieces = inAdvance;
          expect(search.prepare(() => pieces-- > 0)).toBe(inAdvance >= rows.length);
          const letters = Array.from(typed);
          // Typed, and then taken back letter by letter.
          const queries = letters.map((_, at) => letters.slice(0, at + 1).join(''));
          for (const query of [...queries, ...queries.toReversed(), typed])
            expect(search(query)).toEqual(searchOf(rows)(query));
          expect(search.prepare(() => false)).toBe(true);
        }),
        { numRuns: 8 },
      );
    },
    timeout,
  );
});

describe('a tenant of 5,000 roles', () => {
  it('has Owner on "IT" first for "own it"', () => {
    const roles = [
      'Owner',
      'Contributor',
      'Reader',
      'User Access Administrator',
      'Owner of Items',
      'IT Auditor',
    ];
    const scopes = ['Digital', 'it-prod', 'Iteration', 'Unit Test', 'Security IT Hub', 'Audit-Items'];
    const rows = Array.from({ length: 5_000 }, (_, n) =>
      row(roles[n % roles.length]!, `${scopes[Math.floor(n / roles.length) % scopes.length]!} ${n}`),
    );
    const wanted = row('Owner', 'IT');
    rows.splice(4_321, 0, wanted);
    const found = itemsOf(searchOf(rows)('own it'));
    expect(found.length).toBeGreaterThan(100);
    expect(found[0]).toBe(wanted);
  });
});
