/** When a request is sent that had to wait, and how often the service is asked. */
import { describe, expect, it } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import { nextLook } from '../../src/domain/pacing.ts';
import { ada } from './simulated-worker.ts';
import { accepted, recordedAt, setUp, states } from './follow-rig.ts';

describe('an activation that could not be sent at once', () => {
  it('is not sent by a worker of the next day', async () => {
    const { life, role, clock, bulk } = await setUp('azure', {});
    const recorded = recordedAt(clock.now(), role, bulk.bulkId);
    const second = life();
    await second.state.of(ada).journal.write([recorded]);
    await clock.sleep(16 * 60_000);
    await second.following.follow(ada);
    expect(second.news).toMatchObject([{ state: 'failed', failure: { kind: 'notSentInTime' } }]);
  });

  it('is sent after a long 429, and not held by a clock that was set back', async () => {
    let sent = 0;
    const { life, bulk, clock } = await setUp('entra', {
      async activate() {
        sent++;
        return sent === 1
          ? { type: 'throttled', notBefore: clock.now() + 50 * 60_000 }
          : accepted('Provisioned');
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(sent).toBe(1);
    await clock.sleep(-24 * 60 * 60_000);
    await worker.following.follow(ada);
    expect(sent).toBe(2);
  });
});

describe('a service that refuses with 429 again and again', () => {
  it('is asked less and less often, although it says "at once"', async () => {
    const sentAt: number[] = [];
    const { life, bulk, clock } = await setUp('entra', {
      async activate() {
        sentAt.push(clock.now());
        return sentAt.length < 8 ? { type: 'throttled', notBefore: clock.now() } : accepted('Provisioned');
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    const waits = sentAt.slice(1).map((at, n) => at - sentAt[n]!);
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(states(await worker.journal())).toEqual(['active']);
  });

  it('is waited for by timers up to the time of the soonest alarm', async () => {
    let sent = 0;
    const { life, bulk, clock } = await setUp('entra', {
      activate: async () =>
        ++sent === 1 ? { type: 'throttled', notBefore: clock.now() + 25_000 } : accepted('Provisioned'),
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(clock.slept).toEqual([10_000, 10_000, 5_000]);
    expect(states(await worker.journal())).toEqual(['active']);
  });
});

describe('a clock that is set back', () => {
  it('does not make the worker ask every second until it has caught up', () => {
    const start = Date.UTC(2026, 10, 23, 8);
    const entry = { state: 'following', changedAt: start } as Activation;
    expect(nextLook(entry, start - 24 * 60 * 60_000)).toEqual({ inMs: 60_000, by: 'alarm' });
    expect(nextLook(entry, start - 50)).toEqual({ inMs: 1_000, by: 'timer' });
  });
});
