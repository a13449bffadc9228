/** A browser to try Hoist in: installed, connected, signed in as Ada, with a portal tab open. */
import { type Hoist, type HoistOptions, openHoist } from '../browser/hoist.ts';
import { ada, azureRole, entraRole, portalAddress, subscription, usualCloud } from './stage.ts';
import { whenStopped } from './stop.ts';

export interface ShowcaseOptions {
  readonly print: (line: string) => void;
  /** Aborted when the person has seen enough. */
  readonly stop: AbortSignal;
  readonly browser?: NonNullable<HoistOptions['browser']>;
}

/** Resolves when the person has closed the browser, or has stopped it and everything is closed. */
export async function showcase({ print, stop, browser = {} }: ShowcaseOptions): Promise<void> {
  // Nobody holds the worker with a debugger: it stops and starts as it does for everybody.
  const hoist = await openHoist({
    ...usualCloud,
    browser: { headless: false, idleWorkers: true, leaveSignals: true, ...browser },
  });
  const { browser: window } = hoist.chromium;
  const closed = new Promise<void>((resolve) => void window.once('disconnected', () => resolve()));
  const over = Promise.race([closed, whenStopped(stop)]);
  const prepared = async () => {
    try {
      print(`Setting Hoist up and signing in as ${ada.displayName} …`);
      await prepare(hoist);
      for (const line of advice) print(line);
    } catch (error) {
      // What a closing browser interrupts has not failed.
      if (window.connected && !stop.aborted) throw error;
    }
  };
  try {
    await Promise.race([prepared(), over]);
    await over;
  } finally {
    await hoist.close();
  }
}

/** Leaves the welcome page, and a portal tab in front. */
async function prepare(hoist: Hoist): Promise<void> {
  await hoist.setUp();
  const portal = await hoist.chromium.portalTab(portalAddress);
  for (const page of await hoist.chromium.browser.pages()) {
    // Not the person's: empty tabs, and the page by which the storage was read.
    if (page === hoist.tab || /^about:blank$|\/manifest\.json$/.test(page.url())) await page.close();
  }
  await portal.bringToFront();
}

const advice = [
  '',
  `Hoist is set up and signed in as ${ada.displayName} of Contoso, on a Microsoft cloud that runs on this computer only.`,
  '',
  '  1. Click the Hoist button: the puzzle piece at the right of the address bar, then Hoist. (Pin it there.)',
  `  2. Activate a role or several, for example ${entraRole}, and ${azureRole} on ${subscription.name}.`,
  '  3. The open portal tab is refused both. When they are active it asks to be refreshed: then they are allowed.',
  '  4. Deactivate a role: two are active since this morning. A new one can be ended after five minutes, which is',
  '     Microsoft’s rule.',
  '  5. Right-click the Hoist button: “Activate last role”.',
  '',
  'Any password is right in the sign-in window. Close the browser or press Ctrl-C to end.',
];
