import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../src/http/client.ts';
import { ThrottledError } from '../../src/http/errors.ts';
import { createGates } from '../../src/http/gate.ts';
import { createRig, json, refusal, type Service, start, thrownBy } from './http-rig.ts';

const get = (resource: 'graph' | 'arm'): HttpRequest => ({ resource, method: 'GET', url: '/things' });
const write: HttpRequest = { resource: 'graph', method: 'POST', url: '/things', body: {} };

const throttled = (retryAfter?: string, date?: string) =>
  json(429, refusal('TooManyRequests', 'Slow down.'), {
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(date === undefined ? {} : { date }),
  });

const once =
  (first: () => Response): Service =>
  (_request, n) =>
    n === 0 ? first() : json(200, {});

describe('after a 429', () => {
  test.each([
    ['12', 12_000],
    ['20', 20_000],
  ])('with Retry-After: %s a write is sent again that much later', async (retryAfter, wait) => {
    const rig = createRig(once(() => throttled(retryAfter)));
    await rig.http.request(write);
    expect(rig.sent.map(({ at }) => at)).toEqual([start, start + wait]);
  });

  test('with Retry-After: 0 a write is sent again at once', async () => {
    const rig = createRig(once(() => throttled('0')));
    await rig.http.request(write);
    expect(rig.sent).toHaveLength(2);
    expect(rig.waits).toEqual([]);
  });

  test('a gate does not stay shut until a clock that was set back has caught up', () => {
    let now = start;
    const gate = createGates(() => now, 2)('graph.microsoft.com');
    gate.closeFor(60_000);
    now -= 24 * 60 * 60_000;
    expect(gate.closedForMs()).toBe(0);
    gate.closeFor(5_000);
    gate.closeFor(1_000);
    expect(gate.closedForMs()).toBe(5_000);
  });

  test('"at once" is believed once', async () => {
    const rig = createRig(() => throttled('0'));
    const thrown = await thrownBy(rig.http.request(write));
    expect(rig.sent).toHaveLength(3);
    expect(rig.waits).toEqual([1500]);
    expect((thrown as ThrottledError).notBefore).toBeGreaterThan(rig.now());
  });

  test('a date is measured by the service’s clock, which is an hour ahead of ours', async () => {
    const theirs = (ms: number) => new Date(start + 3_600_000 + ms).toUTCString();
    const rig = createRig(once(() => throttled(theirs(9_000), theirs(0))));
    await rig.http.request(write);
    expect(rig.sent.map(({ at }) => at)).toEqual([start, start + 9_000]);
  });

  test('a wait over 20 s is handed to the caller, by our clock, and nothing is sent again', async () => {
    const rig = createRig(() => throttled('21'));
    const thrown = await thrownBy(rig.http.request(write));
    expect(thrown).toBeInstanceOf(ThrottledError);
    expect(thrown).toMatchObject({
      notBefore: start + 21_000,
      failure: { kind: 'throttled', status: 429, code: 'TooManyRequests', facts: { seconds: '21' } },
    });
    expect(rig.sent).toHaveLength(1);
    expect(rig.waits).toEqual([]);
  });

  test('without Retry-After a write waits a little', async () => {
    const rig = createRig(once(() => throttled()));
    await rig.http.request(write);
    expect(rig.waits).toEqual([750]);
  });
});

describe('the gate of a host', () => {
  test('keeps everybody out until it opens, and only of that host', async () => {
    const rig = createRig((request, n) => (n === 0 ? throttled('30') : json(200, { url: request.url })));
    await thrownBy(rig.http.request(get('graph')));
    const kept = await thrownBy(rig.http.request(write));
    expect(kept).toMatchObject({ notBefore: start + 30_000 });
    expect(rig.sent).toHaveLength(1);
    await rig.http.request(get('arm'));
    expect(rig.sent.map(({ url }) => new URL(url).host)).toEqual([
      'graph.microsoft.com',
      'management.azure.com',
    ]);
  });

  test('lets a caller that came meanwhile in when it opens', async () => {
    const rig = createRig((_request, n) => (n === 0 ? throttled('8') : json(200, {})));
    await Promise.all([rig.http.request(get('graph')), rig.http.request(write)]);
    const [first, ...later] = rig.sent.map(({ at }) => at);
    expect(first).toBe(start);
    // The second had left before the answer came; nothing else is sent before the gate opens.
    expect(later.every((at) => at === start || at >= start + 8_000)).toBe(true);
    expect(later).toHaveLength(2);
  });

  test('asks again at the gate after having waited for room', async () => {
    let open = (): void => {};
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    const rig = createRig(async (_request, n) => {
      await held;
      return n === 0 ? throttled('600') : json(200, {});
    });
    const all = Array.from({ length: 20 }, () =>
      rig.http.request(get('graph')).catch((thrown: unknown) => thrown),
    );
    await expect.poll(() => rig.sent.length).toBe(5);
    open();
    const ends = await Promise.all(all);
    expect(rig.sent).toHaveLength(5);
    expect(ends.filter((end) => end instanceof ThrottledError)).toHaveLength(16);
  });

  test('is never opened earlier by a later answer', async () => {
    const rig = createRig((_request, n) => throttled(n === 0 ? '600' : '30'));
    await Promise.all([thrownBy(rig.http.request(get('graph'))), thrownBy(rig.http.request(get('graph')))]);
    const kept = await thrownBy(rig.http.request(get('graph')));
    expect(kept).toMatchObject({ notBefore: start + 600_000 });
    expect(rig.sent).toHaveLength(2);
  });

  /** A service that answers only when told to, and counts whom it has inside. */
  function createHall() {
    const waiting: (() => void)[] = [];
    let inside = 0;
    let most = 0;
    let answered = 0;
    const rig = createRig(async () => {
      most = Math.max(most, ++inside);
      await new Promise<void>((resolve) => waiting.push(resolve));
      inside--;
      return json(200, {});
    });
    return {
      rig,
      most: () => most,
      inside: () => waiting.length,
      ask(request: HttpRequest, times: number): void {
        for (let n = 0; n < times; n++) void rig.http.request(request).then(() => answered++);
      },
      /** Answers all until so many have been answered. */
      empty: (times: number) =>
        expect
          .poll(() => {
            waiting.splice(0).forEach((go) => go());
            return answered;
          })
          .toBe(times),
    };
  }

  test('lets six through at a time, of each host', async () => {
    const hall = createHall();
    hall.ask(get('graph'), 15);
    hall.ask(write, 15);
    await expect.poll(hall.inside).toBe(6);
    hall.ask(get('arm'), 1);
    await expect.poll(hall.inside).toBe(7);
    await hall.empty(31);
    expect(hall.most()).toBe(7);
  });

  test.each([
    ['a write', 'many reads', write, get('graph')],
    ['a read', 'many writes', get('graph'), write],
  ])('lets %s in at once, however %s wait', async (_one, _many, one, many) => {
    const hall = createHall();
    hall.ask(many, 30);
    await expect.poll(hall.inside).toBe(5);
    hall.ask(one, 1);
    await expect.poll(hall.inside).toBe(6);
    expect(hall.rig.sent.at(-1)?.method).toBe(one.method);
    await hall.empty(31);
  });
});
