import { until } from '../../browser/until.ts';
import { pimGroups } from '../../emulator/seeds/contoso-groups.ts';
import { expectParts, expectSame, expectThat } from '../expectations.ts';
import type { Step } from '../runner.ts';
import { ada, picturePopup, type Stage } from '../stage.ts';

const group = pimGroups.releaseManagers;
const key = `groups|member|${group.id}`;

/** A group that Ada may be a member and an owner of: she becomes a member, and no owner. */
export const groupSteps: readonly Step<Stage>[] = [
  {
    name: 'Group',
    async run(stage, picture) {
      const { pim } = stage.hoist.emulator;
      const popup = await stage.popup();
      await popup.search(group.displayName);
      await until('both ways into the group', async () => (await popup.rows('role-row')).length === 2);
      await popup.click('activate', key);
      await popup.page.locator('[data-testid="form-role"][data-rules="known"]').wait();
      await popup.click('submit');
      const outcome = await popup.outcome(key, 'active');
      expectParts('the outcome', outcome, group.displayName, 'Member');
      await popup.search('');
      expectParts('the row under “Active now”', await popup.active(key), 'Member · Group', 'left');
      const held = pim.lists
        .active({ oid: ada.id, tid: ada.tenantId }, 'group')
        .filter(({ scope }) => scope === group.id)
        .map(({ roleId }) => roleId);
      expectSame('what Ada is in the group', held.join(', '), 'member');
      expectSame('the requests accepted', pim.accepted({ kind: 'group', scope: group.id }).length, 1);
      expectThat((await popup.texts('failure')).length === 0, 'Expected no failure in the popup.');
      await popup.page.evaluate(() => document.querySelector('.popup-list')?.scrollTo(0, 0));
      await picturePopup(popup, picture);
      return `${outcome}; the ownership of the same group stays as it was`;
    },
  },
];
