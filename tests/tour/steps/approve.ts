import { until } from '../../browser/until.ts';
import { people } from '../../emulator/seeds/contoso-directory.ts';
import { requestsForAda } from '../../emulator/seeds/waiting-requests.ts';
import { expectParts, expectSame } from '../expectations.ts';
import type { Step } from '../runner.ts';
import { ada, picturePopup, type Stage } from '../stage.ts';

const justification = 'Agreed with the training team';

/** Alan and Grace ask for roles that Ada decides on; she approves one request. */
export const approvalSteps: readonly Step<Stage>[] = [
  {
    name: 'Approve',
    async run(stage, picture) {
      const { pim } = stage.hoist.emulator;
      const waiting = requestsForAda(pim);
      const request = waiting.azure[0]!;
      const key = `azure|${request.id}`.toLowerCase();
      const popup = await stage.popup();
      await popup.click('refresh');
      await popup.click('tab-approvals');
      const count = waiting.entra.length + waiting.azure.length;
      const rows = await until(`${count} requests to be listed`, async () => {
        const seen = await popup.rows('approval-row');
        return seen.length === count && seen;
      });
      const asked = rows.find((row) => row.key === key)?.text ?? '';
      expectParts('the request', asked, people.alan.displayName, 'Owner', 'New course environment');
      await popup.click('review', key);
      await popup.see('decision-sheet');
      await popup.fill('decision-justification', justification);
      await popup.click('approve');
      const outcome = await popup.outcome(key, 'done');
      expectParts('the outcome', outcome, 'You approved', people.alan.displayName);
      expectSame('who decided in the cloud', request.decision?.by ?? 'nobody', ada.id);
      expectSame('the justification in the cloud', request.decision?.justification ?? '', justification);
      expectSame('the request in the cloud', pim.statusOf(request), 'Provisioned');
      await until(
        'the other requests to stay',
        async () => (await popup.rows('approval-row')).length === count - 1,
      );
      await popup.page.evaluate(() => document.querySelector('main')?.scrollTo(0, 0));
      await picturePopup(popup, picture);
      await popup.click('tab-roles');
      return `${count} requests of others wait for Ada; ${outcome}`;
    },
  },
];
