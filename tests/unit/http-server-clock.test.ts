import { describe, expect, it } from 'vitest';
import { type ClockOffsets, createServerClock } from '../../src/http/server-clock.ts';

const start = Date.UTC(2026, 9, 9, 8, 0, 0);
const minute = 60_000;

async function createRig(stored: ClockOffsets | Error = {}) {
  let time = start;
  const written: ClockOffsets[] = [];
  const clock = createServerClock(() => time, {
    read: async () => {
      if (stored instanceof Error) throw stored;
      return stored;
    },
    write: (offsets) => void written.push(offsets),
  });
  await clock.ready();
  return {
    clock,
    written,
    pass: (ms: number) => void (time += ms),
    /** An answer of the service whose clock is `aheadMs` ahead, after `tookMs`, dated when it left. */
    answer(aheadMs: number, { tookMs = 200, age = '' } = {}) {
      const sentAt = time;
      time += tookMs;
      const headers = new Headers({ date: new Date(sentAt + tookMs / 2 + aheadMs).toUTCString() });
      if (age) headers.set('age', age);
      return clock.learn('graph', headers, sentAt);
    },
  };
}

describe('the clock of a service', () => {
  it('is known from its answers, to about a second', async () => {
    const { clock, answer } = await createRig();
    answer(10 * minute);
    expect(Math.abs(clock.aheadMs('graph') - 10 * minute)).toBeLessThan(1_500);
    expect(clock.aheadMs('arm')).toBe(0);
  });

  it('is known to the next worker, from what was stored', async () => {
    const { clock } = await createRig({ graph: -10 * minute });
    expect(clock.aheadMs('graph')).toBe(-10 * minute);
    expect(clock.now('graph')).toBe(start - 10 * minute);
  });

  it('is learned anew where what was stored cannot be read', async () => {
    const { clock, answer } = await createRig(new Error('broken'));
    answer(10 * minute);
    expect(clock.aheadMs('graph')).toBeGreaterThan(9 * minute);
  });

  it.each([0, 900, -900, 2_500, -2_500])('that differs by %i ms differs by nothing', async (aheadMs) => {
    const { clock, answer, written } = await createRig();
    answer(aheadMs);
    expect(clock.aheadMs('graph')).toBe(0);
    expect(written).toEqual([]);
  });

  it('is told the same by every answer, however its seconds fall', async () => {
    const { clock, answer, pass, written } = await createRig();
    answer(10 * minute);
    const first = clock.aheadMs('graph');
    for (let n = 0; n < 50; n++) {
      pass(1_370);
      answer(10 * minute, { tookMs: (n * 211) % 3_000 });
    }
    expect(clock.aheadMs('graph')).toBe(first);
    expect(written).toHaveLength(1);
  });

  it('is not taken for wrong by an answer that took long', async () => {
    const { clock, answer } = await createRig();
    answer(0, { tookMs: 25_000 });
    expect(clock.aheadMs('graph')).toBe(0);
  });

  it('follows the browser’s clock when that is set', async () => {
    const { clock, answer, written } = await createRig({ graph: 10 * minute });
    answer(0);
    expect(Math.abs(clock.aheadMs('graph'))).toBeLessThan(1_500);
    expect(written).toHaveLength(1);
  });

  it('is not learned from a cache on the way, nor from an answer without a date', async () => {
    const { clock, answer } = await createRig();
    expect(answer(-10 * minute, { age: '600' })).toBe(start + 200);
    clock.learn('graph', new Headers(), start);
    expect(clock.aheadMs('graph')).toBe(0);
    expect(clock.now('graph')).toBe(start + 200);
  });
});
