import { describe, expect, it } from 'vitest';
import { createSessionCache } from '../../src/auth/session-cache.ts';

/** A session area that counts its writes and can be made to fail. */
function createArea(stored: Record<string, unknown> = {}) {
  const area = {
    stored,
    writes: 0,
    failures: 0,
    get: (keys: string | string[] | null) =>
      Promise.resolve(keys === null ? { ...stored } : { [String(keys)]: stored[String(keys)] }),
    set: async (items: Record<string, unknown>) => {
      area.writes++;
      if (area.failures-- > 0) throw new Error('quota');
      Object.assign(stored, structuredClone(items));
    },
    remove: async (keys: string | string[]) => {
      area.writes++;
      for (const key of [keys].flat()) delete stored[key];
    },
  };
  area.failures = 0;
  return area;
}

const interactionStatus = 'msal.interaction.status';
const flowKeys = [
  interactionStatus,
  'msal.client.interaction.status',
  'msal.client.request.params',
  'msal.client.request.origin',
  'msal.client.request.native',
  'msal.client.code.verifier',
  'msal.client.urlHash',
];

describe('session cache', () => {
  it('has the shape that MSAL expects of sessionStorage', () => {
    const { storage } = createSessionCache(createArea());
    storage.setItem('b', '1');
    storage.setItem('a', '2');
    expect(Object.keys(storage)).toEqual(['b', 'a']);
    expect(Object.hasOwn(storage, 'b')).toBe(true);
    expect(Object.hasOwn(storage, 'setItem')).toBe(false);
    expect(storage.length).toBe(2);
    expect(storage.key(0)).toBe('b');
    expect(storage.key(9)).toBeNull();
    expect(storage.getItem('b')).toBe('1');
    expect(storage.getItem('missing')).toBeNull();
    expect(storage.getItem('toString')).toBeNull();
    storage.removeItem('b');
    expect(storage.getItem('b')).toBeNull();
  });

  it('survives the worker: a new one reads back what was written', async () => {
    const area = createArea();
    const first = createSessionCache(area);
    first.storage.setItem('msal.3.token', 'secret');
    await first.flush();

    const second = createSessionCache(area);
    expect(second.storage.getItem('msal.3.token')).toBeNull();
    await second.hydrate();
    expect(second.storage.getItem('msal.3.token')).toBe('secret');
  });

  it('never mirrors what belongs to a flow under way', async () => {
    const area = createArea();
    const { storage, flush } = createSessionCache(area);
    for (const key of flowKeys) storage.setItem(key, 'flow');
    await flush();
    expect(area.stored).toEqual({});
    storage.setItem('msal.version', '5');
    await flush();
    expect(JSON.stringify(area.stored)).not.toContain('flow');
    expect(JSON.stringify(area.stored)).toContain('msal.version');
  });

  it('does not take flow entries from a mirror either', async () => {
    const area = createArea();
    const writer = createSessionCache(area);
    writer.storage.setItem('msal.version', '5');
    await writer.flush();
    const [key] = Object.keys(area.stored);
    Object.assign(area.stored[key!] as object, { [interactionStatus]: 'x', 'not.text': 7 });

    const { storage, hydrate } = createSessionCache(area);
    await hydrate();
    expect(Object.keys(storage)).toEqual(['msal.version']);
  });

  it('forgets a flow and keeps the rest', () => {
    const { storage, forgetFlow } = createSessionCache(createArea());
    for (const key of [...flowKeys, 'msal.3.account.keys']) storage.setItem(key, 'x');
    forgetFlow();
    expect(Object.keys(storage)).toEqual(['msal.3.account.keys']);
  });

  it('writes a burst once, and is not done before the last change is written', async () => {
    const area = createArea();
    const { storage, flush } = createSessionCache(area);
    for (let index = 0; index < 20; index++) storage.setItem(`key${index}`, 'x');
    await flush();
    expect(area.writes).toBe(1);

    const slow = createSessionCache({
      ...area,
      set: async (items) => {
        // A change that comes while the area is writing.
        if (!slow.storage.getItem('late')) slow.storage.setItem('late', 'x');
        await area.set(items);
      },
    });
    slow.storage.setItem('early', 'x');
    await slow.flush();
    expect(JSON.stringify(area.stored)).toContain('late');
  });

  it('does not write what did not change', async () => {
    const area = createArea();
    const { storage, flush } = createSessionCache(area);
    storage.setItem('a', '1');
    await flush();
    storage.setItem('a', '1');
    storage.removeItem('missing');
    await flush();
    expect(area.writes).toBe(1);
  });

  it('tries a failed write again, and reports one that keeps failing', async () => {
    const area = createArea();
    area.failures = 1;
    const { storage, flush } = createSessionCache(area);
    storage.setItem('a', '1');
    await flush();
    expect(JSON.stringify(area.stored)).toContain('"a":"1"');

    area.failures = 5;
    storage.setItem('a', '2');
    await expect(flush()).rejects.toThrow('quota');
    area.failures = 0;
    await flush();
    expect(JSON.stringify(area.stored)).toContain('"a":"2"');
  });

  it('keeps what was written before the mirror was read', async () => {
    const area = createArea();
    const writer = createSessionCache(area);
    writer.storage.setItem('a', 'old');
    writer.storage.setItem('b', 'old');
    await writer.flush();
    const { storage, hydrate } = createSessionCache(area);
    storage.setItem('a', 'new');
    await hydrate();
    expect([storage.getItem('a'), storage.getItem('b')]).toEqual(['new', 'old']);
  });

  it('leaves no key behind when cleared, read or not', async () => {
    const area = createArea();
    const writer = createSessionCache(area);
    writer.storage.setItem('a', '1');
    await writer.flush();

    const unread = createSessionCache(area);
    await unread.clear();
    expect(area.stored).toEqual({});
    await unread.hydrate();
    expect(unread.storage.length).toBe(0);
  });

  it('is not refilled by a reading that was under way when it was cleared', async () => {
    const area = createArea();
    const writer = createSessionCache(area);
    writer.storage.setItem('a', '1');
    await writer.flush();

    const cache = createSessionCache(area);
    const reading = cache.hydrate();
    await cache.clear();
    await reading;
    expect(cache.storage.length).toBe(0);
    expect(area.stored).toEqual({});
  });

  it('reads again after a reading that failed', async () => {
    const area = createArea();
    const writer = createSessionCache(area);
    writer.storage.setItem('a', '1');
    await writer.flush();
    let broken = true;
    const cache = createSessionCache({
      ...area,
      get: (keys) => (broken ? Promise.reject(new Error('not now')) : area.get(keys)),
    });
    await expect(cache.hydrate()).rejects.toThrow('not now');
    broken = false;
    await cache.hydrate();
    expect(cache.storage.getItem('a')).toBe('1');
  });
});
