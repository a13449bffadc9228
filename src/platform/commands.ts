/** The keyboard command that the manifest names; the browser lets the person choose other keys. */
import type { Browser } from 'webextension-polyfill';

/** As in the manifest's `commands`. */
export const lastRoleCommand = 'activate-last-role';

type CommandsBrowser = {
  commands: { onCommand: Pick<Browser['commands']['onCommand'], 'addListener'> };
};

/** To be called in the worker's first tick. */
export function onLastRoleCommand(browser: CommandsBrowser, listener: () => void): void {
  browser.commands.onCommand.addListener((name) => {
    if (name === lastRoleCommand) listener();
  });
}
