import { until } from '../../browser/until.ts';
import { expectParts, expectSame, expectThat } from '../expectations.ts';
import type { Step } from '../runner.ts';
import { picturePopup, type Stage } from '../stage.ts';

const role = 'Privileged Role Administrator';
const context = 'c1';

/** A role whose policy asks for more proof than the sign-in gave. */
export const verifySteps: readonly Step<Stage>[] = [
  {
    name: 'Verify',
    async run(stage, picture) {
      const { chromium, emulator } = stage.hoist;
      const opened = await stage.popup();
      const key = await opened.choose(role);
      await opened.see('rules-proof');
      const [note = ''] = await opened.texts('rules-proof');
      expectParts('the form', note, `authentication context ${context}`);
      await opened.click('submit');
      const window = await chromium.signInWindow();
      const { searchParams } = new URL(window.page.url());
      expectParts('what the window is asked for', searchParams.get('claims') ?? '', 'acrs', context);
      const accepted = () => emulator.pim.accepted({ roleId: key.split('|')[1]! }).length;
      expectSame('the requests accepted before the proof', accepted(), 0);
      await window.page
        .locator('[data-testid="mfa-approve"]')
        .click()
        .catch((error: unknown) => {
          // The click may be the last thing that this window sees.
          if (!window.page.isClosed()) throw error;
        });
      await window.closed();
      await until('the request to be accepted', () => accepted() > 0);
      const popup = await stage.popup();
      const outcome = await popup.outcome(key, 'active');
      expectSame('the requests accepted', accepted(), 1);
      expectThat(!(await popup.has('sign-in-needed')), 'Expected the session to stay as it was.');
      await picturePopup(popup, picture);
      return `“${note.trim()}” One window, one proof, and: ${outcome}`;
    },
  },
];
