import { describe, expect, it } from 'vitest';
import { createFollowEffects, effectAlarm } from '../../src/background/use-cases/follow-effects.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import { newEffect } from '../../src/domain/effect.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { FailureError } from '../../src/domain/failure.ts';
import type { Source } from '../../src/domain/role.ts';
import { createAlarms } from '../../src/platform/alarms.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { PimProvider } from '../../src/providers/provider.ts';
import { createFate, died, type Fate, immortal, mortal } from './fate.ts';
import type { MemoryStorage } from './memory-storage.ts';
import {
  ada,
  createSimulatedClock,
  eligibility,
  scripted,
  signedInStorage,
  type SimulatedClock,
} from './simulated-worker.ts';

const minute = 60_000;

function activeEntry(source: Source, name: string, at: number): Activation {
  const ask = { minutes: 60, justification: 'Why' };
  const role = eligibility(source, name);
  return {
    ...newActivation({ id: name, bulkId: 'b', role, ask, origin: 'page', at }),
    state: 'active',
    settledAt: at,
    endsAt: isoInstant(at + 60 * minute),
    effect: newEffect(at),
  };
}

/** A service in which roles take effect at a time of the clock; counts how often it was asked. */
function service(source: Source, clock: SimulatedClock, effectAt: number, fate: Fate = immortal()) {
  const asked: string[][] = [];
  const provider = scripted(source, {
    probeEffect: (_, roles) =>
      fate.through(async () => {
        asked.push(roles.map(({ roleName }) => roleName));
        return new Map(
          roles.map(({ key }) => [key, clock.now() >= effectAt ? 'inEffect' : 'notYet'] as const),
        );
      }),
  });
  return { asked, provider };
}

function createLife(
  area: MemoryStorage,
  clock: SimulatedClock,
  providers: Partial<Record<Source, PimProvider>>,
) {
  const state = createWorkerState(createItemStore(area));
  const alarms = new Map<string, number>();
  const found: string[] = [];
  const needs: string[] = [];
  const following = createFollowEffects({
    state,
    providers: {
      entra: scripted('entra', {}),
      azure: scripted('azure', {}),
      groups: scripted('groups', {}),
      ...providers,
    },
    alarms: createAlarms(
      { create: (name, { when }) => alarms.set(name, when ?? 0), clear: async (name) => alarms.delete(name) },
      clock.now,
    ),
    now: clock.now,
    sleep: clock.sleep,
    onFound: async (account) => void found.push(account.username),
    async onSignInNeeded({ kind }) {
      needs.push(kind);
      await state.session.write({ status: 'signInNeeded', account: ada });
    },
  });
  return { state, alarms, found, needs, following, journal: () => state.of(ada).journal.read() };
}

async function storageWith(...entries: Activation[]): Promise<MemoryStorage> {
  const area = await signedInStorage([]);
  await createWorkerState(createItemStore(area)).of(ada).journal.write(entries);
  return area;
}

const states = (entries: readonly Activation[]) => entries.map(({ effect }) => effect?.state);

