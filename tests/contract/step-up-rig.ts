/** Ada, signed in, with roles that ask for an authentication context, for multifactor authentication, or for nothing. */
import { expect } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import type { RoleKey } from '../../src/domain/role.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
export const ask = { minutes: 30, justification: 'Daily PIM elevation' };

/** Role and scope. */
export type Name = readonly [roleName: string, scopeName?: string];

/** Roles of Contoso by what their policies ask for. */
export const c1Entra: Name = ['Privileged Role Administrator'];
export const c1Azure: Name = ['Owner', 'Contoso Production'];
export const plain: Name = ['User Administrator'];
export const writes = { method: /^(POST|PUT)$/, path: /roleAssignmentScheduleRequests/ };

export let rig: WorkerRig;

export async function setUp(options: Parameters<typeof createWorkerRig>[0] = {}): Promise<void> {
  rig = await createWorkerRig(options);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  const own = rig.state().of(await rig.account());
  for (const source of ['entra', 'azure'] as const) {
    for (const item of [own.eligibilities(source), own.assignments(source)])
      await eventually(async () => (await item.read()).readAt).toBeDefined();
  }
  rig.windows.length = 0;
}

async function keysOf(names: readonly Name[]): Promise<RoleKey[]> {
  return Promise.all(names.map(async (name) => (await rig.role(...name)).key));
}

/** As the popup does: the form sees to the policies before anything is sent. */
export async function policiesRead(...names: Name[]): Promise<void> {
  const keys = await keysOf(names);
  await rig.send('readPolicies', { keys });
  const book = rig.state().of(await rig.account()).policies;
  await eventually(async () => {
    const pages = await book.read();
    return keys.filter((key) => !pages[key]?.policy);
  }).toEqual([]);
}

/** As where nobody has read the policies, or where they changed since. */
export async function policiesUnknown(): Promise<void> {
  await rig
    .state()
    .of(await rig.account())
    .policies.write({});
}

export async function activate(...names: Name[]): Promise<void> {
  const requests = (await keysOf(names)).map((key) => ({ key, ask }));
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests });
}

export async function entryOf(...name: Name): Promise<Activation | undefined> {
  const { key } = await rig.role(...name);
  return (await rig.journal()).find(({ role }) => role.key === key);
}

export const stateOf = async (...name: Name) => (await entryOf(...name))?.state;
export const becomes = (state: string, ...name: Name) => eventually(() => stateOf(...name)).toBe(state);
export const accepted = () => rig.emulator.pim.accepted().length;

export const sent = () =>
  rig.emulator.journal.requests({ path: writes.path }).filter(({ method }) => writes.method.test(method))
    .length;

export const claimsOfWindows = () =>
  rig.windows.map(({ searchParams }) => {
    const { access_token: asked } = JSON.parse(searchParams.get('claims') ?? '{}') as {
      access_token: Record<string, { value?: string; values?: string[] }>;
    };
    return asked['acrs']?.value ?? asked['amr']?.values?.join() ?? (asked['nbf'] ? 'nbf' : 'nothing');
  });
