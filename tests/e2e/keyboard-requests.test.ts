/** Asking for roles, and what becomes of it: with the keyboard alone. */
import { afterEach, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { type Keyboard, keyboardOf } from '../browser/keyboard.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

/** Searches each and ticks what is found first, then opens the form of all and waits for their rules. */
async function ask(popup: Popup, keys: Keyboard, ...wanted: [words: string, role: string][]): Promise<void> {
  for (const [words, role] of wanted) {
    await keys.press('/');
    await keys.isAt('search');
    await keys.retype(words);
    await keys.hears(new RegExp(`Enter opens ${role} on `));
    await keys.press('ArrowDown', 'Space');
    await keys.isAt('select');
  }
  await keys.press('Enter');
  await popup.see('form');
  await until('the rules', async () => {
    const known = await popup.page.$$('[data-testid="form-role"][data-rules="known"]');
    return known.length === wanted.length;
  });
  await keys.isAt('justification');
}

it('a bulk with a ticket, lengths of its own and a later start is checked, sent, cancelled in part and tried again', async () => {
  hoist = await openHoist();
  await hoist.setUp();
  const popup = await hoist.openPopup();
  const keys = await keyboardOf(popup.page);
  await popup.see('role-row');
  const failing = await popup.key('User Access Administrator', 'Contoso Production');
  const tooMany = await popup.key('Intune Administrator');
  await ask(
    popup,
    keys,
    ['exchange administrator', 'Exchange Administrator'],
    ['user access contoso production', 'User Access Administrator'],
    ['groups administrator', 'Groups Administrator'],
    ['intune administrator', 'Intune Administrator'],
  );

  // One too many is left out; the focus goes to the button beside it.
  await until('its button', async () => {
    const { at, key } = await keys.goTo('form-remove');
    if (key !== tooMany) await keys.press('Tab');
    return at === 'form-remove' && key === tooMany;
  });
  await keys.press('Enter');
  await until('three to be left', async () => (await popup.texts('form-role')).length === 3);
  await keys.isAt('form-remove');
  await keys.goTo('justification', 'Shift+Tab');

  // A saved justification: kept, found again, deleted.
  await keys.retype('Move the mailboxes');
  await keys.press('Alt+ArrowDown', 'End');
  await keys.isAt('template-save');
  await keys.press('Enter');
  await keys.hears(/^Saved$/);
  await keys.isAt('justification-picker');
  await keys.press('ArrowDown');
  await keys.isAt('template');
  await keys.press('Delete');
  await keys.hears(/^Deleted$/);
  await keys.press('Escape');
  await keys.isAt('justification-picker');

  await keys.goTo('ticket-number');
  await keys.type('CHG4711');
  await keys.press('Tab');
  await keys.isAt('ticket-system');
  await keys.type('Desk');
  await keys.goTo('length-all-slider');
  await keys.press('Home', 'ArrowRight');
  const exchange = (await keys.goTo('length')).key;
  await keys.retype('2h');
  await until('the other lengths to stay', async () => {
    const lengths = await popup.page.$$eval('[data-testid="length"]', (fields) =>
      (fields as HTMLInputElement[]).map((field) => field.value),
    );
    return lengths.filter((length) => length === '2h').length === 1;
  });
  await keys.goTo('check-requests');
  await keys.press('Enter');
  await keys.hears(/Microsoft would accept this/);
  expect(hoist.emulator.pim.accepted()).toEqual([]);
  hoist.emulator.faults.add({
    host: 'management.azure.com',
    method: 'PUT',
    kind: 'refusal',
    status: 400,
    code: 'RoleAssignmentRequestPolicyValidationFailed',
    message: 'The rules say no.',
  });

  await keys.goTo('start-now', 'Shift+Tab');
  await keys.press('ArrowRight');
  await keys.isAt('start-later');
  await keys.press('Tab');
  await keys.isAt('start-date');
  // The fields begin with a time that can be had; the browser's own keys change it.
  await keys.press('ArrowRight', 'ArrowUp');
  await keys.goTo('submit');
  await keys.press('Enter');
  await keys.isAt('search');
  await popup.outcome(exchange, 'scheduled');
  await popup.outcome(failing, 'failed');
  await keys.hears(/Exchange Administrator.*Not active yet/);

  // What waits is cancelled, and the focus goes with it to what became of it.
  await until('what waits', async () => {
    await keys.press('ArrowDown');
    return (await keys.focus()).key === exchange;
  });
  await keys.goTo('withdraw', 'ArrowRight');
  await keys.press('Enter');
  await popup.outcome(exchange, 'failed');
  await keys.hears(/The request was cancelled/);
  await keys.isAt('outcome-row', exchange);

  // What failed: its details, again, and away.
  await keys.press('/');
  await until('what failed', async () => {
    await keys.press('ArrowDown');
    return (await keys.focus()).key === failing;
  });
  await keys.goTo('Details', 'ArrowRight');
  await keys.press('Enter', 'ArrowRight');
  await keys.isAt('copy', failing);
  await keys.press('Enter');
  await keys.hears(/^Copied$/);
  await keys.goTo('ask-again', 'ArrowLeft');
  await keys.press('Enter');
  await popup.see('form');
  await keys.isAt('justification');
  // What was used before is taken again.
  await keys.retype('Another reason');
  await keys.press('Alt+ArrowDown');
  expect((await keys.isAt('recent')).name).toBe('Move the mailboxes');
  await keys.press('Enter');
  await keys.isAt('justification');
  const justification = await popup.page.$eval(
    '[data-testid="justification"]',
    (field) => (field as HTMLTextAreaElement).value,
  );
  expect(justification).toBe('Move the mailboxes');
  await keys.press('Escape');
  await keys.isAt('ask-again', failing);
  await keys.goTo('dismiss', 'ArrowLeft');
  await keys.press('Enter');
  await until('it to be gone', async () =>
    (await popup.rows('outcome-row')).every(({ key }) => key !== failing),
  );
  await keys.isAt('dismiss');
  await keys.press('Enter');
  await keys.isAt('search');
  await until('no outcome', async () => !(await popup.has('outcomes')));
  expect(hoist.emulator.pim.accepted()).toHaveLength(2);
});

it('what asks for proof is verified one by one and all at once', async () => {
  hoist = await openHoist({ knobs: { token: { authenticationContexts: { c1: 'own', c2: 'own' } } } });
  await hoist.setUp();
  let popup = await hoist.openPopup();
  let keys = await keyboardOf(popup.page);
  await popup.see('role-row');
  const first = await popup.key('Privileged Role Administrator');
  const second = await popup.key('Security Administrator');
  await ask(
    popup,
    keys,
    ['privileged role administrator', 'Privileged Role Administrator'],
    ['security administrator', 'Security Administrator'],
  );
  await keys.goTo('submit');
  await keys.press('Enter');
  for (let windows = 0; windows < 2; windows++) await (await hoist.chromium.signInWindow()).cancel();
  await popup.close();

  popup = await hoist.openPopup();
  keys = await keyboardOf(popup.page);
  for (const key of [first, second]) await popup.outcome(key, 'proofNeeded');
  await keys.isAt('search');
  await until('both to have their button', async () => (await popup.texts('verify')).length === 2);
  await keys.goTo('verify-all');
  await keys.press('Enter');
  for (let windows = 0; windows < 2; windows++) await (await hoist.chromium.signInWindow()).cancel();
  await popup.close();

  popup = await hoist.openPopup();
  keys = await keyboardOf(popup.page);
  await until('both to have their button again', async () => (await popup.texts('verify')).length === 2);
  const { key } = await keys.goTo('verify');
  await keys.press('Enter');
  const window = await hoist.chromium.signInWindow();
  await window.page
    .locator('[data-testid="context-approve"]')
    .click()
    .catch((error: unknown) => {
      // The click may be the last thing that this window sees.
      if (!window.page.isClosed()) throw error;
    });
  await window.closed();
  if (!popup.page.isClosed()) {
    await popup.outcome(key as never, 'active');
    await keys.hears(/Active, ends/);
    expect((await keys.focus()).at).not.toBe('');
  }
  await until('the one that was proved', () => hoist.emulator.pim.accepted().length === 1);
});