describe('looking whether roles are in effect', () => {
  it('sleeps 10 s at most and writes after each sleep, so that the worker is not stopped', async () => {
    const clock = createSimulatedClock();
    const area = await storageWith(activeEntry('entra', 'owner', clock.now()));
    const writes: number[] = [];
    const counting: SimulatedClock = {
      ...clock,
      async sleep(ms) {
        writes.push(area.writes);
        await clock.sleep(ms);
      },
    };
    const { provider } = service('entra', clock, clock.now() + 2 * minute);
    const life = createLife(area, counting, { entra: provider });
    await life.following.follow(ada);
    expect(states(await life.journal())).toEqual(['inEffect']);
    expect(Math.max(...clock.slept)).toBeLessThanOrEqual(10_000);
    expect(writes.length).toBeGreaterThan(5);
    for (let at = 1; at < writes.length; at++) expect(writes[at]).toBeGreaterThan(writes[at - 1]!);
    expect(life.found).toHaveLength(1);
    expect(life.alarms.has(effectAlarm)).toBe(false);
  });

  it('leaves the rest to an alarm after three minutes', async () => {
    const clock = createSimulatedClock();
    const start = clock.now();
    const area = await storageWith(activeEntry('azure', 'owner', start));
    const { provider } = service('azure', clock, Infinity);
    const life = createLife(area, clock, { azure: provider });
    await life.following.follow(ada);
    expect(clock.now() - start).toBeLessThan(3.5 * minute);
    expect(life.alarms.get(effectAlarm)! - clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(states(await life.journal())).toEqual(['waiting']);
  });

  it('asks once for all roles of a service, and at once for one that becomes active meanwhile', async () => {
    const clock = createSimulatedClock();
    const start = clock.now();
    const [first, second, late] = ['a', 'b', 'late'].map((name) => activeEntry('entra', name, start));
    const area = await storageWith(first!, second!);
    const { provider, asked } = service('entra', clock, start + 30_000);
    const life = createLife(area, clock, { entra: provider });
    const done = life.following.follow(ada);
    await life.state.of(ada).journal.update((journal) => [...journal, late!]);
    await Promise.all([done, life.following.follow(ada), life.following.follow(ada)]);
    expect(asked[0]).toEqual(['a', 'b']);
    expect(asked.at(-1)).toEqual(['a', 'b', 'late']);
    expect(asked.length).toBeLessThan(8);
    expect(states(await life.journal())).toEqual(['inEffect', 'inEffect', 'inEffect']);
  });

  it('goes on after a look that failed, and asks the person only where only they can help', async () => {
    const clock = createSimulatedClock();
    const area = await storageWith(activeEntry('entra', 'owner', clock.now()));
    let failure = new FailureError({ kind: 'offline' });
    let looks = 0;
    const entra = scripted('entra', {
      async probeEffect() {
        looks += 1;
        if (looks === 3) failure = new FailureError({ kind: 'signInNeeded' });
        throw failure;
      },
    });
    const life = createLife(area, clock, { entra });
    await life.following.follow(ada);
    expect(looks).toBe(3);
    expect(life.needs).toEqual(['signInNeeded']);
    expect(states(await life.journal())).toEqual(['waiting']);
    await life.following.follow(ada);
    expect(looks).toBe(3);
  });

  it('asks nothing for somebody who is not signed in, and nothing for a role that is over', async () => {
    const clock = createSimulatedClock();
    const past = { ...activeEntry('entra', 'past', clock.now()), endsAt: isoInstant(clock.now() - 1) };
    const life = createLife(await storageWith(past), clock, {});
    await life.following.follow(ada);
    await life.state.of(ada).journal.write([activeEntry('entra', 'owner', clock.now())]);
    await life.state.session.write({ status: 'signedOut' });
    await life.following.follow(ada);
    expect(clock.slept).toEqual([]);
  });
});

describe.each<Source>(['entra', 'azure'])('a worker killed at any step of looking (%s)', (source) => {
  async function oneFate(fatal: number, when: 'before' | 'after') {
    const clock = createSimulatedClock();
    const start = clock.now();
    const effectAt = start + 20_000;
    const area = await storageWith(activeEntry(source, 'owner', start));
    const fate = createFate(fatal, when);
    const dying: SimulatedClock = { ...clock, sleep: (ms) => fate.through(() => clock.sleep(ms)) };
    const first = createLife(mortal(area, fate), dying, {
      [source]: service(source, clock, effectAt, fate).provider,
    });
    first.following.watch();
    await Promise.race([first.following.follow(ada), died(fate)]);
    const second = createLife(area, clock, { [source]: service(source, clock, effectAt).provider });
    const left = states(await second.journal());
    await second.following.follow(ada);
    return { fate, first, left, entries: await second.journal(), effectAt };
  }

  it.each(['before', 'after'] as const)(
    'is woken and finds out, never early: killed %s the step',
    async (when) => {
      const steps = (await oneFate(Infinity, when)).fate.steps();
      expect(steps).toBeGreaterThan(15);
      for (let fatal = 1; fatal <= steps; fatal++) {
        const { first, left, entries, effectAt } = await oneFate(fatal, when);
        expect([fatal, states(entries)]).toEqual([fatal, ['inEffect']]);
        expect(entries[0]!.effect!.settledAt).toBeGreaterThanOrEqual(effectAt);
        if (left[0] === 'waiting') expect([fatal, first.alarms.has(effectAlarm)]).toEqual([fatal, true]);
      }
    },
  );
});
