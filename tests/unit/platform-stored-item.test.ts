import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { ItemDefinition } from '../../src/platform/stored-item.ts';
import { createMemoryStorage } from './memory-storage.ts';

const counter: ItemDefinition<number> = { key: 'counter', version: 1, schema: v.number(), fallback: 0 };

describe('a stored item', () => {
  it('gives the fallback until something is written', async () => {
    const item = createItemStore(createMemoryStorage()).item(counter);
    expect(await item.read()).toBe(0);
    await item.write(7);
    expect(await item.read()).toBe(7);
    await item.remove();
    expect(await item.read()).toBe(0);
  });

  it.each([
    ['a value its schema refuses', { version: 1, data: 'seven' }],
    ['a value without an envelope', 7],
    ['a value of a later version', { version: 2, data: 7 }],
    ['a value of a version nobody can migrate', { version: 0, data: 7 }],
  ])('treats %s as absent', async (_, stored) => {
    expect(
      await createItemStore(createMemoryStorage({ counter: stored }))
        .item(counter)
        .read(),
    ).toBe(0);
  });

  it('loses one row of a list, not the list, where its schema refuses one', async () => {
    const definition: ItemDefinition<number[]> = { ...counter, schema: v.array(v.number()), fallback: [] };
    const store = createItemStore(createMemoryStorage({ counter: { version: 1, data: [1, 'two', 3] } }));
    expect(await store.item(definition).read()).toEqual([1, 3]);
    expect(await store.item(definition).update((rows) => [...rows, 4])).toEqual([1, 3, 4]);
  });

  it('loses one row of a list that stands beside other members', async () => {
    const schema = v.object({ readAt: v.number(), rows: v.array(v.object({ name: v.string() })) });
    const definition = { ...counter, schema, fallback: { readAt: 0, rows: [] } };
    const data = { readAt: 5, rows: [{ name: 'a' }, { name: 7 }, {}, { name: 'd' }] };
    const store = createItemStore(createMemoryStorage({ counter: { version: 1, data } }));
    expect(await store.item(definition).read()).toEqual({ readAt: 5, rows: [{ name: 'a' }, { name: 'd' }] });
    const unreadable = createItemStore(
      createMemoryStorage({ counter: { version: 1, data: { ...data, readAt: '5' } } }),
    );
    expect(await unreadable.item(definition).read()).toEqual(definition.fallback);
  });

  it('is not brought back by an update that was under way when it was removed', async () => {
    const area = createMemoryStorage();
    const store = createItemStore(area);
    await store.item(counter).write(1);
    const update = store.item(counter).update((count) => count + 1);
    await Promise.all([update, store.removeAll(['counter'])]);
    expect(area.all()).toEqual({});
  });

  it('migrates step by step', async () => {
    const definition: ItemDefinition<number> = {
      ...counter,
      version: 2,
      migrations: [(data) => ({ count: data }), (data) => (data as { count: number }).count * 10],
    };
    const store = createItemStore(createMemoryStorage({ counter: { version: 0, data: 7 } }));
    expect(await store.item(definition).read()).toBe(70);
  });

  it('loses no update among many at once, whoever holds the item', async () => {
    const store = createItemStore(createMemoryStorage());
    await Promise.all(Array.from({ length: 50 }, () => store.item(counter).update((count) => count + 1)));
    expect(await store.item(counter).read()).toBe(50);
  });

  it('goes on after an update that threw', async () => {
    const item = createItemStore(createMemoryStorage()).item(counter);
    const failing = item.update(() => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await item.update((count) => count + 1)).toBe(1);
  });

  it('writes nothing when nothing changed', async () => {
    const area = createMemoryStorage();
    const item = createItemStore(area).item(counter);
    await item.update((count) => count);
    expect(area.writes).toBe(0);
  });

  it('tells watchers of every later value, until they stop', async () => {
    const item = createItemStore(createMemoryStorage()).item(counter);
    const seen: number[] = [];
    const stop = item.watch((value) => seen.push(value));
    await item.write(1);
    await item.remove();
    stop();
    await item.write(2);
    expect(seen).toEqual([1, 0]);
  });
});
