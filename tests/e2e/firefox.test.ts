import { existsSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firefox, launchFirefox } from '../browser/firefox.ts';
import { firefoxBuild, passWindow } from '../browser/hoist.ts';
import { popupHands } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { serveEmulator } from '../emulator/serve.ts';

const ada = people.ada.userPrincipalName;
const emulator = createEmulator();

let served: Awaited<ReturnType<typeof serveEmulator>>;
let firefox: Firefox;

beforeAll(async () => {
  expect(existsSync(`${firefoxBuild}/manifest.json`)).toBe(true);
  served = await serveEmulator(emulator);
  firefox = await launchFirefox({
    extensionDir: firefoxBuild,
    emulatorPort: served.port,
    hosts: emulator.hosts,
  });
});
afterAll(async () => {
  await firefox?.close();
  await served?.close();
});

async function fill(page: Page, testId: string, text: string): Promise<void> {
  const field = (await page.waitForSelector(`[data-testid="${testId}"]`))!;
  await field.click();
  await field.type(text);
}

describe('Hoist in Firefox', () => {
  it('is connected, signs in, lists exactly what the cloud has, and activates a role', async () => {
    const welcome = await firefox.openExtensionPage('src/welcome/index.html');
    const redirectUri = await welcome.waitForSelector('[data-testid="redirect-uri"] input');
    const uri = await redirectUri!.evaluate((one) => (one as HTMLInputElement).value);
    expect(uri).toMatch(/^https:\/\/[0-9a-f]{40}\.extensions\.allizom\.org\/$/);
    emulator.directory.registration(hoistClientId)!.redirectUris.push(uri);
    await fill(welcome, 'client-id', hoistClientId);
    await (await welcome.waitForSelector('[data-testid="save"]'))!.click();
    await welcome.waitForSelector('[data-testid="saved"]');

    await (await welcome.waitForSelector('[data-testid="welcome-sign-in"]'))!.click();
    await passWindow(await firefox.signInWindow('login.microsoftonline.com'), ada);
    await welcome.waitForSelector('[data-testid="welcome-signed-in"]');

    const popup = popupHands(await firefox.openExtensionPage('src/popup/index.html'));
    const seeded = (['directory', 'azure'] as const).flatMap((kind) =>
      emulator.pim.lists.eligible({ oid: people.ada.id, tid: people.ada.tenantId }, kind),
    );
    await until(
      'every row to be listed',
      async () => (await popup.rows('role-row')).length === seeded.length,
    );
    await popup.page.evaluate((name) => {
      const row = [...document.querySelectorAll('[data-testid="role-row"]')].find((one) =>
        one.textContent?.startsWith(name),
      );
      row?.querySelector<HTMLElement>('[data-testid="activate"]')?.click();
    }, 'Intune Administrator');
    await popup.see('form');
    await popup.page.$eval('[data-testid="submit"]', (one) => (one as HTMLElement).click());
    await popup.page.waitForSelector('[data-testid="outcome-row"][data-state="active"]');
    expect(emulator.pim.accepted()).toHaveLength(1);
    expect(await firefox.errors()).toEqual([]);
  });
});
