import { letTimePass, reloadLater } from '../../browser/clock-shift.ts';
import { journalIn } from '../../browser/extension-storage.ts';
import { menuItem } from '../../browser/menu-item.ts';
import { until } from '../../browser/until.ts';
import { expectParts, expectSame, expectThat } from '../expectations.ts';
import type { Step } from '../runner.ts';
import { ada, azureRole, picturePopup, type Stage, subscription } from '../stage.ts';

/** Until the next morning: the activations of eight hours are over. */
const nightMs = 16 * 60 * 60_000;

export const lastRoleSteps: readonly Step<Stage>[] = [
  {
    name: 'Activate last role',
    async run(stage, picture) {
      const { hoist } = stage;
      const { chromium, emulator } = hoist;
      const rolesHeld = () =>
        emulator.pim.effectiveAzureRoles(ada.id, subscription.id).map(({ displayName }) => displayName);
      await letTimePass(hoist, nightMs);
      expectSame('the roles on the subscription in the morning', rolesHeld().join(', '), '');
      const item = await menuItem(chromium);
      expectThat(item.enabled, 'Expected the menu item to be enabled.');
      expectParts('the menu item', item.title, 'Activate last role', azureRole, subscription.name);
      await chromium.clickMenuItem(item.id);
      const entry = await chromium.storage.until('the outcome to have been told', (items) =>
        journalIn(items).find(({ origin, toldAt }) => origin === 'menu' && toldAt !== undefined),
      );
      expectSame('the outcome', entry.state, 'active');
      expectSame('the roles on the subscription', rolesHeld().join(', '), azureRole);
      await until('the notification', async () => {
        const shown = await chromium.worker.run(() => chrome.notifications.getAll());
        return Object.hasOwn(shown, entry.id);
      });
      const popup = await stage.popup();
      await reloadLater(popup.page, nightMs);
      const outcome = await popup.outcome(entry.role.key, 'active');
      await picturePopup(popup, picture);
      return `the next morning the menu says “${item.title}”; chosen, a notification comes, and: ${outcome}`;
    },
  },
];
