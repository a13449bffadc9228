export interface Patience {
  /** How long to wait, in milliseconds. */
  readonly timeoutMs?: number;
}

/** The default patience of every wait in this folder, in milliseconds: generous, because it is only spent on failure. */
const defaultTimeoutMs = 20_000;

type Truthy<T> = Exclude<T, false | null | undefined>;

/**
 * Asks again and again until the answer is neither undefined, null nor false, and returns it.
 *
 * @param what the condition in words, for the message of the error when time is up
 * @throws Error naming the condition and what was last seen; whatever the probe throws
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  { timeoutMs = defaultTimeoutMs }: Patience = {},
): Promise<Truthy<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await probe();
    if (seen !== undefined && seen !== null && seen !== false) return seen as Truthy<T>;
    if (performance.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms in vain for ${what}; last seen: ${JSON.stringify(seen)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
