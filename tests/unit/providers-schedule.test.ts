import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { isoDuration } from '../../src/domain/duration.ts';
import { minutesAsked, scheduleFrom, scheduleInfo, snapshotOf } from '../../src/providers/schedule-wire.ts';

describe('a schedule', () => {
  const serverNow = Date.UTC(2026, 9, 9, 8);
  const read = (wire: unknown) => v.parse(scheduleInfo, wire);

  test('comes back in minutes as it was sent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1440 }), (minutes) => {
        expect(minutesAsked(read(scheduleFrom(serverNow, isoDuration(minutes))))).toBe(minutes);
      }),
    );
  });

  test.each([
    ['PT480M', 480],
    ['PT8H', 480],
    ['P1D', 1440],
    ['PT24H', 1440],
    ['PT1H30M', 90],
    ['PT0S', undefined],
    [null, undefined],
  ])('of %s is %s minutes', (duration, minutes) => {
    expect(minutesAsked(read({ expiration: { type: 'afterDuration', endDateTime: null, duration } }))).toBe(
      minutes,
    );
  });

  const schedule = read({
    startDateTime: '2026-10-09T08:00:00.1234567+00:00',
    expiration: { type: 'AfterDuration', duration: 'PT1H' },
  });

  test('gives a snapshot its start and end', () => {
    expect(snapshotOf({ requestId: 'r', status: 'Provisioned', schedule }, serverNow)).toEqual({
      requestId: 'r',
      status: 'Provisioned',
      startsAt: '2026-10-09T08:00:00.123Z',
      endsAt: '2026-10-09T09:00:00.123Z',
      serverNow,
    });
  });

  test('that names its end is believed', () => {
    const until = read({
      startDateTime: '2026-10-09T08:00:00Z',
      expiration: { endDateTime: '2026-10-09T10:00:00Z' },
    });
    expect(snapshotOf({ requestId: 'r', status: 'Granted', schedule: until }, serverNow).endsAt).toBe(
      '2026-10-09T10:00:00Z',
    );
  });

  test.each(['PendingApproval', 'pendingapproval', 'PendingAdminDecision'])(
    'means nothing yet while %s',
    (status) => {
      expect(snapshotOf({ requestId: 'r', status, schedule }, serverNow)).toEqual({
        requestId: 'r',
        status,
        serverNow,
      });
    },
  );

  test.each([null, undefined, {}, { startDateTime: null }, { startDateTime: 'soon', expiration: null }])(
    'that is %j costs nobody the request',
    (wire) => {
      const snapshot = snapshotOf({ requestId: 'r', status: 'Provisioned', schedule: read(wire) }, serverNow);
      expect(snapshot).toEqual({ requestId: 'r', status: 'Provisioned', serverNow });
    },
  );
});
