/**
 * Roles that ask for more proof than the sign-in gave, in a real browser: the popup closes when the window takes the
 * focus, and tells what became of it when it is opened again.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { saysActive } from '../browser/popup-hands.ts';
import type { SignInWindow } from '../browser/sign-in-windows.ts';
import { until } from '../browser/until.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';

type Role = readonly string[];
/** Roles of Contoso by the authentication context that their policies ask for. */
const c1Entra: Role = ['Privileged Role Administrator'];
const c1Azure: Role = ['Owner', 'Contoso Production'];
const c2Entra: Role = ['Security Administrator'];
const plain: Role = ['Intune Administrator'];

const ownContexts = { token: { authenticationContexts: { c1: 'own', c2: 'own' } } } as const;
const requests = /\/roleAssignmentScheduleRequests/i;

let hoist: Hoist;
let windows: string[];
afterEach(() => closeWithoutErrors(hoist));

async function setUp(options: Parameters<typeof openHoist>[0] = {}): Promise<void> {
  hoist = await openHoist(options);
  await hoist.setUp();
  windows = [];
}

async function nextWindow(): Promise<SignInWindow> {
  const window = await hoist.chromium.signInWindow();
  windows.push(window.page.url());
  return window;
}

/** Does what the window's only page asks for. */
async function proveIn(window: SignInWindow): Promise<void> {
  const button = '[data-testid="mfa-approve"], [data-testid="context-approve"]';
  await window.page
    .locator(button)
    .click()
    .catch((error: unknown) => {
      // The click may be the last thing that this window sees.
      if (!window.page.isClosed()) throw error;
    });
  await window.closed();
}

/** Selects these roles, sends them, and leaves the popup as the window that opens does. */
async function submit(...roles: Role[]): Promise<string[]> {
  const popup = await hoist.openPopup();
  const keys: string[] = [];
  for (const role of roles) keys.push(await popup.key(...role));
  for (const key of keys) await popup.click('select', key);
  await popup.click('activate-selected');
  await popup.see('form');
  // What the rules are is known before anything is sent.
  await until('the rules of every role to be known', async () => !(await popup.has('rules-checking')));
  await popup.click('submit');
  await until('the requests to be recorded', () => recorded(keys));
  await popup.close();
  return keys;
}

async function recorded(keys: string[]): Promise<boolean> {
  const stored = Object.entries(await hoist.chromium.storage.read());
  const journal = JSON.stringify(stored.filter(([name]) => name.startsWith('journal/')));
  return keys.every((key) => journal.includes(`"key":${JSON.stringify(key)}`));
}

const acceptedFor = (key: string) =>
  hoist.emulator.pim
    .accepted()
    .filter(({ roleId, scope }) => key.endsWith(`|${roleId}|${scope}`.toLowerCase())).length;
const writes = () =>
  (['POST', 'PUT'] as const)
    .map((method) => hoist.emulator.journal.count({ method, path: requests }))
    .reduce((a, b) => a + b);
const claimsOf = (url: string) => new URL(url).searchParams.get('claims') ?? '';

describe('a role that asks for an authentication context', () => {
  it('says so before, opens one window for it, and becomes active by one request', async () => {
    await setUp();
    let popup = await hoist.openPopup();
    const key = await popup.choose(...c1Entra);
    await popup.see('rules-proof');
    expect(await popup.texts('rules-proof')).toEqual([
      expect.stringMatching(/verify .*authentication context c1/),
    ]);
    await popup.click('submit');
    const window = await nextWindow();
    await window.page.waitForSelector('[data-testid="mfa-approve"]');
    const { searchParams } = new URL(windows[0]!);
    expect(searchParams.get('login_hint')).toBe(people.ada.userPrincipalName);
    expect(claimsOf(windows[0]!)).toMatch(/"acrs".*"c1"/);
    expect(writes()).toBe(0);

    // The person looks at the popup again while the window is open.
    await popup.close();
    popup = await hoist.openPopup();
    expect(await popup.outcome(key, 'proofNeeded')).toMatch(/Verify in Microsoft’s window/);
    await proveIn(window);
    expect(await popup.outcome(key, 'active')).toMatch(saysActive);
    expect([writes(), acceptedFor(key)]).toEqual([1, 1]);
  });

  it('asks in one window a context for a whole bulk of both services, and keeps no other waiting', async () => {
    await setUp({ knobs: ownContexts });
    const { pim } = hoist.emulator;
    const second: Role = ['Groups Administrator'];
    const popup = await hoist.openPopup();
    const [, roleId, scope] = (await popup.key(...second)).split('|');
    pim.changePolicy(
      people.ada.tenantId,
      { kind: 'directory', roleId: roleId!, scope: scope! },
      {
        authenticationContext: 'c1',
      },
    );
    await popup.close();
    const keys = await submit(c1Entra, second, c1Azure, c2Entra, plain);

    const first = await nextWindow();
    await first.page.waitForSelector('[data-testid="context-approve"]');
    await until('the role that needs no proof to be active', () => acceptedFor(keys[4]!) === 1);
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
    await proveIn(first);
    await proveIn(await nextWindow());
    const after = await hoist.openPopup();
    for (const key of keys) await after.outcome(key, 'active');
    expect(windows.map((url) => /"value":\s*"(c\d)"/.exec(claimsOf(url))?.[1]).toSorted()).toEqual([
      'c1',
      'c2',
    ]);
    expect(keys.map(acceptedFor)).toEqual([1, 1, 1, 1, 1]);
    // The policy of one was not known to have changed: it was refused once, and sent once more.
    expect(writes()).toBeLessThanOrEqual(6);
  });
});

