import { describe, expect, it } from 'vitest';
import { advance, newActivation, waitsForEffect } from '../../src/domain/activation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { afterLook, type Effect, newEffect, nextProbe, mayBeLeftOver } from '../../src/domain/effect.ts';
import { roleKey, type Source } from '../../src/domain/role.ts';
import { eligibility } from './simulated-worker.ts';

const start = 1_000_000_000;
const minute = 60_000;

const entry = newActivation({
  id: 'a',
  bulkId: 'b',
  role: eligibility('entra', 'owner'),
  ask: { minutes: 30, justification: 'Why' },
  origin: 'page',
  at: start,
});
const sending = advance(entry, { type: 'sendStarted', at: start });
const snapshot = {
  requestId: 'r',
  status: 'Provisioned',
  serverNow: start,
  endsAt: isoInstant(start + 30 * minute),
};
const active = advance(sending, { type: 'answered', snapshot, at: start });

describe('the effect of an activation', () => {
  it('is waited for from the moment on at which the role is active, also where it was active before', () => {
    expect(active.effect).toEqual({ state: 'waiting', since: start });
    const already = advance(sending, { type: 'alreadyActive', at: start + 5 });
    expect(already.effect).toEqual({ state: 'waiting', since: start + 5 });
    expect(sending.effect).toBeUndefined();
  });

  it.each(['following', 'failed', 'unknown', 'scheduled'] as const)(
    'is not looked for while it is %s',
    (state) => {
      const other = { ...active, state };
      expect(waitsForEffect(other, start)).toBe(false);
      expect(advance(other, { type: 'probed', answer: 'inEffect', lookedAt: start, at: start })).toBe(other);
    },
  );

  it('is not looked for once the role is over, or where an older version wrote nothing of it', () => {
    expect(waitsForEffect(active, start + 30 * minute - 1)).toBe(true);
    expect(waitsForEffect(active, start + 30 * minute)).toBe(false);
    const { effect: _, ...older } = active;
    expect(waitsForEffect(older, start)).toBe(false);
    expect(advance(older, { type: 'probed', answer: 'inEffect', lookedAt: start, at: start })).toBe(older);
  });

  it.each(['inEffect', 'cannotTell'] as const)('ends with %s, and nothing changes it any more', (answer) => {
    const found = advance(active, { type: 'probed', answer, lookedAt: start + 7, at: start + 7 });
    expect(found.effect).toEqual({ state: answer, since: start, lookedAt: start + 7, settledAt: start + 7 });
    for (const later of ['inEffect', 'notYet', 'cannotTell'] as const)
      expect(advance(found, { type: 'probed', answer: later, lookedAt: start + 9, at: start + 9 })).toBe(
        found,
      );
  });

  it('is given up after a quarter of an hour, not before', () => {
    const late = afterLook(newEffect(start), 'notYet', start + 15 * minute - 1);
    expect(late.state).toBe('waiting');
    expect(afterLook(late, 'notYet', start + 15 * minute).state).toBe('notSeen');
    expect(afterLook(late, 'inEffect', start + 15 * minute).state).toBe('inEffect');
  });
});

describe('the next look', () => {
  const of = (source: Source, effect: Effect) => ({ role: { source }, effect });
  /** Looks of one role that never takes effect, in ms after it became active. */
  function looks(untilMs: number): { at: number; by: string }[] {
    let effect = newEffect(start);
    let now = start;
    const seen: { at: number; by: string }[] = [];
    for (;;) {
      const next = nextProbe('entra', [of('entra', effect)], [of('entra', effect)], now)!;
      now += next.inMs;
      if (now - start > untilMs) return seen;
      seen.push({ at: now - start, by: next.by });
      effect = afterLook(effect, 'notYet', now);
    }
  }

  it('is at once, then by timers for three minutes, then by an alarm, at growing distances', () => {
    const seen = looks(8 * minute);
    expect(seen.slice(0, 3).map(({ at }) => at)).toEqual([0, 5_000, 10_000]);
    const gaps = seen.slice(1).map(({ at }, index) => at - seen[index]!.at);
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(gaps.at(-1)).toBe(minute);
    expect(seen.filter(({ by, at }) => by === 'timer' && at > 3 * minute + 30_000)).toEqual([]);
    expect(seen.filter(({ by }) => by === 'timer').length).toBeLessThan(12);
  });

  it('counts from when the last one began: an answer that was long under way says what was true then', () => {
    const effect = afterLook(newEffect(start), 'notYet', start + 1_000, start + 41_000);
    expect(effect.lookedAt).toBe(start + 1_000);
    expect(nextProbe('entra', [of('entra', effect)], [of('entra', effect)], start + 41_000)!.inMs).toBe(0);
    const settled = afterLook(newEffect(start), 'inEffect', start + 1_000, start + 41_000);
    expect(settled).toMatchObject({ lookedAt: start + 1_000, settledAt: start + 41_000 });
  });

  it('comes no sooner than five seconds after another role of the same source was looked for', () => {
    const looked = of('entra', { state: 'inEffect', since: start, lookedAt: start + 100 });
    const fresh = of('entra', newEffect(start + 200));
    const at = (source: Source) =>
      nextProbe(source, [{ ...fresh, role: { source } }], [looked], start + 200)!.inMs;
    expect(at('entra')).toBe(4_900);
    expect(at('azure')).toBe(0);
  });

  it('is none where nothing is waited for, and not put off by a clock that was set back', () => {
    expect(nextProbe('azure', [of('entra', newEffect(start))], [], start)).toBeUndefined();
    const ahead = of('entra', { state: 'waiting', since: start, lookedAt: start + 60 * minute });
    expect(nextProbe('entra', [ahead], [ahead], start)!.inMs).toBeLessThanOrEqual(minute);
  });
});

describe('what is left of an ended access to a group', () => {
  const access = (id: string) => ({
    source: 'groups' as const,
    templateId: 'member',
    key: roleKey('groups', 'member', id),
  });
  const ended = [{ state: 'ended', settledAt: 1_000, role: access('g1') }];

  it('may pass for the same group again, and for no other', () => {
    expect(mayBeLeftOver(access('g1'), ended, 2_000)).toBe(true);
    expect(mayBeLeftOver(access('g2'), ended, 2_000)).toBe(false);
  });
});
