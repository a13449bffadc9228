import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLocalStart, suggestedStart } from '../../src/domain/local-start.ts';

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
const ms = (instant: string) => Date.parse(instant);
const longAgo = ms('2020-01-01T00:00:00Z');

describe('a start by the clock on the wall', () => {
  it('is the instant that this clock shows, in winter and in summer', () => {
    const berlin = (date: string) => readLocalStart({ date, time: '09:00' }, 'Europe/Berlin', longAgo);
    expect(berlin('2026-11-24')).toEqual({ type: 'start', at: ms('2026-11-24T08:00:00Z'), twice: false });
    expect(berlin('2026-07-24')).toEqual({ type: 'start', at: ms('2026-07-24T07:00:00Z'), twice: false });
  });

  it('does not exist where the clocks go forward over it', () => {
    const at = (time: string) => readLocalStart({ date: '2026-03-29', time }, 'Europe/Berlin', longAgo);
    expect(at('02:30')).toEqual({ type: 'skipped' });
    expect(at('01:59')).toMatchObject({ type: 'start', at: ms('2026-03-29T00:59:00Z') });
    expect(at('03:00')).toMatchObject({ type: 'start', at: ms('2026-03-29T01:00:00Z') });
  });

  it('is the first of two where the clocks go back, and the second when the first is over', () => {
    const twice = { date: '2026-10-25', time: '02:30' };
    const first = ms('2026-10-25T00:30:00Z');
    const second = ms('2026-10-25T01:30:00Z');
    const read = (now: number) => readLocalStart(twice, 'Europe/Berlin', now);
    expect(read(longAgo)).toEqual({ type: 'start', at: first, twice: true });
    expect(read(first)).toEqual({ type: 'start', at: second, twice: false });
    expect(read(second)).toEqual({ type: 'past' });
  });

  it('is past at its own minute, and unfinished while a field is empty', () => {
    const at = ms('2026-11-24T08:00:00Z');
    const read = (now: number) => readLocalStart({ date: '2026-11-24', time: '08:00' }, 'UTC', now);
    expect(read(at)).toEqual({ type: 'past' });
    expect(read(at - 1)).toMatchObject({ type: 'start', at });
    for (const unfinished of [
      { date: '', time: '08:00' },
      { date: '2026-11-24', time: '' },
      { date: '2026-02-30', time: '08:00' },
    ])
      expect(readLocalStart(unfinished, 'UTC', longAgo)).toEqual({ type: 'incomplete' });
  });

  it('reads back what any clock shows of any minute', () => {
    const minutes = fc.integer({
      min: ms('2026-01-01T00:00:00Z') / 60_000,
      max: ms('2028-01-01T00:00:00Z') / 60_000,
    });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
        const at = minute * 60_000;
        const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
        const local = { date: shown.toPlainDate().toString(), time: shown.toPlainTime().toString() };
        expect(readLocalStart(local, zone, at - 1)).toMatchObject({ type: 'start', at });
      }),
    );
  });

  it('is suggested as a full hour that lies half an hour to an hour and a half ahead', () => {
    const moments = fc.integer({ min: ms('2026-01-01T00:00:00Z'), max: ms('2028-01-01T00:00:00Z') });
    fc.assert(
      fc.property(moments, fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC'), (now, zone) => {
        const local = suggestedStart(zone, now);
        expect(local.time).toMatch(/^\d\d:00$/);
        const read = readLocalStart(local, zone, now);
        expect(read.type).toBe('start');
        const ahead = read.type === 'start' ? read.at - now : 0;
        // In the hour that comes twice the first may be over, and the second be an hour further away.
        expect(ahead).toBeGreaterThan(0);
        expect(ahead).toBeLessThanOrEqual(150 * 60_000);
      }),
    );
  });
});
