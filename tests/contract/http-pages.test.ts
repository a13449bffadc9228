import { describe, expect, test } from 'vitest';
import { readPages } from '../../src/http/pages.ts';
import { createRig, json, thrownBy } from './http-rig.ts';

const first = { resource: 'graph', url: '/v1.0/things' } as const;
const next = (n: number) => `https://graph.microsoft.com/v1.0/things?$skiptoken=${n}`;

describe('a collection', () => {
  test.each(['@odata.nextLink', 'nextLink'])('is read to its end by %s', async (link) => {
    const rig = createRig((_sent, n) => json(200, { value: [n], ...(n < 3 ? { [link]: next(n) } : {}) }));
    expect((await readPages(rig.http, first)).rows).toEqual([0, 1, 2, 3]);
    expect(rig.sent.map(({ url }) => url)).toEqual([
      'https://graph.microsoft.com/v1.0/things',
      next(0),
      next(1),
      next(2),
    ]);
  });

  test.each([null, ''])('ends at a next link that is %j', async (link) => {
    const rig = createRig(() => json(200, { value: [1], nextLink: link }));
    expect((await readPages(rig.http, first)).rows).toEqual([1]);
  });

  test.each(['https://example.org/v1.0/things', 'http://graph.microsoft.com/v1.0/things', '//example.org/'])(
    'is not followed to %s, and half of it is not returned',
    async (link) => {
      const rig = createRig(() => json(200, { value: [1], '@odata.nextLink': link }));
      expect(await thrownBy(readPages(rig.http, first))).toMatchObject({ failure: { kind: 'unreadable' } });
      expect(rig.sent).toHaveLength(1);
    },
  );

  test('that points to itself is given up', async () => {
    const rig = createRig(() => json(200, { value: [1], nextLink: next(1) }));
    expect(await thrownBy(readPages(rig.http, first))).toMatchObject({ failure: { kind: 'unreadable' } });
    expect(rig.sent).toHaveLength(2);
  });

  test('that never ends is given up after a hundred pages', async () => {
    const rig = createRig((_sent, n) => json(200, { value: [n], nextLink: next(n) }));
    expect(await thrownBy(readPages(rig.http, first))).toMatchObject({ failure: { kind: 'unreadable' } });
    expect(rig.sent).toHaveLength(100);
  });

  test.each([{ unexpected: true }, { value: 'x' }, [], null, 7, undefined])('is not %j', async (body) => {
    const rig = createRig(() => json(200, body));
    expect(await thrownBy(readPages(rig.http, first))).toMatchObject({ failure: { kind: 'unreadable' } });
  });
});
