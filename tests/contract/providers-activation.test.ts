import { describe, expect, test } from 'vitest';
import type { Source } from '../../src/domain/role.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { zurichBranch } from '../emulator/seeds/contoso-entra.ts';
import { createRig, graphHost, type Named, sendNamed, start } from './providers-rig.ts';

const hour = 3_600_000;
const ticket = { number: 'INC0012345', system: 'ServiceNow' };
const iso = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString();

describe('an activation of an Entra role', () => {
  test('is sent once, from now on, and read back', async () => {
    const rig = createRig();
    const { entry, outcome } = await sendNamed(rig, ['entra', 'User Administrator'], { minutes: 90 });
    const [request] = rig.emulator.pim.accepted();
    expect(outcome).toMatchObject({
      type: 'accepted',
      snapshot: {
        requestId: request?.id,
        status: 'Provisioned',
        startsAt: iso(start),
        endsAt: iso(start + 1.5 * hour),
      },
    });
    expect(rig.emulator.journal.requests({ host: graphHost })).toHaveLength(1);
    const sent = rig.emulator.journal.last();
    expect(sent).toMatchObject({ method: 'POST', status: 201 });
    const serverSecond = Math.floor(start / 1000) * 1000;
    expect(sent?.body).toEqual({
      action: 'selfActivate',
      principalId: people.ada.id,
      roleDefinitionId: entry.role.roleDefinitionId,
      directoryScopeId: '/',
      justification: 'Daily PIM elevation',
      scheduleInfo: {
        startDateTime: iso(serverSecond),
        expiration: { type: 'AfterDuration', duration: 'PT1H30M' },
      },
    });
    const read = await rig.entra.readRequest(rig.account, { ...entry, requestId: request!.id });
    expect(read).toMatchObject({ requestId: request!.id, status: 'Provisioned' });
  });

  test('echoes its scope and carries a ticket', async () => {
    const rig = createRig();
    await sendNamed(rig, ['entra', 'Helpdesk Administrator'], { ticket });
    expect(rig.emulator.journal.last()?.body).toMatchObject({
      directoryScopeId: `/administrativeUnits/${zurichBranch.id}`,
      ticketInfo: { ticketNumber: ticket.number, ticketSystem: ticket.system },
    });
    expect(rig.emulator.pim.accepted()).toMatchObject([{ ticket }]);
  });

  test('on a single object, and through a group, is accepted', async () => {
    const rig = createRig();
    const object = await sendNamed(rig, ['entra', 'Application Administrator']);
    const group = await sendNamed(rig, ['entra', 'Teams Administrator']);
    expect([object.outcome.type, group.outcome.type]).toEqual(['accepted', 'accepted']);
    expect(rig.emulator.pim.accepted().map(({ principalId }) => principalId)).toEqual([
      people.ada.id,
      people.ada.id,
    ]);
  });

  test('without a justification sends none', async () => {
    const rig = createRig();
    const { outcome } = await sendNamed(rig, ['entra', 'Security Reader'], { justification: '' });
    expect(outcome.type).toBe('accepted');
    expect(rig.emulator.journal.last()?.body).not.toHaveProperty('justification');
  });

  test('is followed by its id from PendingProvisioning to Provisioned', async () => {
    const rig = createRig({ knobs: { pim: { graph: { provisionMs: 11_000 } } } });
    const { entry, outcome } = await sendNamed(rig, ['entra', 'User Administrator']);
    if (outcome.type !== 'accepted') throw new Error(outcome.type);
    expect(outcome.snapshot.status).toBe('PendingProvisioning');
    rig.pass(11_000);
    const read = await rig.entra.readRequest(rig.account, {
      ...entry,
      requestId: outcome.snapshot.requestId,
    });
    expect(read?.status).toBe('Provisioned');
  });

  test('that nobody knows is not there', async () => {
    const rig = createRig();
    const entry = rig.entry(await rig.role('entra', 'User Administrator'));
    const requestId = crypto.randomUUID();
    expect(await rig.entra.readRequest(rig.account, { ...entry, requestId })).toBeUndefined();
  });
});