describe('a window that leads nowhere', () => {
  it('when it is cancelled holds only the roles that needed it; one click tries again', async () => {
    await setUp({ knobs: ownContexts });
    const keys = await submit(c1Entra, c1Azure, c2Entra, plain);
    const first = await nextWindow();
    const cancelled = /"value":\s*"(c\d)"/.exec(claimsOf(windows[0]!))![1];
    await first.cancel();
    await proveIn(await nextWindow());
    const held = cancelled === 'c1' ? [keys[0]!, keys[1]!] : [keys[2]!];
    const popup = await hoist.openPopup();
    for (const key of keys.filter((one) => !held.includes(one))) await popup.outcome(key, 'active');
    for (const key of held) {
      const said = await popup.outcome(key, 'proofNeeded');
      expect(said).toMatch(/Waits for you.*window was closed before it was finished/);
    }
    expect(held.map(acceptedFor)).toEqual(held.map(() => 0));

    await popup.click('verify', held[0]);
    await proveIn(await nextWindow());
    const again = await hoist.openPopup();
    await again.outcome(held[0]!, 'active');
    // The others of the same context need another click, and no window.
    for (const key of held.slice(1)) {
      await again.click('verify', key);
      await again.outcome(key, 'active');
    }
    expect(windows).toHaveLength(3);
    expect(keys.map(acceptedFor)).toEqual([1, 1, 1, 1]);
  });

  it('when another account is chosen in it, which is thrown away and said', async () => {
    await setUp();
    const [key] = await submit(c1Entra);
    const window = await nextWindow();
    await window.page.locator('[data-testid="another-account"]').click();
    const { userPrincipalName } = people.grace;
    await window.page.locator(`[data-testid="account-option"][data-upn="${userPrincipalName}"]`).click();
    await window.page.locator('[data-testid="sign-in"]').click();
    await proveIn(window);
    const popup = await hoist.openPopup();
    expect(await popup.outcome(key!, 'proofNeeded')).toMatch(/Waits for you/);
    await until('the other account to be said', async () =>
      (await popup.page.evaluate(() => document.body.innerText)).includes(
        `${userPrincipalName} signed in, which is not the account`,
      ),
    );
    expect(await popup.has('sign-in-needed')).toBe(false);
    const session = JSON.stringify(await hoist.chromium.storage.read('session'));
    expect(session).toContain(people.ada.id);
    expect(session).not.toContain(people.grace.id);
    expect(hoist.emulator.journal.requests({ oid: people.grace.id })).toEqual([]);
    expect(writes()).toBe(0);
  });

  it('when the worker is killed with it open: it says so, and sends nothing before the person goes on', async () => {
    await setUp();
    const [key] = await submit(c1Azure);
    const window = await nextWindow();
    await window.page.waitForSelector('[data-testid="mfa-approve"]');
    await hoist.chromium.worker.kill();
    if (!window.page.isClosed()) await window.page.close();
    const popup = await hoist.openPopup();
    await until('the interruption to be said', async () =>
      (await popup.outcome(key!, 'proofNeeded')).includes('interrupted'),
    );
    expect(writes()).toBe(0);
    await popup.click('verify', key);
    await proveIn(await nextWindow());
    const again = await hoist.openPopup();
    await again.outcome(key!, 'active');
    expect([writes(), acceptedFor(key!)]).toEqual([1, 1]);
  });
});

describe('a session that was revoked', () => {
  it('is renewed in silence for a list, and in a window for an activation', async () => {
    await setUp();
    // A challenge that a fresh token answers.
    const challenged = hoist.emulator.faults.add({
      host: 'graph.microsoft.com',
      method: 'GET',
      path: /ScheduleInstances/,
      kind: 'cae',
      times: 1,
    });
    const popup = await hoist.openPopup();
    await popup.click('refresh');
    await until('the list to be challenged', () => challenged.count === 1);
    const key = await popup.key(...plain);
    expect(await popup.has('sign-in-needed')).toBe(false);
    expect(await popup.has('failure')).toBe(false);

    // One that only the person can answer, at the activation alone.
    await popup.click('activate', key);
    await popup.see('form');
    await until('the rules to be known', async () => !(await popup.has('rules-checking')));
    hoist.emulator.tokens.revokeSessions(people.ada.userPrincipalName);
    await popup.click('submit');
    const window = await nextWindow();
    expect(claimsOf(windows[0]!)).toMatch(/nbf/);
    await window.page.locator('[data-testid="sign-in"]').click();
    await window.closed();
    await popup.close();
    const again = await hoist.openPopup();
    await again.outcome(key, 'active');
    expect(acceptedFor(key)).toBe(1);
    expect(await again.has('sign-in-needed')).toBe(false);
  });
});
