import { describe, expect, test } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import { type Source, sources } from '../../src/domain/role.ts';
import type { FaultKind } from '../emulator/faults.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { armHost, createRig, graphHost, type Rig, type RigOptions } from './providers-rig.ts';

const minute = 60_000;

const services = {
  entra: { host: graphHost, method: 'POST', role: 'User Administrator', scope: 'Directory' },
  azure: { host: armHost, method: 'PUT', role: 'Owner', scope: 'IT' },
  groups: { host: graphHost, method: 'POST', role: 'Owner', scope: 'Payroll App Owners' },
} as const;

/** Sends a request into a fault that strikes writes only. */
async function sendInto(rig: Rig, source: Source, fault: FaultKind) {
  const { host, method, role, scope } = services[source];
  const entry = rig.entry(await rig.role(source, role, scope));
  rig.emulator.journal.clear();
  rig.emulator.faults.add({ ...fault, host, method });
  const outcome = await rig.send(entry);
  const writes = rig.emulator.journal.count({ host, method });
  rig.emulator.faults.clear();
  return { entry, outcome, writes };
}

const arrived: Record<string, FaultKind> = {
  'a reset after the request was carried out': { kind: 'reset', after: true },
  'a 503 after the request was carried out': { kind: 'status', status: 503, after: true },
  'a 500 with Retry-After after the request was carried out': {
    kind: 'status',
    status: 500,
    retryAfter: 1,
    after: true,
  },
  'a gateway’s page after the request was carried out': { kind: 'html', status: 502, after: true },
  'a network’s page with 200 after the request was carried out': { kind: 'html', status: 200, after: true },
  'no answer in time after the request was carried out': { kind: 'stall', after: true },
  'half an answer': { kind: 'truncated-json' },
};

const neverArrived: Record<string, FaultKind> = {
  'a reset before the request was carried out': { kind: 'reset' },
  'a 504 before the request was carried out': { kind: 'status', status: 504 },
  'a network’s page instead of the service': { kind: 'html', status: 200 },
  'JSON of another shape': { kind: 'wrong-json' },
  'a JSON null': { kind: 'wrong-json', body: null },
};

describe.each(sources)('an answer of %s that was lost', (source) => {
  test.each(Object.entries(arrived))(
    'by %s is found again, and nothing was sent twice',
    async (_what, fault) => {
      const rig = createRig(fault.kind === 'stall' ? { timeoutMs: 1_000 } : {});
      const { entry, outcome, writes } = await sendInto(rig, source, fault);
      expect(outcome).toEqual({ type: 'lost' });
      expect(writes).toBe(1);
      const [accepted, ...more] = rig.emulator.pim.accepted();
      expect(more).toEqual([]);
      const found = await rig.provider(source).findRequest(rig.account, entry);
      expect(found).toMatchObject({ requestId: accepted?.id, status: 'Provisioned' });
    },
  );

  test.each(Object.entries(neverArrived))('by %s is not found', async (_what, fault) => {
    const rig = createRig(fault.kind === 'stall' ? { timeoutMs: 1_000 } : {});
    const { entry, outcome, writes } = await sendInto(rig, source, fault);
    expect(outcome).toEqual({ type: 'lost' });
    expect(writes).toBe(1);
    expect(rig.emulator.pim.accepted()).toEqual([]);
    expect(await rig.provider(source).findRequest(rig.account, entry)).toBeUndefined();
  });

  test('may be sent again only where the request bears our own name', () => {
    expect(createRig().provider(source).resendIsSafe).toBe(source === 'azure');
  });

  test('cannot be looked for while the service is away', async () => {
    const rig = createRig();
    const { entry } = await sendInto(rig, source, { kind: 'reset', after: true });
    rig.emulator.faults.add({ kind: 'status', status: 503, host: services[source].host });
    await expect(rig.provider(source).findRequest(rig.account, entry)).rejects.toMatchObject({
      failure: { kind: 'serverError' },
    });
  });
});

describe('an Azure request sent again under its own name', () => {
  test.each(['refuse', 'same'] as const)('is one activation (%s)', async (identicalPut) => {
    const rig = createRig({ knobs: { pim: { arm: { identicalPut } } } });
    const { entry } = await sendInto(rig, 'azure', { kind: 'reset', after: true });
    const again = await rig.send(entry).catch((thrown: unknown) => thrown);
    expect(again).toMatchObject(
      identicalPut === 'same' ? { type: 'accepted' } : { failure: { kind: 'pendingRequest' } },
    );
    expect(rig.emulator.pim.accepted()).toHaveLength(1);
  });
});

