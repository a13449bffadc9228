/** The end of a worker's life at a chosen step, so that a test can kill it at every one. */
import type { MemoryStorage } from './memory-storage.ts';

const never = new Promise<never>(() => undefined);

/** Counts the steps out of a life of the worker; from the fatal one on nothing is carried out or comes back. */
export function createFate(fatal: number, when: 'before' | 'after') {
  let step = 0;
  let dead = false;
  return {
    isDead: () => dead,
    async through<R>(work: () => Promise<R>): Promise<R> {
      step++;
      dead ||= step === fatal && when === 'before';
      if (dead) return never;
      const dying = step === fatal;
      const result = await work();
      dead ||= dying;
      return dead ? never : result;
    },
    steps: () => step,
  };
}
export type Fate = ReturnType<typeof createFate>;

/** Storage that dies with the life that uses it. */
export function mortal(area: MemoryStorage, fate: Fate): MemoryStorage {
  return {
    ...area,
    get writes() {
      return area.writes;
    },
    get: (keys) => fate.through(() => area.get(keys)),
    set: (items) => fate.through(() => area.set(items)),
    remove: (keys) => fate.through(() => area.remove(keys)),
  };
}

export const immortal = () => createFate(Infinity, 'after');

/** Resolves when the life came to its end and everything that could still follow has. */
export async function died(fate: Fate): Promise<void> {
  while (!fate.isDead()) await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
