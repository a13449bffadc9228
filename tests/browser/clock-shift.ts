/** Lets hours pass in a moment, for the cloud and for Hoist alike. */
import type { Page } from 'puppeteer-core';
import type { Hoist } from './hoist.ts';

/**
 * Moves the clock of the cloud, and that of the running service worker, which keeps it until it stops. No timer and
 * no alarm fires for it: it is as if the computer had slept.
 */
export async function letTimePass({ emulator, chromium }: Hoist, ms: number): Promise<void> {
  emulator.clock.advance(ms);
  await chromium.worker.run(shiftClock, ms);
}

/** Loads a page of the extension anew with its clock moved by `ms`: each page has its own. */
export async function reloadLater(page: Page, ms: number): Promise<void> {
  await page.evaluateOnNewDocument(shiftClock, ms);
  await page.reload();
}

/** Evaluated in the browser, so it may not use anything from here, nor the helper that tsx names functions with. */
function shiftClock(ms: number): void {
  globalThis.Date = new Proxy(Date, {
    construct(Real, given, target) {
      return Reflect.construct(Real, given.length > 0 ? given : [Real.now() + ms], target) as Date;
    },
    get(Real, name) {
      return name === 'now' ? () => Real.now() + ms : (Reflect.get(Real, name) as unknown);
    },
  });
}