describe('looking for a Graph request', () => {
  const orders = ['newestFirst', 'oldestFirst'] as const;
  const lost: FaultKind = { kind: 'reset', after: true };

  test.each<[string, RigOptions]>([
    ['the service rewrites durations', { knobs: { pim: { graph: { canonicalDurations: true } } } }],
    ['the service echoes durations', { knobs: { pim: { graph: { canonicalDurations: false } } } }],
    ['the service echoes the start', { knobs: { pim: { graph: { echoStartDateTime: true } } } }],
    ['the browser’s clock is 20 minutes ahead', { browserAheadMs: 20 * minute }],
    ['the browser’s clock is 20 minutes behind', { browserAheadMs: -20 * minute }],
  ])('finds it where %s', async (_what, options) => {
    const rig = createRig(options);
    const { entry } = await sendInto(rig, 'entra', lost);
    expect(await rig.entra.findRequest(rig.account, entry)).toMatchObject({
      requestId: rig.emulator.pim.accepted()[0]?.id,
    });
  });

  test('does not find it before the list shows it', async () => {
    const rig = createRig({ knobs: { pim: { graph: { requestListLagMs: 5_000 } } } });
    const { entry } = await sendInto(rig, 'entra', lost);
    expect(await rig.entra.findRequest(rig.account, entry)).toBeUndefined();
    rig.pass(5_000);
    expect(await rig.entra.findRequest(rig.account, entry)).toBeDefined();
  });

  test.each<[string, (entry: Activation) => Activation]>([
    ['another justification', (entry) => ({ ...entry, ask: { ...entry.ask, justification: 'Another' } })],
    ['another length', (entry) => ({ ...entry, ask: { ...entry.ask, minutes: 61 } })],
    [
      'another role',
      (entry) => ({ ...entry, role: { ...entry.role, roleDefinitionId: crypto.randomUUID() } }),
    ],
    [
      'another scope',
      (entry) => ({ ...entry, role: { ...entry.role, scope: { ...entry.role.scope, id: '/x' } } }),
    ],
    ['a later time', (entry) => ({ ...entry, sentAt: entry.sentAt! + 2 * minute + 1_000 })],
  ])('does not take a request with %s for its own', async (_what, other) => {
    const rig = createRig();
    const { entry } = await sendInto(rig, 'entra', lost);
    expect(await rig.entra.findRequest(rig.account, entry)).toBeDefined();
    expect(await rig.entra.findRequest(rig.account, other(entry))).toBeUndefined();
  });

  test('of a group does not take that of the other access, nor that of another group', async () => {
    const rig = createRig();
    const scope = 'Release Managers';
    const member = rig.entry(await rig.role('groups', 'Member', scope));
    rig.emulator.faults.add({ ...lost, host: graphHost, method: 'POST', path: /ScheduleRequests$/ });
    await rig.send(member);
    rig.emulator.faults.clear();
    const [accepted] = rig.emulator.pim.accepted();
    expect(await rig.groups.findRequest(rig.account, member)).toMatchObject({ requestId: accepted!.id });
    const owner = { ...member, role: await rig.role('groups', 'Owner', scope) };
    expect(await rig.groups.findRequest(rig.account, owner)).toBeUndefined();
    const other = { ...member, role: await rig.role('groups', 'Member', 'Finance Data Readers') };
    expect(await rig.groups.findRequest(rig.account, other)).toBeUndefined();
  });

  test.each(orders)('takes the newest of several alike (%s)', async (requestOrder) => {
    const rig = createRig({ knobs: { pim: { requestOrder } } });
    const role = await rig.role('entra', 'User Administrator');
    const first = rig.entry(role, { minutes: 5 });
    await rig.send(first);
    rig.emulator.knobs.pim.minActiveMs = 0;
    rig.pass(30_000);
    deactivate(rig, role.templateId);
    const second = rig.entry(role, { minutes: 5 });
    await rig.send(second);
    const requests = rig.emulator.pim.accepted({ action: 'selfActivate' });
    expect(requests).toHaveLength(2);
    expect((await rig.entra.findRequest(rig.account, second))?.requestId).toBe(requests[1]?.id);
  });

  test.each(orders)('finds it among more than fifty others, from page to page (%s)', async (requestOrder) => {
    const rig = createRig({
      extra: { directory: 60 },
      knobs: { pim: { requestOrder, graph: { pageSize: 10 } } },
    });
    const roles = await rig.entra.listEligibilities(rig.account);
    const { entry } = await sendInto(rig, 'entra', lost);
    for (const role of roles.filter(({ roleName }) => roleName.startsWith('Department Operator'))) {
      await rig.send(rig.entry(role));
    }
    rig.emulator.journal.clear();
    expect(await rig.entra.findRequest(rig.account, entry)).toMatchObject({
      requestId: rig.emulator.pim.accepted()[0]?.id,
    });
    expect(rig.emulator.journal.count({ host: graphHost })).toBeGreaterThan(5);
  });

  test('makes do with the short list where the collection is closed', async () => {
    const rig = createRig();
    const { entry } = await sendInto(rig, 'entra', lost);
    rig.emulator.knobs.pim.graph.collectionsForbidden = true;
    expect(await rig.entra.findRequest(rig.account, entry)).toBeDefined();
  });
});

function deactivate(rig: Rig, roleId: string): void {
  rig.emulator.pim.deactivate(
    { oid: people.ada.id, tid: rig.account.tenantId, amr: [], acrs: [], xms_cc: [] },
    {
      id: crypto.randomUUID(),
      kind: 'directory',
      roleId,
      scope: '/',
      principalId: people.ada.id,
      linkedRoleEligibilityScheduleId: null,
      justification: null,
      ticket: null,
      schedule: null,
      customData: null,
      validationOnly: false,
    },
  );
}
