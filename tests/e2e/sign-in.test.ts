import { afterEach, describe, expect, it } from 'vitest';
import { type Hoist, openHoist, passWindow } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { sources } from '../../src/domain/role.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';

const ada = people.ada.userPrincipalName;

let hoist: Hoist;
afterEach(() => hoist?.close());

/** The popup with the sentence of a failure in it. */
async function failureSaid(words: RegExp): Promise<Popup> {
  const popup = await hoist.openPopup();
  await until(`the popup to say ${words}`, async () => words.test(await textOf(popup)));
  return popup;
}

const textOf = (popup: Popup) => popup.page.evaluate(() => document.body.innerText);

async function pressSignIn(): Promise<void> {
  const popup = await hoist.openPopup();
  await popup.click('sign-in');
}

describe('signing in', () => {
  it('can be cancelled, is said to have been, and works the next time', async () => {
    hoist = await openHoist();
    await hoist.connect();
    await pressSignIn();
    await (await hoist.chromium.signInWindow()).cancel();
    const popup = await failureSaid(/closed/i);
    await popup.close();
    await hoist.signIn();
    const after = await hoist.openPopup();
    await after.see('role-row');
  });

  it('survives the worker being killed while the window is open', async () => {
    hoist = await openHoist();
    await hoist.connect();
    await pressSignIn();
    const window = await hoist.chromium.signInWindow();
    await hoist.chromium.worker.kill();
    if (!window.page.isClosed()) await window.page.close();
    const popup = await failureSaid(/interrupted/i);
    await popup.close();
    await hoist.signIn();
    const after = await hoist.openPopup();
    await after.see('role-row');
  });

  it('refuses another account’s answer at a renewal, says whose it was, and keeps the lists', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    // An administrator ended the person's sessions, and the access tokens are over: only the person can renew.
    hoist.emulator.tokens.revokeSessions(ada);
    hoist.emulator.clock.advance(2 * 60 * 60_000);
    const popup = await hoist.openPopup();
    await popup.click('refresh');
    await popup.see('sign-in-needed');
    expect((await popup.rows('role-row')).length).toBeGreaterThan(0);
    await popup.click('sign-in');
    const window = await hoist.chromium.signInWindow();
    await window.page.locator('[data-testid="another-account"]').click();
    await passWindow(window, people.alan.userPrincipalName);
    const said = await failureSaid(/not the account that Hoist works with/i);
    expect(await textOf(said)).toContain(people.alan.userPrincipalName);
    expect((await said.rows('role-row')).length).toBeGreaterThan(0);
  });

  it.each([
    ['a wrong client id', '11111111-2222-4333-8444-555555555555', 'organizations', /AADSTS700016/],
    ['a wrong tenant', hoistClientId, 'nobody.example.com', /AADSTS90002/],
    ['a redirect URI that is not registered', hoistClientId, 'organizations', /AADSTS50011/],
  ])('with %s shows what Microsoft says, and what to do about it', async (_, clientId, tenant, code) => {
    hoist = await openHoist();
    hoist.emulator.directory.registration(hoistClientId)!.redirectUris.length = 0;
    await hoist.connect(clientId, tenant);
    await pressSignIn();
    const window = await hoist.chromium.signInWindow();
    await until('Microsoft’s error page', async () =>
      code.test(await window.page.evaluate(() => document.body.innerText)),
    );
    await window.cancel();
    const popup = await failureSaid(/closed/i);
    const offered = await popup.page.$$eval('[data-testid="failure"] input', (found) =>
      found.map((one) => one.value),
    );
    expect(offered).toEqual([`https://${hoist.chromium.extensionId}.chromiumapp.org/`]);
  });

  it('says that Microsoft could not be reached, and works when it can', async () => {
    hoist = await openHoist();
    await hoist.connect();
    const broken = hoist.emulator.faults.add({
      host: 'login.microsoftonline.com',
      method: 'POST',
      path: /token$/,
      kind: 'reset',
    });
    await pressSignIn();
    await passWindow(await hoist.chromium.signInWindow(), ada);
    const popup = await failureSaid(/could not be reached/i);
    expect(broken.count).toBeGreaterThan(0);
    await popup.close();
    broken.remove();
    await hoist.signIn();
    await (await hoist.openPopup()).see('role-row');
  });

  it('goes on without a window in a new browser session', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    // What quitting the browser does to the extension: the session's storage and the worker are gone.
    await hoist.chromium.worker.run(() => chrome.storage.session.clear());
    await hoist.chromium.worker.kill();
    const { journal } = hoist.emulator;
    const authorizations = () =>
      journal.requests({ path: /\/oauth2\/v2\.0\/authorize$/ }).map(({ query }) => query['prompt']);
    const before = authorizations().length;
    const killedAt = Date.now();
    const popup = await hoist.openPopup();
    await popup.click('refresh');
    await until('every list to be read again, and well', async () => {
      const stored = Object.entries(await hoist.chromium.storage.read());
      const lists = stored.filter(([key]) => /^(eligibilities|assignments)\//.test(key));
      return (
        lists.length === 2 * sources.length &&
        lists.every(([, item]) => {
          const { data } = item as { data: { readAt?: number; failure?: unknown } };
          return (data.readAt ?? 0) >= killedAt && data.failure === undefined;
        })
      );
    });
    const asked = authorizations().slice(before);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every((prompt) => prompt === 'none')).toBe(true);
    const windows = hoist.chromium.browser
      .targets()
      .filter((target) => URL.parse(target.url())?.hostname === 'login.microsoftonline.com');
    expect(windows).toEqual([]);
    expect(await popup.has('sign-in-needed')).toBe(false);
    expect(await popup.has('source-failure')).toBe(false);
  });

  it('without the administrator’s consent offers the link to send', async () => {
    hoist = await openHoist();
    const registration = hoist.emulator.directory.registration(hoistClientId)!;
    for (const consent of Object.values(registration.consents)) consent.graph.length = 0;
    await hoist.connect();
    await pressSignIn();
    const window = await hoist.chromium.signInWindow();
    await window.choose(ada);
    await window.page.locator('[data-testid="sign-in"]').click();
    await window.page.locator('[data-testid="return-without-consent"]').click();
    const popup = await failureSaid(/consent/i);
    await popup.see('copy-consent');
  });

  it('signs out, and leaves no token and no list behind', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    await popup.see('role-row');
    const tokensHeld = async () =>
      /accesstoken|refreshtoken|idtoken/i.test(JSON.stringify(await hoist.chromium.storage.read('session')));
    const listsHeld = async () =>
      Object.keys(await hoist.chromium.storage.read()).filter((key) =>
        /^(eligibilities|assignments|policies|draft)\//.test(key),
      );
    expect(await tokensHeld()).toBe(true);
    expect((await listsHeld()).length).toBeGreaterThan(2);
    await popup.click('account-menu');
    await until('the name to be shown', async () => (await popup.texts('username')).includes(ada));
    await popup.click('sign-out');
    await popup.see('signed-out');
    await until('every token to be gone', async () => !(await tokensHeld()));
    await until('every list to be gone', async () => (await listsHeld()).length === 0);
  });
});
