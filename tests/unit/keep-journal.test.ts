import { describe, expect, it } from 'vitest';
import { createKeepJournal } from '../../src/background/use-cases/keep-journal.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import { listLagMs } from '../../src/domain/assignments.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { Assignment } from '../../src/domain/role.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { ada, eligibility } from './simulated-worker.ts';

const start = Date.UTC(2026, 10, 23, 8);
const role = eligibility('entra', 'owner');
const endsAt = isoInstant(start + 8 * 60 * 60_000);
const active: Activation = {
  ...newActivation({
    id: 'a',
    bulkId: 'b',
    role,
    ask: { minutes: 480, justification: 'Why' },
    origin: 'page',
    at: start,
  }),
  state: 'active',
  settledAt: start,
  endsAt,
};
const held: Assignment = { ...role, assignmentType: 'activated', endsAt };

async function pruned(list: { rows: Assignment[]; readAt?: number }): Promise<number> {
  const state = createWorkerState(createItemStore(createMemoryStorage()));
  await state.session.write({ status: 'signedIn', account: ada });
  const own = state.of(ada);
  await own.journal.write([active]);
  await own.assignments('entra').write(list);
  await createKeepJournal(state, () => start + listLagMs + 60_000).prune(ada);
  return (await own.journal.read()).length;
}

describe('an activation that was ended elsewhere before its time', () => {
  it('leaves the journal with the first list that can know, so that the role can be activated again', async () => {
    expect(await pruned({ rows: [], readAt: start + listLagMs + 1 })).toBe(0);
  });

  it.each([
    ['a list that may lag behind it', { rows: [], readAt: start + listLagMs }],
    ['no list at all', { rows: [] }],
    ['a list that shows it', { rows: [held], readAt: start + listLagMs + 1 }],
  ])('stays with %s', async (_, list) => {
    expect(await pruned(list)).toBe(1);
  });
});

describe('an outcome that the person takes away', () => {
  async function dismissed(effect: Activation['effect'], laterMs = 0): Promise<Activation[]> {
    const state = createWorkerState(createItemStore(createMemoryStorage()));
    const { journal } = state.of(ada);
    await journal.write([{ ...active, ...(effect ? { effect } : {}) }]);
    let now = start;
    const keep = createKeepJournal(state, () => now);
    await keep.dismiss(ada, ['a']);
    now += laterMs;
    await keep.prune(ada);
    return journal.read();
  }
  const found = { state: 'inEffect', since: start, settledAt: start } as const;

  it('goes at once where nothing is looked for any more', async () => {
    expect(await dismissed(undefined)).toEqual([]);
    expect(await dismissed(found)).toEqual([]);
  });

  it('stays unseen while its effect is waited for, at most until the role ends', async () => {
    const waiting = { state: 'waiting', since: start } as const;
    expect(await dismissed(waiting)).toMatchObject([{ dismissed: true }]);
    expect(await dismissed(waiting, 8 * 60 * 60_000)).toEqual([]);
  });
});
