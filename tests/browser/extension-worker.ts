import type { CDPSession, Page } from 'puppeteer-core';
import type { Debugger } from './debugger.ts';
import { until } from './until.ts';

export interface ExtensionWorker {
  /** Whether the service worker is running now. */
  isRunning(): Promise<boolean>;
  /** Starts it if it is stopped, as an event would, and waits until its script has run. */
  start(): Promise<void>;
  /** Starts it if need be and evaluates a function in it; arguments and result are JSON. No debugger stays behind. */
  run<A extends unknown[], R>(evaluated: (...args: A) => R | Promise<R>, ...args: A): Promise<R>;
  /** Stops it as the browser does, whatever it was doing, and waits until it is gone. */
  kill(): Promise<void>;
  /** Waits until it was stopped for idleness, by default after at most 45 s (the browser's own limit is 30 s). */
  idle(timeoutMs?: number): Promise<void>;
}

interface WorkerOptions {
  readonly debug: Debugger;
  /** `chrome-extension://<id>/` */
  readonly origin: string;
  /** A page of the extension, from which its worker can be started. */
  readonly observer: () => Promise<Page>;
  /** Takes every other debugger off the target, which keeps it from stopping. */
  readonly release: (targetId: string) => Promise<void>;
}

/** The extension's service worker, which comes and goes. */
export function extensionWorker({ debug, origin, observer, release }: WorkerOptions): ExtensionWorker {
  /** The id of the running worker's target; each start makes a new one. */
  const find = async (): Promise<string | undefined> => {
    const targets = await debug.targets();
    return targets.find(({ type, url }) => type === 'service_worker' && url.startsWith(origin))?.targetId;
  };

  const wake = async () => {
    const session = await (await observer()).createCDPSession();
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.startWorker', { scopeURL: origin });
    await session.detach();
  };

  /** A session with a worker whose script has run; undefined where it is not that far, or stopped meanwhile. */
  const listening = async (): Promise<CDPSession | undefined> => {
    const targetId = await find();
    if (targetId === undefined) {
      await wake();
      return undefined;
    }
    let session: CDPSession | undefined;
    try {
      session = await debug.attach(targetId);
      // A worker can be asked before its script has run; the extension listens to messages from its first tick on.
      const expression = 'globalThis.chrome?.runtime?.onMessage?.hasListeners() ?? false';
      const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true });
      if (result.value === true) return session;
    } catch (error) {
      if ((await find()) === targetId) throw error;
    }
    if (session) await debug.detach(session);
    return undefined;
  };
  const connect = () => until('the service worker to run and to listen', listening);

  return {
    isRunning: async () => (await find()) !== undefined,
    async start() {
      await debug.detach(await connect());
    },
    async run<A extends unknown[], R>(evaluated: (...args: A) => R | Promise<R>, ...args: A): Promise<R> {
      const session = await connect();
      try {
        const expression = `(${evaluated.toString()})(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
        const answer = await session.send('Runtime.evaluate', {
          expression,
          awaitPromise: true,
          returnByValue: true,
        });
        if (answer.exceptionDetails) {
          const { text, exception } = answer.exceptionDetails;
          throw new Error(`In the service worker: ${exception?.description ?? text}`);
        }
        return answer.result.value as R;
      } finally {
        await debug.detach(session);
      }
    },
    async kill() {
      const targetId = await find();
      if (targetId === undefined) return;
      await release(targetId);
      await debug.closeTarget(targetId);
      await until('the service worker to stop', async () => (await find()) !== targetId);
    },
    async idle(timeoutMs = 45_000) {
      await until('the service worker to stop for idleness', async () => (await find()) === undefined, {
        timeoutMs,
      });
    },
  };
}
