import { describe, expect, it } from 'vitest';
import { createKeepDeactivations } from '../../src/background/use-cases/keep-deactivations.ts';
import { newActivation } from '../../src/domain/activation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { Source } from '../../src/domain/role.ts';
import type { EndOutcome } from '../../src/providers/provider.ts';
import {
  activated,
  ada,
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  scripted,
  signedInStorage,
  withActive,
} from './simulated-worker.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

async function setUp(source: Source, ...answers: EndOutcome[]) {
  const role = eligibility(source, 'owner');
  const area = await signedInStorage([role]);
  const clock = createSimulatedClock();
  await withActive(area, [activated(role, clock, 30 * minute)]);
  const sent: string[] = [];
  const provider = scripted(source, {
    async deactivate(_, entry) {
      sent.push((await worker.deactivations()).map(({ state }) => state).join());
      const answer = answers.shift();
      if (!answer) throw new Error(`Not expected: ${entry.id}`);
      return answer;
    },
  });
  const providers = { entra: scripted('entra', {}), azure: scripted('azure', {}), [source]: provider };
  const worker = createWorkerLife(area, providers, clock);
  return { role, clock, worker, sent, keep: createKeepDeactivations(worker.state, clock.now) };
}

const revoked = (serverNow: number): EndOutcome => ({
  type: 'accepted',
  snapshot: { requestId: 'r', status: 'Revoked', serverNow },
});

describe('recording a deactivation', () => {
  it('writes it before the request leaves', async () => {
    const { worker, role, sent, clock } = await setUp('entra', revoked(createSimulatedClock().now()));
    await worker.deactivate([role.key]);
    await worker.done();
    expect(sent).toEqual(['sending']);
    expect((await worker.deactivations()).map(({ state }) => state)).toEqual(['ended']);
    expect(worker.endNews).toHaveLength(1);
    expect(worker.alarms.size).toBe(0);
    expect(clock.slept).toEqual([]);
  });

  it('remembers by which eligibility the role was activated below its scope', async () => {
    const { worker, role } = await setUp('azure', revoked(createSimulatedClock().now()));
    const narrowed = {
      key: eligibility('azure', 'wider').key,
      scope: { kind: 'managementGroup', id: '/providers/mg', name: 'IT' },
      between: [],
    } as const;
    const ask = { minutes: 60, justification: '' };
    const entry = newActivation({
      id: 'a',
      bulkId: 'b',
      role: { ...role, narrowed: { ...narrowed, between: [] } },
      ask,
      origin: 'page',
      at: 0,
    });
    await worker.state.of(ada).journal.write([{ ...entry, state: 'active' }]);
    await worker.deactivate([role.key]);
    await worker.done();
    expect((await worker.deactivations())[0]?.narrowed).toEqual(narrowed);
  });

  it('records nothing for a role that is not active by an activation', async () => {
    const { worker, role } = await setUp('azure');
    await worker.deactivate([eligibility('azure', 'reader').key]);
    await worker.state
      .of(ada)
      .assignments('azure')
      .write({ rows: [{ ...role, assignmentType: 'assigned' }] });
    await worker.deactivate([role.key]);
    await worker.done();
    expect(await worker.deactivations()).toEqual([]);
    expect(worker.alarms.size).toBe(0);
  });

  it('refuses to send again until the time that the service’s refusal gave', async () => {
    const early: EndOutcome = { type: 'tooEarly', inMs: 2 * minute, early: 'tooShort' };
    const { worker, role, clock, sent } = await setUp('azure', early, revoked(Date.UTC(2026, 10, 23, 9)));
    await worker.deactivate([role.key]);
    await worker.done();
    const [entry] = await worker.deactivations();
    expect(entry).toMatchObject({ state: 'tooEarly', readyAt: clock.now() + 2 * minute });
    await worker.deactivate([role.key]);
    await worker.done();
    expect(sent).toHaveLength(1);
    await clock.sleep(2 * minute);
    await worker.deactivate([role.key]);
    await worker.done();
    expect((await worker.deactivations()).map(({ state }) => state)).toEqual(['ended']);
  });

  it('waits out a 429 and then sends once', async () => {
    const clock = createSimulatedClock();
    const notBefore = clock.now() + 5_000;
    const { worker, role, sent } = await setUp(
      'entra',
      { type: 'throttled', notBefore },
      revoked(clock.now() + 6_000),
    );
    await worker.deactivate([role.key]);
    await worker.done();
    expect(sent).toEqual(['sending', 'sending']);
    expect(await worker.deactivations()).toMatchObject([{ state: 'ended', attempts: 2 }]);
  });
});

describe('releasing a role', () => {
  it('leaves alone what became active since then', async () => {
    const { worker, role, clock } = await setUp('entra', revoked(createSimulatedClock().now()));
    const own = worker.state.of(ada);
    const again = { ...activated(role, clock, 0), startsAt: isoInstant(clock.now() + minute) };
    await worker.deactivate([role.key]);
    await worker.done();
    expect((await own.assignments('entra').read()).rows).toEqual([]);
    await own.assignments('entra').write({ rows: [again] });
    const active = newActivation({
      id: 'again',
      bulkId: 'bulk',
      role,
      ask: { minutes: 60, justification: 'Daily PIM elevation' },
      origin: 'page',
      at: clock.now(),
    });
    const journal = [{ ...active, state: 'active' as const, settledAt: clock.now() + minute }];
    await own.journal.write(journal);
    // As after a worker that was stopped in the telling.
    await own.deactivations.update((known) => known.map(({ toldAt: _, ...entry }) => entry));
    await worker.followingEnds.follow(ada);
    expect(worker.endNews).toHaveLength(2);
    expect((await own.assignments('entra').read()).rows).toEqual([again]);
    expect(await own.journal.read()).toEqual(journal);
  });
});

describe('the journal of deactivations', () => {
  it('keeps what was dismissed as long as lists may show its ghost, and no longer', async () => {
    const { worker, role, clock, keep } = await setUp('azure', revoked(createSimulatedClock().now()));
    await worker.deactivate([role.key]);
    await worker.done();
    const { id } = (await worker.deactivations())[0]!;
    await keep.dismiss(ada, [id]);
    await keep.prune(ada);
    expect(await worker.deactivations()).toMatchObject([{ id, dismissed: true }]);
    await clock.sleep(11 * minute);
    await keep.prune(ada);
    expect(await worker.deactivations()).toEqual([]);
  });

  it('drops an outcome that was dismissed, and one of yesterday, but nothing open', async () => {
    const early: EndOutcome = { type: 'tooEarly', inMs: minute, early: 'notKnownYet' };
    const { worker, role, keep, clock } = await setUp('azure', early);
    const open = { ...role, key: eligibility('azure', 'reader').key };
    await worker.deactivate([role.key]);
    await worker.done();
    const own = worker.state.of(ada);
    const [entry] = await worker.deactivations();
    await own.deactivations.update((known) => [
      ...known,
      { ...entry!, id: 'open', role: { ...entry!.role, key: open.key }, state: 'following' },
    ]);
    await keep.prune(ada);
    expect((await worker.deactivations()).map(({ state }) => state)).toEqual(['tooEarly', 'following']);
    await keep.dismiss(ada, [entry!.id, 'open']);
    expect((await worker.deactivations()).map(({ id }) => id)).toEqual(['open']);
    await own.deactivations.write([entry!]);
    await clock.sleep(day + minute);
    await keep.prune(ada);
    expect(await worker.deactivations()).toEqual([]);
  });
});
