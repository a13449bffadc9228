import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { StorageArea } from '../../src/platform/stored-item.ts';
import { followItem, keepIdentity } from '../../src/ui/stored-signal.ts';
import { memoryArea } from './ui-harness.tsx';

const item = {
  key: 'x',
  version: 1,
  schema: v.object({ rows: v.array(v.object({ n: v.number() })) }),
  fallback: { rows: [] },
};
const rows = (...numbers: number[]) => ({ rows: numbers.map((n) => ({ n })) });
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('a followed item', () => {
  it('is undefined until it was read, then the fallback where nothing is stored', async () => {
    const { value } = followItem(createItemStore(memoryArea()), item);
    expect(value.value).toBeUndefined();
    await settle();
    expect(value.value).toEqual({ rows: [] });
  });

  it('follows every change until it is stopped', async () => {
    const store = createItemStore(memoryArea());
    const { value, stop } = followItem(store, item);
    await settle();
    await store.item(item).write(rows(1));
    expect(value.value).toEqual(rows(1));
    stop();
    await store.item(item).write(rows(2));
    expect(value.value).toEqual(rows(1));
  });

  it('lets no slow first reading overtake a change', async () => {
    const area = memoryArea();
    const held: (() => void)[] = [];
    const slow: StorageArea = {
      ...area,
      get: async (keys) => {
        const before = await area.get(keys);
        await new Promise<void>((resolve) => held.push(resolve));
        return before;
      },
    };
    const store = createItemStore(slow);
    await store.item(item).write(rows(1));
    const { value } = followItem(store, item);
    await settle();
    await store.item(item).write(rows(2));
    for (const go of held) go();
    await settle();
    expect(held).toHaveLength(1);
    expect(value.value).toEqual(rows(2));
  });

  it('falls back where the area cannot be read', async () => {
    const broken: StorageArea = { ...memoryArea(), get: () => Promise.reject(new Error('gone')) };
    const { value } = followItem(createItemStore(broken), item);
    await settle();
    expect(value.value).toEqual({ rows: [] });
  });

  it('keeps the rows that did not change, and the whole where nothing did', async () => {
    const store = createItemStore(memoryArea());
    const { value } = followItem(store, item);
    await store.item(item).write(rows(1, 2));
    const before = value.value!;
    await store.item(item).write(rows(1, 2));
    expect(value.value).toBe(before);
    await store.item(item).write(rows(1, 3));
    expect(value.value!.rows[0]).toBe(before.rows[0]);
    expect(value.value!.rows[1]).toEqual({ n: 3 });
  });
});

describe('keepIdentity', () => {
  it.each([
    ['a removed member', { a: 1, b: 2 }, { a: 1 }],
    ['an added member', { a: 1 }, { a: 1, b: undefined }],
    ['a shorter list', [1, 2], [1]],
    ['a list in place of an object', {}, []],
    ['null in place of an object', { a: 1 }, null],
    ['an object in place of nothing', undefined, { a: 1 }],
  ])('sees %s', (_, previous, next) => {
    expect(keepIdentity<unknown>(previous, next)).not.toBe(previous);
    expect(keepIdentity<unknown>(previous, next)).toStrictEqual(next);
  });
});
