import { describe, expect, it } from 'vitest';
import { holdRole } from '../../src/background/use-cases/hold-role.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import type { Assignment } from '../../src/domain/role.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { ada, eligibility } from './simulated-worker.ts';

const role = {
  ...eligibility('azure', 'owner'),
  eligibilityScheduleId: '/s/1',
  endsAt: '2027-01-01T00:00:00Z',
};
const active: Activation = {
  ...newActivation({
    id: 'a',
    bulkId: 'b',
    role,
    ask: { minutes: 60, justification: 'Why' },
    origin: 'page',
    at: Date.UTC(2026, 10, 23, 8),
  }),
  state: 'active',
  startsAt: '2026-11-23T08:00:00Z',
  endsAt: '2026-11-23T09:00:00Z',
};
const reader: Assignment = { ...eligibility('azure', 'reader'), assignmentType: 'assigned' };

/** The list of active roles after the entry, where these were known before. */
async function held(entry: Activation, known: Assignment[]): Promise<Assignment[]> {
  const state = createWorkerState(createItemStore(createMemoryStorage()));
  await state.session.write({ status: 'signedIn', account: ada });
  const list = state.of(ada).assignments('azure');
  await list.write({ rows: known });
  await holdRole(state, ada, entry);
  return (await list.read()).rows;
}

describe('a role that became active', () => {
  it('is held at once, until the end of the activation and not of the eligibility', async () => {
    const { eligibilityScheduleId: _, ...named } = role;
    expect(await held(active, [reader])).toEqual([
      reader,
      { ...named, assignmentType: 'activated', startsAt: active.startsAt, endsAt: active.endsAt },
    ]);
  });

  it('takes the place of what the list said of it', async () => {
    const before: Assignment = { ...role, assignmentType: 'activated', endsAt: '2026-11-23T08:30:00Z' };
    expect((await held(active, [before, reader])).map(({ key, endsAt }) => [key, endsAt])).toEqual([
      [reader.key, undefined],
      [role.key, active.endsAt],
    ]);
  });

  it.each<[string, Activation]>([
    ['was active before', { ...active, already: true }],
    ['failed', { ...active, state: 'failed' }],
    ['waits for approval', { ...active, state: 'waitingForApproval' }],
  ])('leaves the list alone where it %s', async (_, entry) => {
    expect(await held(entry, [reader])).toEqual([reader]);
  });
});
