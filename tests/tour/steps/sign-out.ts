import { until } from '../../browser/until.ts';
import { expectSame } from '../expectations.ts';
import type { Step } from '../runner.ts';
import { ada, picturePopup, type Stage } from '../stage.ts';

export const signOutSteps: readonly Step<Stage>[] = [
  {
    name: 'Sign out',
    async run(stage, picture) {
      const { chromium } = stage.hoist;
      const popup = await stage.popup();
      await popup.click('account-menu');
      expectSame('who is signed in', (await popup.texts('username')).join(), ada.userPrincipalName);
      await popup.click('sign-out');
      await popup.see('signed-out');
      await until('every token to be gone', async () => {
        const held = JSON.stringify(await chromium.storage.read('session'));
        return !/accesstoken|refreshtoken|idtoken/i.test(held);
      });
      const lists = Object.keys(await chromium.storage.read()).filter((key) =>
        /^(eligibilities|assignments|policies|draft)\//.test(key),
      );
      expectSame('the lists left behind', lists.join(', '), '');
      const errors = (await chromium.errors.list()).map(({ text }) => text);
      expectSame('the errors that the extension logged in all of the tour', errors.join('; '), '');
      await picturePopup(popup, picture);
      return 'the popup asks to sign in again; no token and no list is left, and nothing was logged as an error';
    },
  },
];
