import { describe, expect, it } from 'vitest';
import { createKeepTemplates } from '../../src/background/use-cases/keep-templates.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { newHabits } from '../../src/domain/habits.ts';
import { sessionItem } from '../../src/platform/items.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { ada, eligibility, signedInStorage } from './simulated-worker.ts';

async function setUp() {
  const store = createItemStore(await signedInStorage([eligibility('azure', 'owner')]));
  const state = createWorkerState(store);
  return { store, keep: createKeepTemplates(state), habits: state.of(ada).habits };
}

describe('the templates of a person', () => {
  it('are saved and taken away beside the other habits', async () => {
    const { keep, habits } = await setUp();
    await habits.write({ ...newHabits, recents: ['x'] });
    await Promise.all([keep.save('a'), keep.save('b'), keep.save('a')]);
    expect(await habits.read()).toEqual({ ...newHabits, recents: ['x'], templates: ['b', 'a'] });
    await keep.remove('b');
    await keep.remove('never saved');
    expect((await habits.read()).templates).toEqual(['a']);
  });

  it('are nobody’s where nobody is signed in', async () => {
    const { store, keep, habits } = await setUp();
    await store.item(sessionItem).write({ status: 'signedOut' });
    await expect(keep.save('a')).rejects.toThrow();
    expect(await habits.read()).toEqual(newHabits);
  });
});
