import { describe, expect, it, vi } from 'vitest';
import { levelKey } from '../../src/domain/child-scopes.ts';
import { widerThanGroup } from '../../src/domain/narrowing.ts';
import type { Eligibility, Scope, Target } from '../../src/domain/role.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import {
  managementGroups,
  payrollVault,
  resourceGroups,
  subscriptionId,
} from '../emulator/seeds/contoso-scopes.ts';
import { createWorkerRig, type WorkerRig, type WorkerRigOptions } from './worker-rig.ts';

// Longer than the waits within: a wait that is in vain says what for.
vi.setConfig({ testTimeout: 30_000 });

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const ask = { minutes: 30, justification: 'Daily PIM elevation' };
const minute = 60_000;

async function signedIn(knobs: WorkerRigOptions['knobs'] = {}): Promise<WorkerRig> {
  const rig = await createWorkerRig({ knobs });
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  const own = rig.state().of(await rig.account());
  for (const source of ['entra', 'azure'] as const) {
    for (const list of [own.eligibilities(source), own.assignments(source)])
      await eventually(async () => (await list.read()).readAt).toBeDefined();
  }
  return rig;
}

const levelOf = async (rig: WorkerRig, scopeId: string) =>
  (
    await rig
      .state()
      .of(await rig.account())
      .childScopes.read()
  )[levelKey(scopeId)];

/** What lies right below a scope, as the picker reads it. */
async function below(rig: WorkerRig, scopeId: string): Promise<Scope[]> {
  await rig.send('readChildScopes', { scopeId });
  await eventually(async () => (await levelOf(rig, scopeId))?.readAt).toBeDefined();
  return (await levelOf(rig, scopeId))!.rows;
}

/** Goes down by names from the eligible scope. */
async function goTo(rig: WorkerRig, role: Eligibility, ...names: string[]): Promise<Target> {
  const way: Scope[] = [];
  for (const name of names) {
    const rows = await below(rig, (way.at(-1) ?? role.scope).id);
    const scope = rows.find((row) => row.name === name);
    if (!scope) throw new Error(`No ${name} among ${rows.map((row) => row.name).join(', ')}`);
    way.push(scope);
  }
  return { scope: way.at(-1)!, between: way.slice(0, -1) };
}

async function activate(rig: WorkerRig, role: Eligibility, target?: Target): Promise<void> {
  const request = { key: role.key, ask, ...(target ? { target } : {}) };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [request] });
}

const states = async (rig: WorkerRig) => (await rig.journal()).map(({ state }) => state);
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

describe('scopes below an eligible one', () => {
  it('are read one level at a time, each when it is opened, in all their pages, and kept', async () => {
    const rig = await signedIn({ pim: { arm: { pageSize: 3 } } });
    const asked = () =>
      rig.emulator.journal.count({ host: 'management.azure.com', path: /eligibleChildResources/ });
    const contributor = await rig.role('Contributor', 'Landing Zones');
    expect(asked()).toBe(0);
    const subscriptions = await below(rig, contributor.scope.id);
    expect(subscriptions).toHaveLength(8);
    expect(new Set(subscriptions.map(({ kind }) => kind))).toEqual(new Set(['subscription']));
    expect(asked()).toBe(3);
    const payroll = subscriptions.find(({ name }) => name === 'Contoso Payroll')!;
    expect(await below(rig, payroll.id)).toMatchObject([{ kind: 'resourceGroup', name: 'rg-payroll-prod' }]);
    expect(await below(rig, resourceGroups.payroll.id)).toMatchObject([
      { kind: 'resource', name: 'kv-payroll-prod' },
    ]);
    expect(await below(rig, payrollVault.id)).toEqual([]);
    const before = asked();
    await below(rig, payroll.id);
    expect(asked()).toBe(before);
    await rig.send('readChildScopes', { scopeId: payroll.id, again: true });
    await eventually(asked).toBe(before + 1);
    expect(rig.defects).toEqual([]);
  });

  it('say why they could not be read, beside the rows that were read before', async () => {
    const rig = await signedIn();
    const { scope } = await rig.role('Contributor', 'Landing Zones');
    expect(await below(rig, scope.id)).toHaveLength(8);
    rig.emulator.faults.add({
      host: 'management.azure.com',
      path: /eligibleChildResources/,
      kind: 'status',
      status: 500,
    });
    await rig.send('readChildScopes', { scopeId: scope.id, again: true });
    await eventually(async () => (await levelOf(rig, scope.id))?.failure?.kind).toBe('serverError');
    expect((await levelOf(rig, scope.id))?.rows).toHaveLength(8);
    rig.emulator.faults.clear();
    await rig.send('readChildScopes', { scopeId: scope.id });
    await eventually(async () => (await levelOf(rig, scope.id))?.failure).toBeUndefined();
  });
});

