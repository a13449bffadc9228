import { describe, expect, it } from 'vitest';
import { isOpen } from '../../src/domain/activation.ts';
import type { Source } from '../../src/domain/role.ts';
import { createAccepting, createFate, died, type Fate, immortal, mortal } from './fate.ts';
import {
  ada,
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  scripted,
  signedInStorage,
  type SimulatedClock,
} from './simulated-worker.ts';

const retryAfterMs = 7_000;

/** @param refusals how many requests it refuses with 429 before it accepts one */
function createService(source: Source, clock: SimulatedClock, refusals: number) {
  const { accepted, accept, read, find } = createAccepting(source, 'PendingProvisioning', 'Provisioned');
  /** When each request came, ms since the epoch. */
  const came: number[] = [];
  const provider = (fate: Fate) =>
    scripted(source, {
      activate: (_, { id }) =>
        came.length < refusals
          ? fate.through(async () => {
              came.push(clock.now());
              return { type: 'throttled' as const, notBefore: clock.now() + retryAfterMs };
            })
          : accept(fate, id, () => came.push(clock.now())),
      readRequest: (_, { requestId }) => read(fate, requestId),
      findRequest: (_, { id }) => find(fate, id),
    });
  return { accepted, came, provider };
}

async function oneFate(source: Source, fatal: number, when: 'before' | 'after', refusals = 0) {
  const role = eligibility(source, 'owner');
  const area = await signedInStorage([role]);
  const clock = createSimulatedClock();
  const service = createService(source, clock, refusals);
  let fetching = false;
  /** How far the journal was when the worker lay down to sleep. */
  let sleeping: string | undefined;
  const life = (fate: Fate) =>
    createWorkerLife(
      mortal(area, fate),
      { entra: scripted('entra', {}), azure: scripted('azure', {}), [source]: service.provider(fate) },
      {
        ...clock,
        async sleep(ms) {
          sleeping = (await second.journal())[0]?.state;
          await fate.through(() => clock.sleep(ms));
          sleeping = undefined;
        },
      },
      async () => {
        fetching = true;
        await fate.through(async () => undefined);
        fetching = false;
      },
    );
  const fate = createFate(fatal, when);
  const second = life(immortal());
  const first = life(fate);
  const bulk = {
    bulkId: '11111111-1111-4111-8111-111111111111',
    requests: [{ key: role.key, ask: { minutes: 60, justification: 'Daily PIM elevation' } }],
  };
  const acknowledged = await Promise.race([
    first.activate(bulk).then(async () => {
      await Promise.race([first.done(), died(fate)]);
      return true;
    }),
    died(fate).then(() => false),
  ]);
  const diedFetching = fetching;
  const diedSleeping = sleeping;
  const cameBefore = service.came.length;
  const recorded = await second.journal();
  await second.following.follow(ada);
  return {
    fate,
    acknowledged,
    diedFetching,
    diedSleeping,
    /** How many requests had come when the worker died. */
    cameBefore,
    recorded,
    journal: await second.journal(),
    service,
    first,
    second,
  };
}

describe.each<Source>(['entra', 'azure'])('a worker killed at every single step (%s)', (source) => {
  it.each(['before', 'after'] as const)(
    'loses nothing, sends nothing twice: killed %s the step',
    async (when) => {
      const whole = await oneFate(source, Infinity, when);
      const steps = whole.fate.steps();
      expect(steps).toBeGreaterThan(20);
      const told: unknown[] = [];
      const fetching: unknown[] = [];
      const unwatched: unknown[] = [];
      for (let fatal = 1; fatal <= steps; fatal++) {
        const { diedFetching, recorded, journal, service, first, second } = await oneFate(
          source,
          fatal,
          when,
        );
        const outcome = journal.map((entry) => [entry.state, entry.toldAt !== undefined]);
        const where = `${when} ${fatal}`;
        if (recorded.length === 0) expect([where, service.accepted, journal]).toEqual([where, [], []]);
        else {
          const sent = service.accepted.length;
          // Nothing has left while the token is on its way, and nobody is told that it may have.
          if (diedFetching) fetching.push([recorded[0]?.state, sent, outcome]);
          // On Graph a request that never left looks like one that was lost.
          const state = sent === 1 ? 'active' : 'unknown';
          expect([where, outcome]).toEqual([where, [[state, true]]]);
          expect(sent).toBeLessThanOrEqual(1);
          if (source === 'azure') expect([where, sent]).toEqual([where, 1]);
          const news = [...first.news, ...second.news].map((entry) => entry.state);
          expect([where, new Set(news)]).toEqual([where, new Set([state])]);
          told.push(state);
          const waiting = recorded.filter((entry) => isOpen(entry.state) || entry.toldAt === undefined);
          if (waiting.length > 0 && !first.alarms.has('follow-activations'))
            unwatched.push(`${where} ${waiting[0]?.state}`);
        }
      }
      expect(unwatched).toEqual([]);
      expect(fetching).toEqual([['recorded', 1, [['active', true]]]]);
      expect(told.length).toBeGreaterThan(10);
    },
  );

  it.each(['before', 'after'] as const)(
    'remembers that it was refused with 429, and sends again when the time has come: killed %s the step',
    async (when) => {
      const refusals = 2;
      const whole = await oneFate(source, Infinity, when, refusals);
      const steps = whole.fate.steps();
      expect(whole.service.came).toHaveLength(refusals + 1);
      const waiting: unknown[] = [];
      const unclear = new Set<string>();
      for (let fatal = 1; fatal <= steps; fatal++) {
        const { diedSleeping, cameBefore, recorded, journal, service, first } = await oneFate(
          source,
          fatal,
          when,
          refusals,
        );
        const where = `${when} ${fatal}`;
        const [entry] = recorded;
        if (!entry) continue;
        const { came, accepted } = service;
        const waits = came.slice(1).map((at, n) => at - came[n]!);
        expect([where, waits.filter((ms) => ms < retryAfterMs)]).toEqual([where, []]);
        const isWatched = first.alarms.has('follow-activations');
        expect([where, isWatched || !isOpen(entry.state)]).toEqual([where, true]);
        const state = journal[0]?.state;
        // What the journal says was not sent, or was refused, is sent once and ends well.
        if (entry.state === 'recorded') {
          expect([where, state, accepted.length]).toEqual([where, 'active', 1]);
          expect([where, came.length]).toEqual([where, refusals + 1]);
        }
        // What may have left is looked for, and sent again only where that is known to be safe.
        if (entry.state === 'sending' && accepted.length === 0)
          expect([where, source, came.length]).toEqual([where, 'entra', cameBefore]);
        if (diedSleeping === 'recorded')
          waiting.push([cameBefore, entry.notBefore === came[cameBefore - 1]! + retryAfterMs, state]);
        expect([where, state]).toEqual([where, accepted.length === 1 ? 'active' : 'unknown']);
        if (state === 'unknown') unclear.add(entry.state);
      }
      expect(waiting).toEqual([
        [1, true, 'active'],
        [2, true, 'active'],
      ]);
      // On Graph a request that never left, or whose refusal was not written yet, looks like one that was lost.
      expect([...unclear]).toEqual(source === 'azure' ? [] : ['sending']);
    },
  );
});
