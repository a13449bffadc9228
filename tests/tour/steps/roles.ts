import { eligibleKeys } from '../../browser/eligible-keys.ts';
import type { Hoist } from '../../browser/hoist.ts';
import { until } from '../../browser/until.ts';
import { expectParts, expectSame, expectSameSet, expectThat } from '../expectations.ts';
import type { Step } from '../runner.ts';
import { ada, azureRole, entraRole, picturePopup, type Stage, subscription } from '../stage.ts';

const query = 'staging contrib';

/** What Ada may activate, and finding it. */
export const roleSteps: readonly Step<Stage>[] = [
  {
    name: 'List',
    async run(stage, picture) {
      const { hoist } = stage;
      const popup = await stage.popup();
      const expected = eligibleKeys(hoist.emulator.pim, ada);
      const rows = await until(`${expected.length} roles to be listed`, async () => {
        const seen = await popup.rows('role-row');
        return seen.length >= expected.length && seen;
      });
      const keys = rows.map(({ key }) => key);
      expectSame('the number of roles listed', keys.length, expected.length);
      expectSameSet('the list to be what the cloud has', keys, expected);
      expectThat((await popup.texts('failure')).length === 0, 'Expected no failure in the list.');
      const [entra, azure, groups] = ['entra|', 'azure|', 'groups|'].map(
        (start) => keys.filter((key) => key.startsWith(start)).length,
      );
      const hidden = keys.filter((key) => isOnHiddenSubscription(hoist, key)).length;
      expectThat(hidden > 0, 'Expected roles on subscriptions that Ada cannot see yet.');
      await picturePopup(popup, picture);
      return (
        `${entra} Entra roles, ${azure} Azure roles, ${hidden} of them on subscriptions that Ada cannot see yet, ` +
        `and ${groups} memberships and ownerships of groups`
      );
    },
  },
  {
    name: 'Search',
    async run(stage, picture) {
      const popup = await stage.popup();
      const before = (await popup.rows('role-row')).length;
      await popup.search(query);
      const [row] = await until('one role to be found', async () => {
        const rows = await popup.rows('role-row');
        return rows.length === 1 && rows;
      });
      expectParts('the role found', row?.text ?? '', azureRole, subscription.name);
      await picturePopup(popup, picture);
      await popup.search('');
      await until('every role to be back', async () => (await popup.rows('role-row')).length === before);
      return `“${query}” finds one role of ${before}, ${azureRole} on ${subscription.name}`;
    },
  },
];

/** Two roles in one form, sent once. */
export const activationSteps: readonly Step<Stage>[] = [
  {
    name: 'Form',
    async run(stage, picture) {
      const popup = await stage.popup();
      for (const parts of [[entraRole], [azureRole, subscription.name]]) {
        await popup.click('select', await popup.key(...parts));
      }
      await popup.click('activate-selected');
      await popup.see('form');
      await until(
        'the rules of both roles to be known',
        async () => (await popup.page.$$('[data-testid="form-role"][data-rules="known"]')).length === 2,
      );
      const fields = await popup.page.evaluate(() => ({
        justification:
          document.querySelector<HTMLTextAreaElement>('[data-testid="justification"]')?.value ?? '',
        lengths: [...document.querySelectorAll<HTMLInputElement>('[data-testid="length"]')].map(
          ({ value }) => value,
        ),
      }));
      expectSame('the justification filled in', fields.justification, 'Daily PIM elevation');
      expectSame('the number of lengths', fields.lengths.length, 2);
      for (const length of fields.lengths) expectParts('the length filled in', length, '8h');
      await picturePopup(popup, picture);
      return `two roles, ${fields.lengths.join(' and ')}, “${fields.justification}”, all of it filled in`;
    },
  },
  {
    name: 'Activate',
    async run(stage, picture) {
      const { hoist } = stage;
      const popup = await stage.popup();
      const keys = await popup.page.$$eval('[data-testid="form-role"]', (roles) =>
        roles.map((role) => role.getAttribute('data-key') ?? ''),
      );
      const requestsBefore = activationRequests(hoist).length;
      await popup.click('submit');
      const told: string[] = [];
      for (const key of keys) {
        told.push(await popup.outcome(key, 'active'));
        expectParts('the role under “Active now”', await popup.active(key), 'left');
      }
      expectParts('the outcomes', told.join('; '), entraRole, azureRole, subscription.name);
      expectSame(
        'the number of requests sent',
        activationRequests(hoist).length - requestsBefore,
        keys.length,
      );
      await picturePopup(popup, picture);
      return `${told.join('; ')}; the cloud got one request for each`;
    },
  },
];

function isOnHiddenSubscription({ emulator }: Hoist, key: string): boolean {
  const [, id] = /^azure\|[^|]*\|(\/subscriptions\/[^/]+)/.exec(key) ?? [];
  const visible = emulator.pim
    .visibleSubscriptions(ada.id, ada.tenantId)
    .map((scope) => scope.id.toLowerCase());
  return id !== undefined && !visible.includes(id);
}

/** Every request for an activation that reached the cloud, whatever came of it. */
function activationRequests({ emulator }: Hoist) {
  return emulator.journal.requests({
    path: /ScheduleRequests/i,
    where: ({ method }) => method === 'POST' || method === 'PUT',
  });
}
