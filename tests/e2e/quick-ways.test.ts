/** The menu item, the keyboard command, the badge and the notifications, in a real browser. */
import { afterEach, describe, expect, it } from 'vitest';
import { letTimePass, reloadLater } from '../browser/clock-shift.ts';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { menuItem } from '../browser/menu-item.ts';
import { type Popup, popupHands } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';

const hour = 60 * 60_000;
const command = 'activate-last-role';

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

const accepted = () => hoist.emulator.pim.accepted({ action: 'selfActivate' });
const badge = () => hoist.chromium.worker.run(() => chrome.action.getBadgeText({}));
const notices = () =>
  hoist.chromium.worker.run(async () => Object.keys((await chrome.notifications.getAll()) as object));
const shownPopup = async () => popupHands(await hoist.chromium.shownPopup());
const focused = ({ page }: Popup) => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));

/** Activates roles in the popup, closes it, and lets the night pass, so that they have ended. */
async function activatedYesterday(...names: string[]): Promise<void> {
  const popup = await hoist.openPopup();
  if (names.length === 1) await popup.choose(...names);
  else {
    for (const name of names) await popup.click('select', await popup.key(name));
    await popup.click('activate-selected');
    await popup.see('form');
    await popup.page.waitForFunction(
      (count) => document.querySelectorAll('[data-testid="form-role"][data-rules="known"]').length === count,
      {},
      names.length,
    );
  }
  if (await popup.has('ticket-number')) {
    await popup.page.type('[data-testid="ticket-number"]', 'INC1');
    await popup.page.type('[data-testid="ticket-system"]', 'Desk');
  }
  await popup.click('submit');
  await until('every role to be active', async () => {
    const states = await popup.page.$$eval('[data-testid="outcome-row"]', (rows) =>
      rows.map((row) => row.getAttribute('data-state')),
    );
    return states.length === names.length && states.every((state) => state === 'active');
  });
  await popup.close();
  await letTimePass(hoist, 16 * hour);
}

/** The popup that opens has the clock of today, not of tomorrow. */
async function popupOfTheMorning(): Promise<Popup> {
  const popup = await shownPopup();
  await reloadLater(popup.page, 16 * hour);
  await popup.see('form');
  return popup;
}

async function clickMenu(): Promise<void> {
  const { id } = await menuItem(hoist.chromium);
  await hoist.chromium.clickMenuItem(id);
}

describe('the menu item', () => {
  it('activates exactly the role of its title with its last length, and a notification tells the outcome', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await activatedYesterday('Groups Administrator');
    const { id, title } = await menuItem(hoist.chromium);
    expect(title).toContain('Groups Administrator');
    await hoist.chromium.clickMenuItem(id);
    await until('a notification', async () => (await notices()).length > 0);
    const [first, second, ...more] = accepted();
    expect(more).toEqual([]);
    expect(second).toMatchObject({
      roleId: entraRoleId('Groups Administrator'),
      scope: first!.scope,
      expiration: first!.expiration,
      justification: first!.justification,
    });
  });

  it('does nothing on a click that names another role, and says so', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await hoist.chromium.clickMenuItem('action:public somebody else');
    await until('a notification', async () => (await notices()).length > 0);
    expect(accepted()).toEqual([]);
  });
});

describe('a privileged role', () => {
  it('is shown by the menu as a filled form, and Enter activates exactly it', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await activatedYesterday('Intune Administrator');
    await clickMenu();
    const popup = await popupOfTheMorning();
    expect(accepted()).toHaveLength(1);
    await until('the button to have the focus', async () => (await focused(popup)) === 'submit');
    const [form] = await popup.texts('form');
    expect(form).toContain('Intune Administrator');
    await popup.page.keyboard.press('Enter');
    await until('a second request', () => accepted().length === 2);
    const [first, second] = accepted();
    expect(second).toMatchObject({
      roleId: entraRoleId('Intune Administrator'),
      scope: '/',
      expiration: first!.expiration,
      justification: first!.justification,
    });
  });

  it('is activated at once where the person chose so on the settings page', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await activatedYesterday('Intune Administrator');
    const options = await hoist.chromium.openExtensionPage('src/options/index.html');
    await options.focus('[data-testid="privilegedWithoutAsking"]');
    await options.keyboard.press('Space');
    await options.locator('[data-testid="save"]').click();
    await options.locator('[data-testid="saved"]').wait();
    await clickMenu();
    await until('a second request', () => accepted().length === 2);
    await until('the outcome to be told', async () => (await notices()).length === 1);
  });
});

