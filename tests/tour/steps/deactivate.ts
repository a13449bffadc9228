import { until } from '../../browser/until.ts';
import { expectParts, expectSame, expectThat } from '../expectations.ts';
import type { Step } from '../runner.ts';
import { ada, entraRole, picturePopup, type Stage } from '../stage.ts';

/** Ada activated it two hours before the tour began, so it may be deactivated at once. */
const olderRole = 'Global Reader';

export const deactivationSteps: readonly Step<Stage>[] = [
  {
    name: 'Deactivate',
    async run(stage, picture) {
      const { hoist } = stage;
      const { pim } = hoist.emulator;
      const rolesHeld = () =>
        pim.lists
          .active({ oid: ada.id, tid: ada.tenantId }, 'directory')
          .map(({ roleId }) => pim.store.directoryRole(roleId)?.displayName);
      const popup = await stage.popup();
      const row = (name: string) =>
        until(`${name} among the active roles`, async () =>
          (await popup.rows('active-row')).find(({ text }) => text.startsWith(name)),
        );
      expectParts(
        `the row of ${entraRole}, just activated`,
        (await row(entraRole)).text,
        'Can be deactivated from',
      );
      const { key } = await row(olderRole);
      expectThat(rolesHeld().includes(olderRole), `Expected the cloud to have ${olderRole} active.`);
      await popup.click('deactivate', key);
      await popup.see('deactivate-question');
      await popup.click('deactivate-yes');
      const outcome = await popup.outcome(key, 'ended');
      expectThat(!rolesHeld().includes(olderRole), `Expected the cloud to have ended ${olderRole}.`);
      const ends = pim.accepted({ action: 'selfDeactivate' });
      expectSame('the number of requests to deactivate', ends.length, 1);
      await popup.page.evaluate(() => document.querySelector('.popup-list')?.scrollTo(0, 0));
      await picturePopup(popup, picture);
      return `${outcome}; what was activated a moment ago has to wait for five minutes`;
    },
  },
];
