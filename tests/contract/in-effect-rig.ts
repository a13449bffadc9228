/** A role that is active, and the looks whether it is in effect. */
import { expect } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import type { EffectState } from '../../src/domain/effect.ts';
import type { RoleKey } from '../../src/domain/role.ts';
import type { PimKnobs } from '../emulator/pim/knobs.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

export const minute = 60_000;
export const alarm = 'follow-effects';
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

interface Lags {
  readonly graph?: Partial<PimKnobs['graph']>;
  readonly arm?: Partial<PimKnobs['arm']>;
}

export async function signedIn(pim: Lags = {}): Promise<WorkerRig> {
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
export async function activate(
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

export const effectOf = async (rig: WorkerRig, key: RoleKey) =>
  (await rig.journal()).find(({ role }) => role.key === key)?.effect;

export async function becomes(rig: WorkerRig, key: RoleKey, state: EffectState): Promise<void> {
  await eventually(async () => (await effectOf(rig, key))?.state).toBe(state);
}

/** Every state of the role's effect in the order in which it was written, one after the other. */
export async function recorded(rig: WorkerRig, key: RoleKey): Promise<EffectState[]> {
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

export const refreshes = (rig: WorkerRig) =>
  rig.emulator.journal.count({
    host: 'login.microsoftonline.com',
    method: 'POST',
    where: ({ body }) => (body as Record<string, string> | undefined)?.['grant_type'] === 'refresh_token',
  });

export const provisioned = (rig: WorkerRig, at = 0) => rig.emulator.pim.accepted()[at]!.createdAt;

export async function ownerOfGroup(rig: WorkerRig) {
  const rows = await rig.eligible('azure');
  return rows.find(({ roleName, scope }) => roleName === 'Owner' && scope.kind === 'resourceGroup')!;
}

export async function activateKey(rig: WorkerRig, key: RoleKey): Promise<void> {
  const ask = { minutes: 30, justification: 'Daily PIM elevation' };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
}
