/** happy-dom has no idle time. */
globalThis.requestIdleCallback ??= (work) =>
  Number(setTimeout(() => work({ didTimeout: false, timeRemaining: () => 50 })));
globalThis.cancelIdleCallback ??= (handle) => clearTimeout(handle);
