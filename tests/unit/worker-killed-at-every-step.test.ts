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
} from './simulated-worker.ts';

function createService(source: Source) {
  const { accepted, accept, read, find } = createAccepting(source, 'PendingProvisioning', 'Provisioned');
  const provider = (fate: Fate) =>
    scripted(source, {
      activate: (_, { id }) => accept(fate, id),
      readRequest: (_, { requestId }) => read(fate, requestId),
      findRequest: (_, { id }) => find(fate, id),
    });
  return { accepted, provider };
}

async function oneFate(source: Source, fatal: number, when: 'before' | 'after') {
  const role = eligibility(source, 'owner');
  const area = await signedInStorage([role]);
  const service = createService(source);
  const clock = createSimulatedClock();
  let fetching = false;
  const life = (fate: Fate) =>
    createWorkerLife(
      mortal(area, fate),
      { entra: scripted('entra', {}), azure: scripted('azure', {}), [source]: service.provider(fate) },
      { ...clock, sleep: (ms) => fate.through(() => clock.sleep(ms)) },
      async () => {
        fetching = true;
        await fate.through(async () => undefined);
        fetching = false;
      },
    );
  const fate = createFate(fatal, when);
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
  const second = life(immortal());
  const recorded = await second.journal();
  await second.following.follow(ada);
  return {
    fate,
    acknowledged,
    diedFetching,
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
});
