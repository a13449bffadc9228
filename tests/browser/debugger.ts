import type { Browser, CDPSession, Protocol } from 'puppeteer-core';

export type TargetInfo = Protocol.Target.TargetInfo;

/**
 * A second line to the browser's own debugger. Puppeteer lets go of service workers on its own, in order not to keep
 * them alive, and confuses sessions that are opened while it does so; what is attached through here it leaves alone.
 */
export interface Debugger {
  /** Every page, worker and frame that exists now, as the browser itself says. */
  targets(): Promise<TargetInfo[]>;
  /** Calls back for each target that exists, that appears, and whose address changes. */
  follow(listener: (target: TargetInfo) => void): Promise<void>;
  attach(targetId: string): Promise<CDPSession>;
  /** A service worker neither stops nor idles before everybody let go of it. */
  detach(session: CDPSession): Promise<void>;
  /** Asks the target to close; a service worker stops. */
  closeTarget(targetId: string): Promise<void>;
}

export async function openDebugger(browser: Browser): Promise<Debugger> {
  const root = await browser.target().createCDPSession();
  return {
    targets: async () => (await root.send('Target.getTargets')).targetInfos,
    async follow(listener) {
      root.on('Target.targetCreated', ({ targetInfo }) => listener(targetInfo));
      root.on('Target.targetInfoChanged', ({ targetInfo }) => listener(targetInfo));
      await root.send('Target.setDiscoverTargets', { discover: true });
    },
    async attach(targetId) {
      const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: true });
      const session = root.connection()?.session(sessionId);
      if (!session) throw new Error('The target closed while it was attached to.');
      return session;
    },
    async detach(session) {
      // Where the target is gone, so is the session.
      await root.send('Target.detachFromTarget', { sessionId: session.id() }).catch(() => undefined);
    },
    async closeTarget(targetId) {
      await root.send('Target.closeTarget', { targetId });
    },
  };
}
