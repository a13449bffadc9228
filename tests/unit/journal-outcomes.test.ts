import { describe, expect, it } from 'vitest';
import { createKeepJournal, type KeepJournal } from '../../src/background/use-cases/keep-journal.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { ada, eligibility } from './simulated-worker.ts';

const start = Date.UTC(2026, 10, 23, 8);
const hour = 60 * 60_000;

function entry(id: string, change: Partial<Activation>): Activation {
  const ask = { minutes: 60, justification: 'Why' };
  const recorded = newActivation({
    id,
    bulkId: 'b',
    role: eligibility('entra', id),
    ask,
    origin: 'page',
    at: start,
  });
  return { ...recorded, ...change };
}

const open = entry('open', { state: 'following' });
const failed = entry('failed', { state: 'failed', settledAt: start });
const active = entry('active', { state: 'active', settledAt: start, endsAt: isoInstant(start + 8 * hour) });

/** Ids of the entries that are left, at so many milliseconds after they were recorded. */
async function left(afterMs: number, act: (keep: KeepJournal) => Promise<void>): Promise<string[]> {
  const state = createWorkerState(createItemStore(createMemoryStorage()));
  const { journal } = state.of(ada);
  await journal.write([open, failed, active]);
  await act(createKeepJournal(state, () => start + afterMs));
  return (await journal.read()).map(({ id }) => id);
}

describe('outcomes in the journal', () => {
  it('are taken away by the person, an open activation never', async () => {
    expect(await left(0, (keep) => keep.dismiss(ada, ['failed', 'open']))).toEqual(['open', 'active']);
  });

  it.each([
    ['stay', 8 * hour - 1, ['open', 'failed', 'active']],
    ['of a role go with its end', 8 * hour, ['open', 'failed']],
    ['of a failure stay a day', 24 * hour, ['open', 'failed']],
    ['of a failure go after a day, and what is open stays', 24 * hour + 1, ['open']],
  ])('%s', async (_, afterMs, expected) => {
    expect(await left(afterMs, (keep) => keep.prune(ada))).toEqual(expected);
  });
});
