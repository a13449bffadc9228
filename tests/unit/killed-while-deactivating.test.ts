import { describe, expect, it } from 'vitest';
import { isOpenDeactivation } from '../../src/domain/deactivation.ts';
import type { Source } from '../../src/domain/role.ts';
import { createAccepting, createFate, died, type Fate, immortal, mortal } from './fate.ts';
import {
  activated,
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  ada,
  scripted,
  signedInStorage,
  withActive,
} from './simulated-worker.ts';

function createService(source: Source) {
  const { accepted, accept, read, find } = createAccepting(source, 'PendingRevocation', 'Revoked');
  const provider = (fate: Fate) =>
    scripted(source, {
      deactivate: (_, { id }) => accept(fate, id),
      readRequest: (_, { requestId }) => read(fate, requestId),
      findDeactivation: (_, { id }) => find(fate, id),
    });
  return { accepted, provider };
}

async function oneFate(source: Source, fatal: number, when: 'before' | 'after') {
  const role = eligibility(source, 'owner');
  const area = await signedInStorage([role]);
  const clock = createSimulatedClock();
  await withActive(area, [activated(role, clock, 30 * 60_000)]);
  const service = createService(source);
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
  await Promise.race([first.deactivate([role.key]).then(() => first.done()), died(fate)]);
  const diedFetching = fetching;
  const second = life(immortal());
  const recorded = await second.deactivations();
  await second.followingEnds.follow(ada);
  return {
    fate,
    diedFetching,
    recorded,
    entries: await second.deactivations(),
    held: await held(second),
    service,
    first,
  };

  async function held({ state }: typeof second): Promise<number> {
    return (await state.of(ada).assignments(source).read()).rows.length;
  }
}

describe.each<Source>(['entra', 'azure'])('a worker killed at any step of a deactivation (%s)', (source) => {
  it.each(['before', 'after'] as const)(
    'sends nothing twice, finds the outcome and releases the role: killed %s the step',
    async (when) => {
      const whole = await oneFate(source, Infinity, when);
      const steps = whole.fate.steps();
      expect(steps).toBeGreaterThan(15);
      expect([whole.entries[0]?.state, whole.held]).toEqual(['ended', 0]);
      const ends = new Set<string>();
      const fetching: unknown[] = [];
      for (let fatal = 1; fatal <= steps; fatal++) {
        const where = `${when} ${fatal}`;
        const { diedFetching, recorded, entries, held, service, first } = await oneFate(source, fatal, when);
        const sent = service.accepted.length;
        if (recorded.length === 0) {
          expect([where, sent, held]).toEqual([where, 0, 1]);
          continue;
        }
        // Nothing has left while the token is on its way.
        if (diedFetching) fetching.push([recorded[0]?.state, sent, entries[0]?.state]);
        // On Graph a request that never left looks like one that was lost.
        const state = sent === 1 ? 'ended' : 'unknown';
        expect([where, sent <= 1]).toEqual([where, true]);
        if (source === 'azure') expect([where, sent]).toEqual([where, 1]);
        const outcome = entries.map((entry) => [entry.state, entry.toldAt !== undefined]);
        expect([where, outcome, held]).toEqual([where, [[state, true]], sent === 1 ? 0 : 1]);
        const waiting = recorded.some((entry) => isOpenDeactivation(entry.state) || !entry.toldAt);
        if (waiting) expect([where, first.alarms.has('follow-deactivations')]).toEqual([where, true]);
        ends.add(state);
      }
      expect(ends).toContain('ended');
      expect(fetching).toEqual([['recorded', 1, 'ended']]);
    },
  );
});
