import type { Browser } from 'puppeteer-core';

/** What happens inside Firefox's own window, where its extension machinery can be reached. */
export interface FirefoxInternals {
  /**
   * Evaluates an expression in the browser window, where `extension` is the loaded extension, and returns its JSON.
   *
   * @throws Error with what the expression threw
   */
  evaluate(expression: string): Promise<unknown>;
  /** Sends a tab somewhere without waiting for a load event, which pages of an extension never report. */
  navigate(contextId: string, url: string): Promise<void>;
}

interface BidiConnection {
  send(method: string, params: object): Promise<{ result: Record<string, unknown> }>;
}

/** Needs a Firefox that was started with `--remote-allow-system-access`. */
export async function firefoxInternals(browser: Browser, extensionId: string): Promise<FirefoxInternals> {
  // Puppeteer keeps it off its public types, but has no other way to the browser's own window.
  const { connection } = browser as unknown as { connection: BidiConnection };
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const [window] = tree.result['contexts'] as { context: string }[];
  if (!window) throw new Error('Firefox has no window.');

  return {
    async evaluate(expression) {
      const { result } = await connection.send('script.evaluate', {
        target: { context: window.context },
        awaitPromise: true,
        expression: `(async () => {
          const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
          const extension = ExtensionParent.GlobalManager.extensionMap.get(${JSON.stringify(extensionId)});
          return JSON.stringify((${expression}) ?? null);
        })()`,
      });
      if (result['type'] !== 'success') {
        const { text } = result['exceptionDetails'] as { text: string };
        throw new Error(`In the window of Firefox: ${text}`);
      }
      return JSON.parse((result['result'] as { value: string }).value);
    },
    async navigate(contextId, url) {
      await connection.send('browsingContext.navigate', { context: contextId, url, wait: 'none' });
    },
  };
}
