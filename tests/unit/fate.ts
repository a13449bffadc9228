/** The end of a worker's life at a chosen step, so that a test can kill it at every one. */
import type { RequestSnapshot } from '../../src/domain/request-entry.ts';
import type { Source } from '../../src/domain/role.ts';
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

interface Accepted {
  readonly name: string;
  reads: number;
}

/**
 * What a PIM service keeps of what it accepted: by the entry's own name in Azure, one more with every POST in Entra.
 * The first two readings say that it is on its way.
 */
export function createAccepting(source: Source, onItsWay: string, done: string) {
  const accepted: Accepted[] = [];
  const snapshot = (request: Accepted): RequestSnapshot => ({
    requestId: request.name,
    status: request.reads++ < 2 ? onItsWay : done,
    serverNow: Date.UTC(2026, 10, 23, 8),
  });
  const read = (name: string) => {
    const request = accepted.find((one) => one.name === name);
    return request && snapshot(request);
  };
  return {
    accepted,
    /** @param onCame told when a request comes in */
    accept(fate: Fate, id: string, onCame?: () => void) {
      return fate.through(async () => {
        onCame?.();
        const known = source === 'azure' ? accepted.find(({ name }) => name === id) : undefined;
        const request = known ?? { name: source === 'azure' ? id : `r${accepted.length + 1}`, reads: 0 };
        if (!known) accepted.push(request);
        return { type: 'accepted' as const, snapshot: snapshot(request) };
      });
    },
    read: (fate: Fate, requestId: string) => fate.through(async () => read(requestId)),
    find: (fate: Fate, id: string) =>
      fate.through(async () => read(source === 'azure' ? id : (accepted.at(-1)?.name ?? ''))),
  };
}