describe('activating below the eligible scope', () => {
  it('makes the role active there and nowhere else, and everything knows it by that scope', async () => {
    const rig = await signedIn();
    const contributor = await rig.role('Contributor', 'Landing Zones');
    const target = await goTo(rig, contributor, 'Contoso SAP');
    await activate(rig, contributor, target);
    await eventually(() => states(rig)).toEqual(['active']);
    const [sent] = rig.emulator.pim.accepted();
    expect(same(sent!.scope, subscriptionId('Contoso SAP'))).toBe(true);
    expect(rig.emulator.pim.effectiveAzureRoles(people.ada.id, managementGroups.landingZones.id)).toEqual([]);

    const [entry] = await rig.journal();
    const key = entry!.role.key;
    expect(key).not.toBe(contributor.key);
    expect(entry!.role).toMatchObject({ scope: target.scope, narrowed: { key: contributor.key } });
    const held = rig
      .state()
      .of(await rig.account())
      .assignments('azure');
    await eventually(async () => (await held.read()).rows.filter((row) => row.key === key)).toHaveLength(1);
    // The same again is none; the whole of it is another role.
    await activate(rig, contributor, target);
    expect(await states(rig)).toEqual(['active']);
    await activate(rig, contributor);
    await eventually(() => states(rig)).toEqual(['active', 'active']);
    expect(rig.emulator.pim.accepted()).toHaveLength(2);

    rig.emulator.clock.advance(6 * minute);
    await rig.send('refreshRoles', { sources: ['azure'] });
    await eventually(async () => (await held.read()).readAt).toBeGreaterThan(rig.now() - minute);
    expect((await held.read()).rows.filter((row) => row.key === key)).toHaveLength(1);
    await rig.send('deactivate', { keys: [key] });
    const ends = async () =>
      (
        await rig
          .state()
          .of(await rig.account())
          .deactivations.read()
      ).map(({ state }) => state);
    await eventually(ends).toEqual(['ended']);
    const [end] = rig.emulator.pim.accepted({ action: 'selfDeactivate' });
    expect(same(end!.scope, subscriptionId('Contoso SAP'))).toBe(true);
    expect(rig.defects).toEqual([]);
  });

  it('that Azure holds already is success, known by the narrower scope', async () => {
    const rig = await signedIn();
    const contributor = await rig.role('Contributor', 'Landing Zones');
    const target = await goTo(rig, contributor, 'Contoso SAP');
    await activate(rig, contributor, target);
    await eventually(() => states(rig)).toEqual(['active']);
    // As if it had been activated on another computer.
    const own = rig.state().of(await rig.account());
    await own.journal.write([]);
    await activate(rig, contributor, target);
    await eventually(async () => (await rig.journal())[0]).toMatchObject({ state: 'active', already: true });
  });

  it('goes on after the worker was killed with the answer under way: one request in all', async () => {
    const rig = await signedIn();
    const contributor = await rig.role('Contributor', 'Landing Zones');
    const target = await goTo(rig, contributor, 'Contoso SAP');
    const put = { host: 'management.azure.com', method: 'PUT', path: /roleAssignmentScheduleRequests/ };
    const stall = rig.emulator.faults.add({ ...put, kind: 'stall', after: true, times: 1 });
    await activate(rig, contributor, target);
    await eventually(() => rig.emulator.pim.accepted()).toHaveLength(1);
    expect(await states(rig)).toEqual(['sending']);
    rig.restart();
    await eventually(() => states(rig)).toEqual(['active']);
    expect(rig.emulator.journal.count(put)).toBe(1);
    expect((await rig.journal())[0]?.role.scope).toEqual(target.scope);
    stall.remove();
    expect(rig.emulator.pim.accepted()).toHaveLength(1);
  });

  it('is refused where the resource group cannot be read, and works at the subscription', async () => {
    const rig = await signedIn();
    const contributor = await rig.role('Contributor', 'Landing Zones');
    const target = await goTo(rig, contributor, 'Contoso Payroll', 'rg-payroll-prod');
    await activate(rig, contributor, target);
    await eventually(async () => (await rig.journal())[0]).toMatchObject({
      state: 'failed',
      failure: { kind: 'groupUnreadable', code: 'AuthorizationFailed', status: 403 },
    });
    const [payroll] = target.between;
    await activate(rig, contributor, { scope: payroll!, between: [] });
    await eventually(() => states(rig)).toEqual(['failed', 'active']);
    // The right that was missing came with it.
    await activate(rig, contributor, target);
    await eventually(() => states(rig)).toEqual(['active', 'active']);
  });

  it('leads to the whole subscription where that is the eligible scope', async () => {
    const rig = await signedIn({ pim: { arm: { groupReadNeeded: 'belowAnything' } } });
    const contributor = await rig.role('Contributor', 'Contoso Payroll');
    const target = await goTo(rig, contributor, 'rg-payroll-prod', 'kv-payroll-prod');
    const short = { key: contributor.key, ask: { ...ask, minutes: 15 } };
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ ...short, target }] });
    await eventually(async () => (await rig.journal())[0]?.failure?.kind).toBe('groupUnreadable');
    const wider = widerThanGroup((await rig.journal())[0]!.role);
    expect(wider).toEqual({ scope: contributor.scope, key: contributor.key, target: undefined });
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [short] });
    await eventually(() => states(rig)).toEqual(['failed', 'active']);
  });

  it('below a subscription needs no such right', async () => {
    const rig = await signedIn();
    const contributor = await rig.role('Contributor', 'Contoso Payroll');
    const target = await goTo(rig, contributor, 'rg-payroll-prod', 'kv-payroll-prod');
    const short = { key: contributor.key, ask: { ...ask, minutes: 15 }, target };
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [short] });
    await eventually(() => states(rig)).toEqual(['active']);
    expect(same(rig.emulator.pim.accepted()[0]!.scope, payrollVault.id)).toBe(true);
    // The look at its effect asks at the very scope.
    await eventually(async () => (await rig.journal())[0]?.effect?.state).toBe('inEffect');
  });

  it('records nothing for a scope that cannot be below, or of a role that cannot be narrowed', async () => {
    const rig = await signedIn();
    const [payroll, user] = [
      await rig.role('Contributor', 'Contoso Payroll'),
      await rig.role('User Administrator'),
    ];
    const sap: Scope = { kind: 'subscription', id: subscriptionId('Contoso SAP'), name: 'Contoso SAP' };
    for (const role of [payroll, user])
      await expect(activate(rig, role, { scope: sap, between: [] })).rejects.toMatchObject({
        failure: { kind: 'roleVanished' },
      });
    expect(await rig.journal()).toEqual([]);
  });

  it('reads the policies of both scopes, and leaves to Azure which governs', async () => {
    const rig = await signedIn();
    const contributor = await rig.role('Contributor', 'Landing Zones');
    const target = await goTo(rig, contributor, 'Contoso SAP');
    await rig.send('readPolicies', { keys: [contributor.key] });
    await rig.send('readNarrowedPolicies', { wanted: [{ key: contributor.key, target }] });
    const { policies } = rig.state().of(await rig.account());
    const maximumOf = async (scopeId: string) =>
      (await policies.read())[`azure|${contributor.templateId}|${scopeId}`.toLowerCase()]?.policy
        ?.maximumMinutes;
    await eventually(() => maximumOf(contributor.scope.id)).toBe(240);
    await eventually(() => maximumOf(target.scope.id)).toBe(480);

    const long = { key: contributor.key, ask: { ...ask, minutes: 360 }, target };
    rig.emulator.knobs.pim.arm.narrowedPolicy = 'eligibility';
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [long] });
    await eventually(async () => (await rig.journal())[0]?.failure?.kind).toBe('tooLong');
    rig.emulator.knobs.pim.arm.narrowedPolicy = 'target';
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [long] });
    await eventually(() => states(rig)).toEqual(['active']);
  });

  it('is what "last role" does again, at the same scope, and says so', async () => {
    const rig = await signedIn();
    const contributor = await rig.role('Contributor', 'Landing Zones');
    const target = await goTo(rig, contributor, 'Contoso SAP');
    await activate(rig, contributor, target);
    await eventually(() => states(rig)).toEqual(['active']);
    await eventually(() => rig.menu?.title).toContain('Contoso SAP');
    rig.emulator.clock.advance(6 * minute);
    const [entry] = await rig.journal();
    await rig.send('deactivate', { keys: [entry!.role.key] });
    await eventually(async () => (await rig.journal()).length).toBe(0);
    rig.emulator.clock.advance(6 * minute);
    await rig.clickMenu();
    await eventually(() => states(rig)).toEqual(['active']);
    const scopes = rig.emulator.pim.accepted({ action: 'selfActivate' }).map((request) => request.scope);
    expect(scopes.map((scope) => same(scope, subscriptionId('Contoso SAP')))).toEqual([true, true]);
  });
});
