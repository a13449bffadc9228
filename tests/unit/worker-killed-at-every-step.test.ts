import { describe, expect, it } from 'vitest';
import { isOpen } from '../../src/domain/activation.ts';
import type { RequestSnapshot } from '../../src/domain/request-entry.ts';
import type { Source } from '../../src/domain/role.ts';
import { createFate, died, type Fate, immortal, mortal } from './fate.ts';
import {
  ada,
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  scripted,
  signedInStorage,
} from './simulated-worker.ts';

/** A PIM service that keeps what it accepted: by the entry's own name in Azure, one more with every POST in Entra. */
function createService(source: Source) {
  const accepted: { name: string; reads: number }[] = [];
  const snapshot = (request: { name: string; reads: number }): RequestSnapshot => ({
    requestId: request.name,
    status: request.reads++ < 2 ? 'PendingProvisioning' : 'Provisioned',
    serverNow: Date.UTC(2026, 10, 23, 8),
  });
  const find = (name: string | undefined) => accepted.find((request) => request.name === name);
  const provider = (fate: Fate) =>
    scripted(source, {
      activate: (_, entry) =>
        fate.through(async () => {
          const known = source === 'azure' ? find(entry.id) : undefined;
          const request = known ?? {
            name: source === 'azure' ? entry.id : `r${accepted.length + 1}`,
            reads: 0,
          };
          if (!known) accepted.push(request);
          return { type: 'accepted', snapshot: snapshot(request) };
        }),
      readRequest: (_, { requestId }) =>
        fate.through(async () => {
          const request = find(requestId);
          return request && snapshot(request);
        }),
      findRequest: (_, entry) =>
        fate.through(async () => {
          const request = source === 'azure' ? find(entry.id) : accepted.at(-1);
          return request && snapshot(request);
        }),
    });
  return { accepted, provider };
}

async function oneFate(source: Source, fatal: number, when: 'before' | 'after') {
  const role = eligibility(source, 'owner');
  const area = await signedInStorage([role]);
  const service = createService(source);
  const clock = createSimulatedClock();
  const life = (fate: Fate) =>
    createWorkerLife(
      mortal(area, fate),
      { entra: scripted('entra', {}), azure: scripted('azure', {}), [source]: service.provider(fate) },
      { ...clock, sleep: (ms) => fate.through(() => clock.sleep(ms)) },
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
  const second = life(immortal());
  const recorded = await second.journal();
  await second.following.follow(ada);
  return { fate, acknowledged, recorded, journal: await second.journal(), service, first, second };
}

describe.each<Source>(['entra', 'azure'])('a worker killed at every single step (%s)', (source) => {
  it.each(['before', 'after'] as const)(
    'loses nothing, sends nothing twice: killed %s the step',
    async (when) => {
      const whole = await oneFate(source, Infinity, when);
      const steps = whole.fate.steps();
      expect(steps).toBeGreaterThan(20);
      const told: unknown[] = [];
      const unwatched: unknown[] = [];
      for (let fatal = 1; fatal <= steps; fatal++) {
        const { recorded, journal, service, first, second } = await oneFate(source, fatal, when);
        const outcome = journal.map((entry) => [entry.state, entry.toldAt !== undefined]);
        const where = `${when} ${fatal}`;
        if (recorded.length === 0) expect([where, service.accepted, journal]).toEqual([where, [], []]);
        else {
          const sent = service.accepted.length;
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
      expect(told.length).toBeGreaterThan(10);
    },
  );
});