describe('an activation of an Azure role', () => {
  test('is named by us, put at its scope, and read back by that name', async () => {
    const rig = createRig();
    const { entry, outcome } = await sendNamed(rig, ['azure', 'Contributor', 'Contoso Production'], {
      ticket,
    });
    const { role } = entry;
    expect(outcome).toMatchObject({
      type: 'accepted',
      snapshot: {
        requestId: entry.id,
        status: 'Provisioned',
        startsAt: iso(start),
        endsAt: iso(start + hour),
      },
    });
    expect(rig.emulator.journal.requests()).toHaveLength(1);
    const sent = rig.emulator.journal.last();
    expect(sent?.path).toBe(
      `${role.scope.id}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/${entry.id}`,
    );
    expect(sent?.body).toEqual({
      properties: {
        principalId: people.ada.id,
        roleDefinitionId: role.roleDefinitionId,
        requestType: 'SelfActivate',
        linkedRoleEligibilityScheduleId: role.eligibilityScheduleId,
        justification: 'Daily PIM elevation',
        scheduleInfo: {
          startDateTime: iso(Math.floor(start / 1000) * 1000),
          expiration: { type: 'AfterDuration', duration: 'PT1H' },
        },
        ticketInfo: { ticketNumber: ticket.number, ticketSystem: ticket.system },
      },
    });
    expect(role.eligibilityScheduleId).toMatch(/^\/subscriptions\/.+\/roleEligibilitySchedules\//);
    expect((await rig.azure.findRequest(rig.account, entry))?.requestId).toBe(entry.id);
    expect((await rig.azure.readRequest(rig.account, { ...entry, requestId: entry.id }))?.status).toBe(
      'Provisioned',
    );
  });

  test.each<{ named: Named }>([
    { named: ['azure', 'Owner', 'IT'] },
    { named: ['azure', 'Owner', 'rg-network-hub'] },
    { named: ['azure', 'Key Vault Secrets User', 'kv-payroll-prod'] },
    { named: ['azure', 'Network Contributor', 'Contoso Connectivity'] },
    { named: ['azure', 'Virtual Machine Contributor', 'rg-webshop-prod'] },
  ])('is accepted in the person’s own name: $named', async ({ named }) => {
    const rig = createRig();
    const { outcome } = await sendNamed(rig, named);
    expect(outcome.type).toBe('accepted');
    expect(rig.emulator.pim.accepted()).toMatchObject([{ principalId: people.ada.id }]);
  });

  test('that never arrived is not found', async () => {
    const rig = createRig();
    const entry = rig.entry(await rig.role('azure', 'Owner', 'IT'));
    expect(await rig.azure.findRequest(rig.account, entry)).toBeUndefined();
  });
});

describe.each<[Source, Named]>([
  ['entra', ['entra', 'Global Administrator']],
  ['azure', ['azure', 'User Access Administrator', 'Contoso Production']],
])('an approval (%s)', (source, named) => {
  test('is waited for without a start, and starts the time when given', async () => {
    const rig = createRig();
    rig.claims.amr = ['pwd', 'mfa'];
    const { entry, outcome } = await sendNamed(rig, named);
    if (outcome.type !== 'accepted') throw new Error(outcome.type);
    const { snapshot } = outcome;
    expect(snapshot.status).toBe('PendingApproval');
    expect(snapshot).not.toHaveProperty('startsAt');
    expect(snapshot).not.toHaveProperty('endsAt');
    rig.pass(2 * hour);
    rig.emulator.pim.approve(snapshot.requestId);
    const read = await rig
      .provider(source)
      .readRequest(rig.account, { ...entry, requestId: snapshot.requestId });
    expect(read).toMatchObject({
      status: 'Provisioned',
      startsAt: iso(start + 2 * hour),
      endsAt: iso(start + 3 * hour),
    });
  });

  test('denied is read as such', async () => {
    const rig = createRig();
    rig.claims.amr = ['pwd', 'mfa'];
    const { entry, outcome } = await sendNamed(rig, named);
    if (outcome.type !== 'accepted') throw new Error(outcome.type);
    rig.emulator.pim.deny(outcome.snapshot.requestId);
    const { requestId } = outcome.snapshot;
    expect((await rig.provider(source).readRequest(rig.account, { ...entry, requestId }))?.status).toBe(
      'Denied',
    );
  });
});

describe('a role that is active already', () => {
  test.each<{ named: Named }>([
    { named: ['entra', 'Global Reader'] },
    { named: ['azure', 'Contributor', 'Contoso Development'] },
  ])('is no failure: $named', async ({ named }) => {
    const rig = createRig();
    expect((await sendNamed(rig, named)).outcome).toEqual({ type: 'alreadyActive' });
    expect(rig.emulator.pim.accepted()).toEqual([]);
  });

  test('is recognised in Graph’s double envelope', async () => {
    const rig = createRig({ knobs: { pim: { graph: { doubleEncodeErrors: true } } } });
    expect((await sendNamed(rig, ['entra', 'Global Reader'])).outcome).toEqual({ type: 'alreadyActive' });
  });
});

describe('a role that Azure says is assigned, and that was ended a moment ago', () => {
  test('is not called active, and can be activated two minutes later', async () => {
    const knobs = { pim: { arm: { ghostAssignedMs: 180_000, reactivateBlockMs: 117_000 } } };
    const rig = createRig({ knobs });
    const named: Named = ['azure', 'Contributor', 'Contoso Development'];
    const { scope, roleDefinitionId } = await rig.role(...named);
    const token = await rig.emulator.tokens.issue({
      upn: people.ada.userPrincipalName,
      clientId: hoistClientId,
      api: 'arm',
    });
    const path = `${scope.id}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/${crypto.randomUUID()}`;
    const ended = await rig.emulator.fetch(
      new Request(`https://management.azure.com${path}?api-version=2020-10-01`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          properties: { principalId: people.ada.id, roleDefinitionId, requestType: 'SelfDeactivate' },
        }),
      }),
    );
    expect(ended.status).toBe(201);
    await expect(sendNamed(rig, named)).rejects.toMatchObject({
      failure: { kind: 'existsUnlisted', code: 'RoleAssignmentExists' },
    });
    rig.pass(120_000);
    expect((await sendNamed(rig, named)).outcome).toMatchObject({ type: 'accepted' });
  });
});

describe('a browser clock that is wrong', () => {
  test.each([
    ['entra', 'User Administrator', undefined, 20 * 60_000],
    ['entra', 'User Administrator', undefined, -20 * 60_000],
    ['azure', 'Owner', 'IT', 20 * 60_000],
    ['azure', 'Owner', 'IT', -20 * 60_000],
  ] as const)(
    'starts no activation later or earlier: %s %s %s, %i ms',
    async (source, name, scope, browserAheadMs) => {
      const rig = createRig({ browserAheadMs });
      const { outcome } = await sendNamed(rig, [source, name, scope]);
      expect(outcome).toMatchObject({
        type: 'accepted',
        snapshot: { status: 'Provisioned', startsAt: iso(start), endsAt: iso(start + hour) },
      });
    },
  );
});
