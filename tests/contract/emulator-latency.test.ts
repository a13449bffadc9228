import { describe, expect, it, vi } from 'vitest';
import { createEmulator } from '../emulator/emulator.ts';
import { latencyOf, measuredLatency, noLatency, type LatencyKnobs } from '../emulator/latency.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { managementGroups, resourceGroups, subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { armPath, guid, put, putBody, putDeactivation, requestPath } from './emulator-arm-calls.ts';
import { activate, deactivate } from './emulator-graph-calls.ts';
import { createRig, hour, minute } from './emulator-pim-rig.ts';
import { sharedKeys } from './shared-keys.ts';

const own = { role: 'Contributor', scope: subscriptionId('Contoso Web Shop'), id: guid(1) };

const arm = 'https://management.azure.com';
const activeEverywhere = armPath('roleAssignmentScheduleInstances');
const children = armPath('eligibleChildResources', managementGroups.landingZones.id, null);

describe('ARM is slow where it was measured to be', () => {
  it.each<[string, string, string, number, number]>([
    ['the PUT of a request', 'PUT', requestPath(own), 0, 14_000],
    ['reading it', 'GET', requestPath(own), 0, 0],
    ['the tenant-wide list of active assignments', 'GET', activeEverywhere, 21_000, 0],
    ['the list at a scope', 'GET', armPath('roleAssignmentScheduleInstances', own.scope), 0, 0],
    ['the list of eligible roles', 'GET', armPath('roleEligibilityScheduleInstances'), 0, 0],
    ['the children of a management group', 'GET', children, 15_000, 0],
    ['those of a subscription', 'GET', armPath('eligibleChildResources', own.scope, null), 0, 0],
    ['anything else', 'GET', '/subscriptions', 0, 0],
  ])('%s', (_, method, path, before, after) => {
    const url = `${arm}${path}`;
    expect(latencyOf('arm', { method, url }, measuredLatency())).toEqual({ before, after });
    expect(latencyOf('arm', { method, url }, noLatency())).toEqual({ before: 0, after: 0 });
    expect(latencyOf('graph', { method, url }, measuredLatency())).toEqual({ before: 0, after: 0 });
    const all = { ...measuredLatency(), arm: 5 };
    expect(latencyOf('arm', { method, url }, all)).toEqual({ before: before + 5, after });
  });
});

describe('the embedded cloud waits as its latency says', () => {
  /** Long enough that no test here ever sees its end. */
  const never = 600_000;

  async function slow(latencyMs: Partial<LatencyKnobs>) {
    const emulator = createEmulator({ keys: sharedKeys, knobs: { latencyMs } });
    const token = await emulator.tokens.issue({
      upn: 'ada@contoso.com',
      clientId: hoistClientId,
      api: 'arm',
    });
    const call = (path: string, init: RequestInit = {}): Promise<Response> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      return emulator.fetch(new Request(`${arm}${path}`, { ...init, headers }));
    };
    return { emulator, call };
  }

  it('a request is accepted at once and answered late: who hangs up meanwhile has the role all the same', async () => {
    const { emulator, call } = await slow({ armPut: never });
    const controller = new AbortController();
    const answer = call(requestPath(own), {
      method: 'PUT',
      body: JSON.stringify(putBody(own)),
      signal: controller.signal,
    });
    await vi.waitFor(() => expect(emulator.pim.accepted()).toHaveLength(1));
    expect(emulator.journal.last({ method: 'PUT' })).not.toHaveProperty('status');
    controller.abort();
    await expect(answer).rejects.toThrow();
    expect((await call(requestPath(own))).status).toBe(200);
  });

  it('a list is late, and everything else is not', async () => {
    const { emulator, call } = await slow({ armTenantList: never });
    const controller = new AbortController();
    const answer = call(activeEverywhere, { signal: controller.signal });
    const quick = await call(armPath('roleAssignmentScheduleInstances', own.scope));
    expect(quick.status).toBe(200);
    const entries = emulator.journal.requests({ path: new URL(activeEverywhere, arm).pathname });
    expect(entries).toHaveLength(1);
    expect(entries[0]).not.toHaveProperty('status');
    controller.abort();
    await expect(answer).rejects.toThrow();
  });

  it('and a short one passes', async () => {
    const { emulator, call } = await slow({ armPut: 40, armChildren: 40 });
    const begun = performance.now();
    const body = JSON.stringify(putBody(own));
    expect((await call(requestPath(own), { method: 'PUT', body })).status).toBe(201);
    expect((await call(children)).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(78);
    expect(emulator.journal.last({ method: 'PUT' })).toMatchObject({ status: 201 });
  });
});

describe('a deactivated role stays in effect for a while', () => {
  it('in new tokens', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.graph.deactivationEffectLagMs = 60_000;
    });
    const role = entraRoleId('User Administrator');
    await activate(rig, { role: 'User Administrator' });
    rig.clock.advance(10 * minute);
    expect((await deactivate(rig, 'User Administrator')).body.status).toBe('Revoked');
    rig.clock.advance(59_999);
    expect(rig.pim.wids(people.ada.id)).toContain(role);
    rig.clock.advance(1);
    expect(rig.pim.wids(people.ada.id)).not.toContain(role);
  });

  it('in Azure, but not past its own end, and not where it had not taken effect yet', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.deactivationEffectLagMs = hour;
    });
    const owner = { role: 'Owner', scope: resourceGroups.networkHub.id, id: guid(1), duration: 'PT30M' };
    await put(rig, owner);
    rig.clock.advance(10 * minute);
    await putDeactivation(rig, { ...owner, id: guid(2) });
    const roles = (): string[] =>
      rig.pim.effectiveAzureRoles(people.ada.id, owner.scope).map(({ displayName }) => displayName);
    expect(roles()).toEqual(['Owner']);
    rig.clock.advance(20 * minute);
    expect(roles()).toEqual([]);

    const late = createRig(undefined, (knobs) => {
      Object.assign(knobs.arm, { effectLagMs: 20 * minute, deactivationEffectLagMs: hour });
    });
    await put(late, owner);
    late.clock.advance(10 * minute);
    await putDeactivation(late, { ...owner, id: guid(2) });
    late.clock.advance(15 * minute);
    expect(late.pim.effectiveAzureRoles(people.ada.id, owner.scope)).toEqual([]);
  });
});
