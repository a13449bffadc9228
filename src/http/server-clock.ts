/**
 * How far the clocks of the services are ahead of the browser's, learned from the `Date` of their answers.
 *
 * Two readings of it: the newest answer's own, for what is sent next; and a steady one, for times that are stored and
 * shown. An answer is dated in whole seconds and takes a while to come, so each measures a little differently: the
 * steady reading changes only when an answer proves it wrong, and small differences count as none.
 */
import type { Resource } from '../domain/clouds.ts';
import { httpDateMs } from './retry-after.ts';

/** Ms by which the clock of each service is ahead of the browser's; none where a service is missing. */
export type ClockOffsets = Readonly<Record<string, number>>;

/** Where the steady readings outlive a worker. */
export interface OffsetStore {
  read(): Promise<ClockOffsets>;
  /** Not awaited; the store tells of its own failures. */
  write(offsets: ClockOffsets): void;
}

export interface ServerClock {
  /** Resolves when the readings of earlier workers are known; nothing is to be learned or read before. */
  ready(): Promise<void>;
  /**
   * Takes the time out of an answer; returns the service's time, ms since the epoch.
   * @param sentAt when the request left, ms since the epoch, by the browser's clock
   */
  learn(resource: Resource, headers: Headers, sentAt: number): number;
  /** The service's time now, ms since the epoch; the browser's until any worker had an answer of it. */
  now(resource: Resource): number;
  /** Ms by which the service's clock is ahead of the browser's, by the steady reading. */
  aheadMs(resource: Resource): number;
}

/** An answer is dated in whole seconds. */
const dateStepMs = 1_000;
/** Smaller differences are nobody's wrong clock. */
const toleranceMs = 3_000;

/** @param now ms since the epoch, by the browser's clock */
export function createServerClock(now: () => number, store: OffsetStore): ServerClock {
  const newest = new Map<Resource, number>();
  let steady: ClockOffsets = {};
  let hydrated: Promise<void> | undefined;
  const aheadMs = (resource: Resource) => steady[resource] ?? 0;
  const read = (resource: Resource) => now() + (newest.get(resource) ?? aheadMs(resource));

  async function hydrate(): Promise<void> {
    // Without what was stored it is learned anew.
    steady = await store.read().catch(() => ({}));
  }

  return {
    ready: () => (hydrated ??= hydrate()),
    learn(resource, headers, sentAt) {
      const date = httpDateMs(headers.get('date'));
      // A cache on the way hands on the time of an earlier answer.
      if (date === undefined || Number(headers.get('age') ?? 0) > 0) return read(resource);
      const receivedAt = now();
      newest.set(resource, date - receivedAt);
      // It was dated at some moment between leaving and arriving.
      const least = date - receivedAt - toleranceMs;
      const most = date + dateStepMs - sentAt + toleranceMs;
      const known = aheadMs(resource);
      if (known < least || known > most) {
        steady = { ...steady, [resource]: date + dateStepMs / 2 - receivedAt };
        store.write(steady);
      }
      return date;
    },
    now: read,
    aheadMs,
  };
}
