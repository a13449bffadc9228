import { azureRoleId } from '../emulator/seeds/azure-roles.ts';
import { contosoTenant, people } from '../emulator/seeds/contoso-directory.ts';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { letTimePass } from '../browser/clock-shift.ts';
import { journalIn } from '../browser/extension-storage.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { menuItem } from '../browser/menu-item.ts';
import { until } from '../browser/until.ts';

/** A worker looks by timers for three minutes after the last news, and leaves the rest to an alarm. */
const quietMs = 200_000;

let hoist: Hoist;
afterEach(() => hoist?.close());

/** Of the system, asked in a page, because a question to the worker would keep it awake. */
const notices = (page: Page) =>
  page.evaluate(async () => Object.keys((await chrome.notifications.getAll()) as object));

describe('a worker that nobody debugs', () => {
  it('idles for real while approval is pending, is woken by its alarm, and tells the decision', async () => {
    hoist = await openHoist({ browser: { idleWorkers: true } });
    const { chromium, emulator } = hoist;
    // Everything happens some minutes ago, by every clock, so that the worker's quiet time begins with a jump.
    await letTimePass(hoist, -quietMs);
    // Of privileged roles the menu shows the form first.
    const role = {
      kind: 'azure',
      roleId: azureRoleId('Contributor'),
      scope: subscriptionId('Contoso Staging'),
    } as const;
    const approvers = [{ type: 'user', id: people.grace.id, displayName: people.grace.displayName }] as const;
    emulator.pim.changePolicy(contosoTenant.id, role, { approvalRequired: true, approvers });
    await hoist.setUp();
    const observer = await chromium.openExtensionPage('manifest.json');

    // Asked for once by the popup and denied: from now on the menu names this role.
    let popup = await hoist.openPopup();
    const key = await popup.choose('Contributor', 'Contoso Staging');
    await popup.click('submit');
    await popup.outcome(key, 'waitingForApproval');
    emulator.pim.deny(emulator.pim.accepted()[0]!.id);
    await popup.outcome(key, 'failed');
    await popup.close();

    await chromium.clickMenuItem((await menuItem(chromium)).id);
    const waiting = await chromium.storage.until('the approval to be waited for', (items) =>
      journalIn(items).find(({ origin, state, toldAt }) => {
        return origin === 'menu' && state === 'waitingForApproval' && toldAt !== undefined;
      }),
    );
    expect(await notices(observer)).toEqual([waiting.id]);
    await observer.evaluate((id) => chrome.notifications.clear(id), waiting.id);

    await letTimePass(hoist, quietMs);
    await chromium.worker.idle(60_000);
    const [, second] = emulator.pim.accepted();
    emulator.pim.approve(second!.id);
    const asked = emulator.journal.entries.length;
    expect(await chromium.worker.isRunning()).toBe(false);

    const active = await chromium.storage.until(
      'the decision to be stored and told',
      (items) =>
        journalIn(items).find(({ id, state, toldAt }) => {
          return id === waiting.id && state === 'active' && toldAt !== undefined;
        }),
      { timeoutMs: 75_000 },
    );
    expect(active.origin).toBe('menu');
    // Told by a notification, since no page of Hoist was open; nothing but the alarm could have woken the worker.
    await until('a notification', async () => (await notices(observer)).includes(waiting.id));
    expect(emulator.journal.entries.length).toBeGreaterThan(asked);
    expect(emulator.pim.accepted()).toHaveLength(2);

    popup = await hoist.openPopup();
    expect(await popup.active(key)).toMatch(/left/);
  }, 180_000);
});
