/** Several followers of one journal at the same time. */
import { describe, expect, it } from 'vitest';
import { createFollowActivations } from '../../src/background/use-cases/follow-activations.ts';
import { ada, scripted } from './simulated-worker.ts';
import { accepted, recordedAt, setUp, snapshot, states } from './follow-rig.ts';

describe('several hands at once', () => {
  it('send a recorded entry once, even where each of them has read that nothing was sent', async () => {
    let sent = 0;
    const { life, role, provider, clock, bulk } = await setUp('entra', {
      async activate() {
        sent++;
        await new Promise((resolve) => setImmediate(resolve));
        return accepted('Provisioned');
      },
      findRequest: async () => snapshot('Provisioned'),
    });
    const { state, following, news } = life();
    const other = createFollowActivations({
      state,
      providers: { entra: provider, azure: scripted('azure', {}), groups: scripted('groups', {}) },
      makeReady: async () => undefined,
      alarms: { set: () => undefined, clear: () => undefined },
      now: clock.now,
      sleep: clock.sleep,
      onNews: async (_, entry) => void news.push(entry),
      onSignInNeeded: async () => undefined,
    });
    const recorded = recordedAt(clock.now(), role, bulk.bulkId);
    await state.of(ada).journal.write([recorded]);
    await Promise.all([following.follow(ada), other.follow(ada), following.follow(ada)]);
    expect(sent).toBe(1);
    expect(states(await state.of(ada).journal.read())).toEqual(['active']);
  });

  it('tell one piece of news once', async () => {
    const { life, bulk } = await setUp('entra', { activate: async () => accepted('Provisioned') });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    // As a worker leaves it that was stopped in the telling.
    await worker.state.of(ada).journal.update((entries) => entries.map(({ toldAt: _, ...entry }) => entry));
    await Promise.all([worker.following.follow(ada), worker.following.follow(ada)]);
    expect(states(worker.news)).toEqual(['active', 'active']);
  });
});