describe('the keyboard command', () => {
  it('activates what was asked for alone, and a second press does nothing', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await activatedYesterday('Groups Administrator');
    await hoist.chromium.pressCommand(command);
    await hoist.chromium.pressCommand(command);
    await until('a notification', async () => (await notices()).length > 0);
    expect(accepted().map(({ roleId }) => roleId)).toEqual(
      ['Groups Administrator', 'Groups Administrator'].map(entraRoleId),
    );
  });

  it('shows the form of the last of a bulk, which nobody named', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await activatedYesterday('Groups Administrator', 'Reports Reader');
    await hoist.chromium.pressCommand(command);
    const popup = await popupOfTheMorning();
    expect(await popup.texts('form')).toEqual([expect.stringContaining('Reports Reader')]);
    expect(accepted()).toHaveLength(2);
  });

  it('leads to the ticket that a role asks for, and reuses none', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await activatedYesterday('Exchange Administrator');
    await hoist.chromium.pressCommand(command);
    const popup = await popupOfTheMorning();
    await until('the ticket to have the focus', async () => (await focused(popup)) === 'ticket-number');
    await popup.page.keyboard.press('Enter');
    const typed = await popup.page.$eval(
      '[data-testid="ticket-number"]',
      (input) => (input as HTMLInputElement).value,
    );
    expect(typed).toBe('');
    expect(accepted()).toHaveLength(1);
  });
});

describe('the toolbar button', () => {
  it('shows how many roles are active, until they end, and nothing after signing out', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await until('the three roles of the morning', async () => (await badge()) === '3');
    const popup = await hoist.openPopup();
    const key = await popup.choose('Groups Administrator');
    await popup.click('submit');
    await popup.outcome(key, 'active');
    await until('one role more', async () => (await badge()) === '4');
    const [older] = await popup.page.$$eval('[data-ending="free"]', (rows) =>
      rows.map((row) => row.getAttribute('data-key') ?? ''),
    );
    await popup.click('deactivate', older);
    await popup.click('deactivate-yes');
    await popup.outcome(older!, 'ended');
    await until('one role fewer', async () => (await badge()) === '3');
    await popup.click('account-menu');
    await popup.click('sign-out');
    await until('no badge', async () => (await badge()) === '');
  });
});

describe('notifications', () => {
  it('tell with the popup closed that an approver denied, once, and open the popup at the outcome', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const key = await popup.choose('User Access Administrator', 'Contoso Production');
    await popup.click('submit');
    await popup.outcome(key, 'waitingForApproval');
    await popup.close();
    expect(await notices()).toEqual([]);
    const [request] = accepted();
    hoist.emulator.pim.deny(request!.id);
    await hoist.chromium.worker.run(() => {
      const event = chrome.alarms.onAlarm as unknown as { dispatch(alarm: { name: string }): void };
      event.dispatch({ name: 'follow-activations' });
    });
    const [id] = await until('a notification', async () => {
      const shown = await notices();
      return shown.length > 0 && shown;
    });
    expect(await notices()).toHaveLength(1);
    await hoist.chromium.worker.run((clicked) => {
      const event = chrome.notifications.onClicked as unknown as { dispatch(id: string): void };
      event.dispatch(clicked);
    }, id!);
    const again = await shownPopup();
    expect(await again.outcome(key, 'failed')).toContain('denied');
    await until('the notification to be gone', async () => (await notices()).length === 0);
  });
});
