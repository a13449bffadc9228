/**
 * One gate per host, shared by all callers: it lets a few through at a time and stays shut after a 429.
 *
 * Reads and writes each leave one place free for the other, so that an activation does not wait behind the
 * policies of a long list, nor the look at an activation behind a bulk of them.
 */
import pLimit from 'p-limit';

export interface Gate {
  /** Milliseconds until the gate opens; 0 when it is open. */
  closedForMs(): number;
  /** Shuts the gate for everybody; never opens it earlier than an earlier answer asked for. */
  closeFor(ms: number): void;
  /**
   * Carries out `work` when there is room; `undefined`, and nothing carried out, when the gate was shut while
   * waiting for room.
   */
  pass<T>(kind: 'read' | 'write', work: () => Promise<T>): Promise<T | undefined>;
}

/**
 * @param now ms since the epoch
 * @param concurrency how many at a time, at least 2
 */
export function createGates(now: () => number, concurrency: number): (host: string) => Gate {
  const gates = new Map<string, Gate>();
  return (host) => {
    const known = gates.get(host);
    if (known) return known;
    const made = createGate(now, concurrency);
    gates.set(host, made);
    return made;
  };
}

function createGate(now: () => number, concurrency: number): Gate {
  const all = pLimit(concurrency);
  const lanes = { read: pLimit(concurrency - 1), write: pLimit(concurrency - 1) };
  let closedUntil = 0;
  let longestMs = 0;
  const closedForMs = () => {
    const left = Math.max(0, closedUntil - now());
    // More than anybody asked for: the clock was set back, and the gate must not wait until it has caught up.
    if (left > longestMs) closedUntil = 0;
    return closedUntil === 0 ? 0 : left;
  };
  return {
    closedForMs,
    closeFor(ms) {
      longestMs = Math.max(closedForMs(), ms);
      closedUntil = now() + longestMs;
    },
    pass: (kind, work) => lanes[kind](() => all(async () => (closedForMs() > 0 ? undefined : work()))),
  };
}
