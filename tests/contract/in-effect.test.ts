import { describe, expect, it, vi } from 'vitest';
import {
  activate,
  activateKey,
  alarm,
  becomes,
  effectOf,
  eventually,
  minute,
  ownerOfGroup,
  provisioned,
  recorded,
  refreshes,
  signedIn,
} from './in-effect-rig.ts';

// Longer than the waits within: a wait that is in vain says what for.
vi.setConfig({ testTimeout: 30_000 });

describe('an Entra role', () => {
  it('is in effect at once where a new token names it, found out with one token', async () => {
    const rig = await signedIn();
    const before = refreshes(rig);
    const [key] = await activate(rig, ['User Administrator']);
    await becomes(rig, key!, 'inEffect');
    expect(refreshes(rig) - before).toBe(1);
    await eventually(() => rig.alarms.has(alarm)).toBe(false);
    expect(rig.defects).toEqual([]);
  });

  it('is never said to be in effect before a token names it', async () => {
    const rig = await signedIn({ graph: { effectLagMs: 2 * minute } });
    const { key } = await rig.role('User Administrator');
    const seen = await recorded(rig, key);
    const before = refreshes(rig);
    await activate(rig, ['User Administrator']);
    await becomes(rig, key, 'inEffect');
    expect(seen).toEqual(['waiting', 'inEffect']);
    expect((await effectOf(rig, key))!.settledAt! - provisioned(rig)).toBeGreaterThanOrEqual(2 * minute);
    // A client that asks for the same over and over is taken for one that runs in circles (AADSTS50196).
    expect(refreshes(rig) - before).toBeLessThan(12);
  });

  it('is looked for by an alarm after three minutes, and found', async () => {
    const rig = await signedIn({ graph: { effectLagMs: 5 * minute } });
    const [key] = await activate(rig, ['User Administrator']);
    await eventually(() => rig.emulator.clock.now() - provisioned(rig)).toBeGreaterThan(3 * minute - 30_000);
    await eventually(() => rig.alarms.get(alarm)).toBeGreaterThan(rig.emulator.clock.now() + 29_000);
    expect((await effectOf(rig, key!))?.state).toBe('waiting');
    rig.emulator.clock.advance(3 * minute);
    rig.restart();
    rig.ring(alarm);
    await becomes(rig, key!, 'inEffect');
    await eventually(() => rig.alarms.has(alarm)).toBe(false);
  });

  it('that is not seen for a quarter of an hour is not looked for any more', async () => {
    const rig = await signedIn({ graph: { effectLagMs: 60 * minute } });
    const [key] = await activate(rig, ['User Administrator']);
    await eventually(() => rig.emulator.clock.now() - provisioned(rig)).toBeGreaterThan(2 * minute);
    rig.emulator.clock.advance(15 * minute);
    rig.ring(alarm);
    await becomes(rig, key!, 'notSeen');
    await eventually(() => rig.alarms.has(alarm)).toBe(false);
    const asked = refreshes(rig);
    rig.ring(alarm);
    await eventually(() => rig.alarms.has(alarm)).toBe(false);
    expect(refreshes(rig)).toBe(asked);
  });

  it('of a narrower scope cannot be told where tokens leave such roles out', async () => {
    const rig = await signedIn();
    const [key] = await activate(rig, ['Helpdesk Administrator']);
    await becomes(rig, key!, 'cannotTell');
  });

  it('of a narrower scope is told where tokens name such roles, and never before they do', async () => {
    const rig = await signedIn({ graph: { widsIncludeScoped: true } });
    const [key] = await activate(rig, ['Helpdesk Administrator']);
    await becomes(rig, key!, 'inEffect');
    const late = await signedIn({ graph: { widsIncludeScoped: true, effectLagMs: minute } });
    const seen = await recorded(late, key!);
    await activate(late, ['Helpdesk Administrator']);
    await becomes(late, key!, 'cannotTell');
    expect(seen).not.toContain('inEffect');
  });

  it('shares its new token with all roles of the bulk', async () => {
    const rig = await signedIn({ graph: { provisionMs: 4_000 } });
    const before = refreshes(rig);
    const keys = await activate(rig, ['User Administrator'], ['Reports Reader'], ['Groups Administrator']);
    for (const key of keys) await becomes(rig, key, 'inEffect');
    expect(refreshes(rig) - before).toBeLessThanOrEqual(3);
  });

  it('that was active before is looked at too', async () => {
    const rig = await signedIn();
    const { key } = await rig.role('Global Reader');
    await activate(rig, ['Global Reader']);
    expect((await rig.journal())[0]).toMatchObject({ already: true });
    await becomes(rig, key, 'inEffect');
  });
});

describe('an Azure role', () => {
  it.each(['forbidden', 'empty'] as const)(
    'is in effect once its own permissions are listed; without access the list is %s',
    async (permissionsWithoutAccess) => {
      const rig = await signedIn({ arm: { effectLagMs: minute, permissionsWithoutAccess } });
      const { key } = await ownerOfGroup(rig);
      const seen = await recorded(rig, key);
      await activateKey(rig, key);
      await becomes(rig, key, 'inEffect');
      expect(seen).toEqual(['waiting', 'inEffect']);
      expect((await effectOf(rig, key))!.settledAt! - provisioned(rig)).toBeGreaterThanOrEqual(minute);
      expect(rig.defects).toEqual([]);
    },
  );

  it('is not taken for in effect because the person may read there anyway', async () => {
    const rig = await signedIn({ arm: { effectLagMs: minute, permissionsElsewhere: 'answer' } });
    const { key } = await rig.role('Contributor', 'MySubscription');
    const seen = await recorded(rig, key);
    await activateKey(rig, key);
    await becomes(rig, key, 'inEffect');
    expect(seen).toEqual(['waiting', 'inEffect']);
    expect((await effectOf(rig, key))!.settledAt! - provisioned(rig)).toBeGreaterThanOrEqual(minute);
  });

  it('cannot be told where Azure does not answer at its scope', async () => {
    const rig = await signedIn();
    const [key] = await activate(rig, ['Contributor', 'MySubscription']);
    await becomes(rig, key!, 'cannotTell');
    await eventually(() => rig.alarms.has(alarm)).toBe(false);
  });

  it('cannot be told where its definition is closed to the person, and is told where it is open', async () => {
    const closed = await signedIn();
    const { key } = (await closed.eligible('azure')).find(
      ({ roleName }) => roleName === 'Key Vault Secrets User',
    )!;
    await activateKey(closed, key);
    await becomes(closed, key, 'cannotTell');
    const open = await signedIn({ arm: { definitionsWithoutAccess: 'answer', effectLagMs: minute } });
    const seen = await recorded(open, key);
    await activateKey(open, key);
    await becomes(open, key, 'inEffect');
    expect(seen).toEqual(['waiting', 'inEffect']);
  });

  it('is looked for again after the service was busy or failed', async () => {
    const rig = await signedIn();
    const { key } = await ownerOfGroup(rig);
    const at = { host: 'management.azure.com', path: /permissions$/ };
    const busy = rig.emulator.faults.add({ ...at, kind: 'status', status: 429, retryAfter: 40, times: 1 });
    const failing = rig.emulator.faults.add({ ...at, kind: 'wrong-json', times: 1 });
    await activateKey(rig, key);
    await becomes(rig, key, 'inEffect');
    expect([busy.count, failing.count]).toEqual([1, 1]);
    expect(rig.defects).toEqual([]);
  });
});
