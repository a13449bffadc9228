/**
 * The service worker is killed in a real browser at the awaits of an activation that last long enough to be met from
 * outside: a token, a request, its answer, a look. What lies between two writes to storage, and an answer that is
 * being written down, is left to `tests/unit/worker-killed-at-every-step.test.ts`, which kills at every single one.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { letTimePass } from '../browser/clock-shift.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { type Popup, saysActive } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { azure, entra, type Role } from './killed-services.ts';

const requestsPath = /\/roleAssignmentScheduleRequests/i;

describe.each([
  ['Entra', entra],
  ['Azure', azure],
])('an activation of a role of %s, with the worker killed', (_, service) => {
  let hoist: Hoist;
  let popup: Popup;

  beforeAll(async () => {
    hoist = await openHoist();
    // Each case needs a role that no other has activated.
    hoist.emulator.pim.grantEligibility(people.ada.tenantId, {
      target: { kind: 'directory', roleId: entraRoleId('License Administrator'), scope: '/' },
      principalId: people.ada.id,
    });
    await hoist.setUp();
  });
  afterAll(() => hoist?.close());
  afterEach(async () => {
    hoist.emulator.faults.clear();
    Object.assign(hoist.emulator.knobs.pim[service.knobs], { provisionMs: 0 });
    hoist.emulator.knobs.pim.graph.requestListLagMs = 0;
    hoist.emulator.knobs.pim.arm.requestReadLagMs = 0;
    await popup?.close();
    // A clock that was moved goes with the worker; otherwise it would jump back in the middle of the next case.
    await hoist.chromium.worker.kill();
  });

  /** Requests for activation that reached the service, whatever became of them. */
  const writes = () =>
    hoist.emulator.journal.count({ host: service.host, method: service.method, path: requestsPath });
  const acceptedFor = (key: string) =>
    hoist.emulator.pim
      .accepted()
      .filter(({ roleId, scope }) => key.endsWith(`|${roleId}|${scope}`.toLowerCase())).length;
  const stateOf = async (key: string) => {
    const rows = await popup.page.$$eval('[data-testid="outcome-row"]', (found) =>
      found.map((one) => [one.getAttribute('data-key'), one.getAttribute('data-state')] as const),
    );
    return rows.find(([one]) => one === key)?.[1];
  };

  async function submit(...roles: Role[]): Promise<string[]> {
    popup = await hoist.openPopup();
    const keys: string[] = [];
    for (const role of roles) keys.push(await popup.key(...role));
    for (const key of keys) await popup.click('select', key);
    await popup.click('activate-selected');
    await popup.click('submit');
    return keys;
  }

  /** The worker is gone, and the person opens the popup again, which wakes a new one. */
  async function killAndComeBack(): Promise<void> {
    await popup.close();
    await hoist.chromium.worker.kill();
    hoist.emulator.faults.clear();
    popup = await hoist.openPopup();
  }

  it('between the journal and the request, and before the request is carried out', async () => {
    // Four are sent at once; the fifth waits its turn, written down and no more.
    const stalled = hoist.emulator.faults.add({
      host: service.host,
      method: service.method,
      path: requestsPath,
      kind: 'stall',
    });
    const keys = await submit(...service.bulk);
    await until('four requests to be under way', () => stalled.count >= 4);
    const states = await Promise.all(keys.map(stateOf));
    expect(states.toSorted()).toEqual(['recorded', 'sending', 'sending', 'sending', 'sending']);
    const waiting = keys[states.indexOf('recorded')]!;
    const lost = keys.filter((key) => key !== waiting);
    const before = writes();

    await killAndComeBack();
    await popup.outcome(waiting, 'active');
    for (const key of lost) await popup.outcome(key, 'looking');
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
    expect(acceptedFor(waiting)).toBe(1);

    await letTimePass(hoist, service.searchedForMs);
    for (const key of lost) {
      const said = await popup.outcome(key, service.neverArrived);
      // On Graph a request that never arrived cannot be told from one whose answer was lost.
      if (service.neverArrived === 'unknown') expect(said).toMatch(/Outcome unknown/);
      else expect(said).toMatch(saysActive);
    }
    const again = service.neverArrived === 'active' ? 4 : 0;
    expect(lost.map(acceptedFor)).toEqual(lost.map(() => again / 4));
    expect(acceptedFor(waiting)).toBe(1);
    expect(writes()).toBe(before + 1 + again);
  });

  it('while the activation waits for a token', async () => {
    // A new browser session has no tokens: the first request waits for a sign-in without a window.
    await hoist.chromium.worker.run(() => chrome.storage.session.clear());
    await hoist.chromium.worker.kill();
    const stalled = hoist.emulator.faults.add({
      host: 'login.microsoftonline.com',
      path: /\/authorize$/,
      kind: 'stall',
    });
    const before = writes();
    const [key] = await submit(service.tokenless);
    await until('the sign-in to be under way', () => stalled.count > 0);
    await popup.outcome(key!, 'recorded');
    expect(writes()).toBe(before);

    // Nothing had left, so nothing is in doubt: the next worker sends it.
    await killAndComeBack();
    expect(await popup.outcome(key!, 'active')).toMatch(saysActive);
    expect(acceptedFor(key!)).toBe(1);
    expect(writes()).toBe(before + 1);
  });

  it('after the request was carried out and before its answer came', async () => {
    const stalled = hoist.emulator.faults.add({
      host: service.host,
      method: service.method,
      path: requestsPath,
      kind: 'stall',
      after: true,
    });
    const before = writes();
    const [key] = await submit(service.unanswered);
    await until('the request to be carried out', () => acceptedFor(key!) >= 1);
    expect(stalled.count).toBe(1);
    expect(await stateOf(key!)).toBe('sending');

    await killAndComeBack();
    expect(await popup.outcome(key!, 'active')).toMatch(saysActive);
    expect(await popup.active(key!)).toMatch(/left/);
    expect(acceptedFor(key!)).toBe(1);
    expect(writes()).toBe(before + 1);
  });

  it('in the moment in which the service accepts it', async () => {
    const before = writes();
    const [key] = await submit(service.accepted);
    await until('the request to be carried out', () => acceptedFor(key!) >= 1);
    await killAndComeBack();
    expect(await popup.outcome(key!, 'active')).toMatch(saysActive);
    expect(acceptedFor(key!)).toBe(1);
    expect(writes()).toBe(before + 1);
  });

  it('while it follows the request', async () => {
    hoist.emulator.knobs.pim[service.knobs].provisionMs = 60_000;
    const before = writes();
    const [key] = await submit(service.followed);
    await popup.outcome(key!, 'following');
    const look = hoist.emulator.faults.add({
      host: service.host,
      method: 'GET',
      path: requestsPath,
      kind: 'stall',
    });
    await until('a look at the request to be under way', () => look.count > 0);

    await killAndComeBack();
    await popup.outcome(key!, 'following');
    expect((await popup.rows('active-row')).map((row) => row.key)).not.toContain(key);
    hoist.emulator.clock.advance(60_000);
    await popup.outcome(key!, 'active');
    expect(await popup.active(key!)).toMatch(/left/);
    expect(acceptedFor(key!)).toBe(1);
    expect(writes()).toBe(before + 1);
  });

  it('before an answer that no search matches in time: no second request is accepted', async () => {
    hoist.emulator.knobs.pim.graph.requestListLagMs = 60 * 60_000;
    hoist.emulator.knobs.pim.arm.requestReadLagMs = 60_000;
    hoist.emulator.faults.add({
      host: service.host,
      method: service.method,
      path: requestsPath,
      kind: 'stall',
      after: true,
    });
    const before = writes();
    const [key] = await submit(service.unmatched);
    await until('the request to be carried out', () => acceptedFor(key!) >= 1);

    await killAndComeBack();
    await popup.outcome(key!, 'looking');
    await letTimePass(hoist, service.searchedForMs);
    if (service.neverArrived === 'unknown') {
      const said = await popup.outcome(key!, 'unknown');
      expect(said).toMatch(/Outcome unknown/);
      expect(said).toMatch(/does not send the request again by itself/);
      expect(writes()).toBe(before + 1);
    } else {
      // Sent again under the same name, and refused because of the first, which comes into sight at last.
      await until('the request to be sent again', () => writes() >= before + 2);
      await letTimePass(hoist, 30_000);
      expect(await popup.outcome(key!, 'active')).toMatch(new RegExp(`${saysActive.source}|already active`));
      expect(writes()).toBe(before + 2);
    }
    expect(acceptedFor(key!)).toBe(1);

    // The list knows more than the search did.
    await popup.click('refresh');
    expect(await popup.active(key!)).toMatch(/left/);
    expect(acceptedFor(key!)).toBe(1);
  });

  it('while the window of a sign-in is open that it needs to go on', async () => {
    hoist.emulator.knobs.pim[service.knobs].provisionMs = 60_000;
    const before = writes();
    const [key] = await submit(service.windowOpen);
    await popup.outcome(key!, 'following');
    // An administrator ended the person's sessions: no token can be renewed without them.
    hoist.emulator.tokens.revokeSessions(people.ada.userPrincipalName);
    hoist.emulator.faults.add({ host: service.host, method: 'GET', kind: 'cae' });
    await popup.see('sign-in-needed');
    await popup.click('sign-in');
    const window = await hoist.chromium.signInWindow();
    await hoist.chromium.worker.kill();
    if (!window.page.isClosed()) await window.page.close();
    hoist.emulator.faults.clear();
    hoist.emulator.clock.advance(60_000);

    await popup.close();
    popup = await hoist.openPopup();
    await until('the interruption to be said', async () =>
      /interrupted/i.test(await popup.page.evaluate(() => document.body.innerText)),
    );
    await popup.click('sign-in');
    const second = await hoist.chromium.signInWindow();
    await second.page.locator('[data-testid="sign-in"]').click();
    await second.closed();
    await popup.close();
    popup = await hoist.openPopup();
    await popup.outcome(key!, 'active');
    expect(acceptedFor(key!)).toBe(1);
    expect(writes()).toBe(before + 1);
  });
});
