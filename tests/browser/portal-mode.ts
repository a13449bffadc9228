import type { PortalMode } from '../../src/domain/settings.ts';
import type { Hoist } from './hoist.ts';

/** Chooses on the settings page what is done with portal tabs, and saves it. */
export async function setPortalMode(hoist: Hoist, mode: PortalMode): Promise<void> {
  const page = await hoist.chromium.openExtensionPage('src/options/index.html');
  await page.bringToFront();
  const choice = (await page.waitForSelector(`[data-testid="portal-${mode}"]`))!;
  await choice.evaluate((one) => one.scrollIntoView({ block: 'center' }));
  await choice.click();
  await page.locator('[data-testid="save"]').click();
  await page.locator('[data-testid="saved"]').wait();
  await page.close();
}
