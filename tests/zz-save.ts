import { openHoist } from './browser/hoist.ts';
const hoist = await openHoist({ browser: { extensionDir: '/tmp/eyes2/chrome' } });
try {
  const w = await hoist.welcome();
  await w.bringToFront();
  await w.locator('[data-testid="client-id"]').fill('not a guid');
  await w.keyboard.press('Tab');
  await w.locator('[data-testid="client-id"]').fill('5f0e7d6c-0000-4000-8000-000000000000');
  console.log(await w.evaluate(() => [(document.querySelector('[data-testid="client-id"]') as HTMLInputElement).value, document.querySelector('[data-testid="save"]')!.outerHTML]));
  await hoist.chromium.browser.close();
} finally { await hoist.close().catch(() => 0); }
