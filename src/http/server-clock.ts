/** The time at the services, learned from the `Date` header of their answers. */
import { httpDateMs } from './retry-after.ts';
import type { Resource } from '../domain/clouds.ts';

export interface ServerClock {
  /** Takes the time out of an answer; returns the service's time, ms since the epoch. */
  learn(resource: Resource, headers: Headers): number;
  /** The service's time now, ms since the epoch; the browser's until the service has answered once. */
  now(resource: Resource): number;
}

export function createServerClock(now: () => number): ServerClock {
  const ahead = new Map<Resource, number>();
  const read = (resource: Resource) => now() + (ahead.get(resource) ?? 0);
  return {
    learn(resource, headers) {
      const date = httpDateMs(headers.get('date'));
      if (date === undefined) return read(resource);
      ahead.set(resource, date - now());
      return date;
    },
    now: read,
  };
}
