import type { ServerClock } from './types.ts';

/** The cloud's clock: the given time source plus whatever it was moved on by. */
export function createClock(now: () => number): ServerClock {
  let offset = 0;
  return {
    now: () => now() + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
}
