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

describe('a role that was held until moments ago', () => {
  const lags = { effectLagMs: 4 * minute, deactivationEffectLagMs: 3 * minute };

  it.each(['entra', 'azure'] as const)('is not in effect by what is left of before (%s)', async (source) => {
    const rig = await signedIn({ arm: { reactivateBlockMs: 0 } });
    const { key } = source === 'entra' ? await rig.role('User Administrator') : await ownerOfGroup(rig);
    await activateKey(rig, key);
    await becomes(rig, key, 'inEffect');
    rig.emulator.clock.advance(6 * minute);
    const { graph, arm } = rig.emulator.knobs.pim;
    Object.assign(source === 'entra' ? graph : arm, lags);
    await rig.send('deactivate', { keys: [key] });
    await eventually(async () => rig.journal()).toEqual([]);
    const seen = await recorded(rig, key);
    await activateKey(rig, key);
    await eventually(async () => (await effectOf(rig, key))?.lookedAt).toBeDefined();
    for (;;) {
      const before = await effectOf(rig, key);
      if (before?.state !== 'waiting') break;
      rig.emulator.clock.advance(minute);
      rig.ring(alarm);
      // One look at a time: in the middle of one, what is left of the role may end.
      await eventually(async () => {
        const after = await effectOf(rig, key);
        return after?.state !== 'waiting' || (after.lookedAt ?? 0) > (before.lookedAt ?? 0);
      }).toBe(true);
    }
    expect(seen).toEqual(['waiting', 'inEffect']);
    const [, , again] = rig.emulator.pim.accepted();
    expect((await effectOf(rig, key))!.settledAt! - again!.createdAt).toBeGreaterThanOrEqual(
      lags.effectLagMs,
    );
  });
});

describe('nothing is looked for any more', () => {
  const lag = { graph: { effectLagMs: 10 * minute } };

  it('once the role was deactivated', async () => {
    const rig = await signedIn(lag);
    const [key] = await activate(rig, ['User Administrator']);
    rig.emulator.clock.advance(6 * minute);
    await rig.send('deactivate', { keys: [key!] });
    await eventually(async () => rig.journal()).toEqual([]);
    rig.ring(alarm);
    await eventually(() => rig.alarms.has(alarm)).toBe(false);
    rig.emulator.journal.clear();
    rig.ring(alarm);
    // What the alarm set going comes before what is asked for after it.
    const list = rig
      .state()
      .of(await rig.account())
      .eligibilities('entra');
    const before = (await list.read()).readAt!;
    rig.emulator.clock.advance(1);
    await rig.send('refreshRoles', {});
    await eventually(async () => (await list.read()).readAt).toBeGreaterThan(before);
    expect(refreshes(rig)).toBe(0);
  });

  it('once the person has signed out; it goes on when they are back', async () => {
    const rig = await signedIn(lag);
    const [key] = await activate(rig, ['User Administrator']);
    await eventually(() => rig.emulator.clock.now() - provisioned(rig)).toBeGreaterThan(2 * minute);
    await rig.send('signOut', {});
    rig.emulator.journal.clear();
    rig.emulator.clock.advance(8 * minute);
    rig.restart();
    rig.ring(alarm);
    await eventually(async () => (await rig.session()).status).toBe('signedOut');
    await rig.send('signIn', {});
    await eventually(async () => (await rig.session()).status).toBe('signedIn');
    await becomes(rig, key!, 'inEffect');
    const grant = rig.emulator.journal
      .requests({ host: 'login.microsoftonline.com', method: 'POST' })
      .map(({ body }) => (body as Record<string, string>)['grant_type'])
      .find((given) => given !== undefined);
    expect(grant).toBe('authorization_code');
  });
});

it('keeps an outcome that the person took away until it is in effect, and lets no token out', async () => {
  const rig = await signedIn({ graph: { effectLagMs: 5 * minute } });
  const [key] = await activate(rig, ['User Administrator']);
  await eventually(() => rig.emulator.clock.now() - provisioned(rig)).toBeGreaterThan(2 * minute);
  const seen = await recorded(rig, key!);
  const [entry] = await rig.journal();
  await rig.send('dismissOutcomes', { ids: [entry!.id] });
  await eventually(async () => (await rig.journal())[0]?.dismissed).toBe(true);
  rig.emulator.clock.advance(5 * minute);
  // A look that was under way as the clock jumped had still seen nothing: the alarm rings every minute.
  await eventually(() => {
    rig.emulator.clock.advance(minute);
    rig.ring(alarm);
    return seen;
  }).toContain('inEffect');
  rig.restart();
  await eventually(async () => rig.journal()).toEqual([]);
  expect(rig.stored()).not.toMatch(/eyJ[\w-]{20}/);
});
