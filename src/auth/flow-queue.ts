/**
 * One web-auth flow at a time. MSAL keeps the state of a flow under keys that every flow shares, so a second one
 * that starts while a window is open would break the first.
 */
export interface FlowQueue {
  /** Runs the work when all earlier work has ended, however it ended. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createFlowQueue(): FlowQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const result = last.then(work);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
