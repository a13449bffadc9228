import { passWindow } from '../../browser/hoist.ts';
import { screenshot } from '../../browser/screenshot.ts';
import { expectParts, expectThat } from '../expectations.ts';
import type { Step } from '../runner.ts';
import { ada, pageSize, picturePage, type Stage } from '../stage.ts';

/** From the installation to the first sign-in. */
export const setUpSteps: readonly Step<Stage>[] = [
  {
    name: 'Welcome',
    async run(stage, picture) {
      const { hoist } = stage;
      const page = await hoist.welcome();
      stage.shown = page;
      await page.locator('[data-testid="welcome-continue"]').click();
      await page.locator('[data-testid="client-id"]').wait();
      const redirectUri = `https://${hoist.chromium.extensionId}.chromiumapp.org/`;
      const values = await page.$$eval('input', (inputs) => inputs.map(({ value }) => value));
      expectThat(
        values.includes(redirectUri),
        `Expected the welcome page to show the redirect URI ${redirectUri}.`,
      );
      await hoist.connect();
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await screenshot(page, picture, { width: pageSize.width, height });
      return `the page that opened by itself names ${redirectUri} to register; the client id is saved`;
    },
  },
  {
    name: 'Sign in',
    async run(stage, picture) {
      const { chromium } = stage.hoist;
      const popup = await stage.popup();
      await popup.click('sign-in');
      const window = await chromium.signInWindow();
      stage.shown = window.page;
      const accounts = await window.page.$$eval('[data-testid="account-option"]', (options) =>
        options.map((option) => option.getAttribute('data-upn') ?? ''),
      );
      expectThat(
        accounts.includes(ada.userPrincipalName),
        `Expected ${ada.userPrincipalName} among the accounts to choose from; there are ${accounts.join(', ')}.`,
      );
      await picturePage(window.page, picture);
      await passWindow(window, ada.userPrincipalName);
      const after = await stage.popup();
      await after.see('account-menu');
      const [account = ''] = await after.page.$$eval('[data-testid="account-menu"]', (buttons) =>
        buttons.map((button) => button.textContent ?? ''),
      );
      expectParts('the account button', account, ada.userPrincipalName);
      return `Microsoft’s window offers ${accounts.length} accounts; Hoist works as ${ada.userPrincipalName}`;
    },
  },
];
