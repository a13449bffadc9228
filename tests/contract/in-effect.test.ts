import { describe, expect, it, vi } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import type { EffectState } from '../../src/domain/effect.ts';
import type { RoleKey } from '../../src/domain/role.ts';
import type { PimKnobs } from '../emulator/pim/knobs.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

// Longer than the waits within: a wait that is in vain says what for.
vi.setConfig({ testTimeout: 30_000 });

const minute = 60_000;
const alarm = 'follow-effects';
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

interface Lags {
  readonly graph?: Partial<PimKnobs['graph']>;
  readonly arm?: Partial<PimKnobs['arm']>;
}

async function signedIn(pim: Lags = {}): Promise<WorkerRig> {
  const rig = await createWorkerRig({ knobs: { pim } });
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  for (const source of ['entra', 'azure'] as const) {
    await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
    // One that is still on its way while the clock jumps would count as newer than what it shows.
    const held = rig
      .state()
      .of(await rig.account())
      .assignments(source);
    await eventually(async () => (await held.read()).readAt).toBeDefined();
  }
  return rig;
}

/** Activates roles at once, and waits until each is active. */
async function activate(
  rig: WorkerRig,
  ...roles: (readonly [role: string, scope?: string])[]
): Promise<RoleKey[]> {
  const found = await Promise.all(roles.map((names) => rig.role(...names)));
  const ask = { minutes: 30, justification: 'Daily PIM elevation' };
  await rig.send('activate', {
    bulkId: crypto.randomUUID(),
    requests: found.map(({ key }) => ({ key, ask })),
  });
  await eventually(async () => (await rig.journal()).map(({ state }) => state)).toEqual(
    found.map(() => 'active'),
  );
  return found.map(({ key }) => key);
}

const effectOf = async (rig: WorkerRig, key: RoleKey) =>
  (await rig.journal()).find(({ role }) => role.key === key)?.effect;

async function becomes(rig: WorkerRig, key: RoleKey, state: EffectState): Promise<void> {
  await eventually(async () => (await effectOf(rig, key))?.state).toBe(state);
}

/** Every state of the role's effect in the order in which it was written, one after the other. */
async function recorded(rig: WorkerRig, key: RoleKey): Promise<EffectState[]> {
  const seen: EffectState[] = [];
  const note = (journal: readonly Activation[]) => {
    const state = journal.find(({ role }) => role.key === key)?.effect?.state;
    if (state && seen.at(-1) !== state) seen.push(state);
  };
  rig
    .state()
    .of(await rig.account())
    .journal.watch(note);
  return seen;
}

const refreshes = (rig: WorkerRig) =>
  rig.emulator.journal.count({
    host: 'login.microsoftonline.com',
    method: 'POST',
    where: ({ body }) => (body as Record<string, string> | undefined)?.['grant_type'] === 'refresh_token',
  });
const provisioned = (rig: WorkerRig, at = 0) => rig.emulator.pim.accepted()[at]!.createdAt;

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

async function ownerOfGroup(rig: WorkerRig) {
  const rows = await rig.eligible('azure');
  return rows.find(({ roleName, scope }) => roleName === 'Owner' && scope.kind === 'resourceGroup')!;
}

async function activateKey(rig: WorkerRig, key: RoleKey): Promise<void> {
  const ask = { minutes: 30, justification: 'Daily PIM elevation' };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
}
