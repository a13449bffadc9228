import { describe, expect, it } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import type { Ask } from '../../src/domain/policy.ts';
import { sources } from '../../src/domain/role.ts';
import { emptyTenant } from '../emulator/seeds/contoso.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const ask: Ask = { minutes: 30, justification: 'Daily PIM elevation' };

async function signedIn(options: Parameters<typeof createWorkerRig>[0] = {}): Promise<WorkerRig> {
  const rig = await createWorkerRig(options);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await listsRead(rig);
  return rig;
}

async function listsRead(rig: WorkerRig): Promise<void> {
  const own = rig.state().of(await rig.account());
  for (const source of sources) {
    for (const item of [own.eligibilities(source), own.assignments(source)]) {
      await eventually(async () => (await item.read()).readingSince).toBeUndefined();
      await eventually(async () => (await item.read()).readAt ?? (await item.read()).failure).toBeDefined();
    }
  }
}

async function activate(rig: WorkerRig, ...wanted: [roleName: string, scopeName?: string, ask?: Ask][]) {
  const requests = await Promise.all(
    wanted.map(async ([name, scope, own = ask]) => ({ key: (await rig.role(name, scope)).key, ask: own })),
  );
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests });
}

async function outcomes(rig: WorkerRig): Promise<Activation[]> {
  await expect
    .poll(async () => (await rig.journal()).filter((entry) => entry.toldAt === undefined).length)
    .toBe(0);
  return rig.journal();
}

describe('the main job, in Node', () => {
  it('signs in and lists exactly the rows that the cloud has, by one list request a source', async () => {
    const rig = await signedIn();
    expect(await rig.account()).toMatchObject({
      objectId: people.ada.id,
      username: people.ada.userPrincipalName,
    });
    for (const [source, kind] of [
      ['entra', 'directory'],
      ['azure', 'azure'],
      ['groups', 'group'],
    ] as const) {
      const seeded = rig.emulator.pim.lists.eligible({ oid: people.ada.id, tid: people.ada.tenantId }, kind);
      const wanted = new Set(
        seeded.map(({ eligibility }) => `${eligibility.roleId} ${eligibility.scope}`.toLowerCase()),
      );
      const listed = (await rig.eligible(source)).map((row) =>
        `${row.templateId} ${row.scope.id}`.toLowerCase(),
      );
      expect(listed.toSorted()).toEqual([...wanted].toSorted());
    }
    const eligibilityLists = rig.emulator.journal.requests({ path: /EligibilityScheduleInstances/i });
    expect(eligibilityLists.map((request) => request.host).toSorted()).toEqual([
      'graph.microsoft.com',
      'graph.microsoft.com',
      'management.azure.com',
    ]);
    expect(rig.defects).toEqual([]);
  });

  it('activates an Entra and an Azure role, and says active only when the cloud does', async () => {
    const rig = await signedIn({
      knobs: { pim: { graph: { provisionMs: 9_000 }, arm: { provisionMs: 14_000 } } },
    });
    const states = new Set<string>();
    const saidEarly: string[] = [];
    const { pim } = rig.emulator;
    rig
      .state()
      .of(await rig.account())
      .journal.watch((entries) => {
        for (const { role, state } of entries) {
          states.add(state);
          const [request] = pim.accepted({ roleId: role.templateId });
          const isProvisioned = request !== undefined && pim.statusOf(request) === 'Provisioned';
          if (state === 'active' && !isProvisioned) saidEarly.push(role.roleName);
        }
      });
    await activate(rig, ['User Administrator'], ['Owner', 'IT']);
    expect((await outcomes(rig)).map((entry) => entry.state)).toEqual(['active', 'active']);
    expect(states).toContain('following');
    const who = { oid: people.ada.id, tid: people.ada.tenantId };
    const held = (['directory', 'azure', 'group'] as const)
      .flatMap((kind) => pim.lists.active(who, kind))
      .filter(({ assignmentType }) => assignmentType === 'Activated');
    expect(held.length).toBeGreaterThan(2);
    await eventually(() => rig.drawn.at(-1)).toBe(`active: buttonActive_other ${held.length}`);
    expect(saidEarly).toEqual([]);
    expect(rig.defects).toEqual([]);
  });

  it('keeps every token out of what pages can read', async () => {
    const rig = await signedIn();
    await activate(rig, ['User Administrator']);
    await outcomes(rig);
    expect(rig.stored()).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}\./);
    expect(rig.stored()).not.toContain('refresh');
  });

  it('says who has no role at all, and that a tenant is empty, by lists that are read and empty', async () => {
    const now = Date.now();
    const empty = await signedIn({ seed: emptyTenant({ now }) });
    expect(await empty.eligible('entra')).toEqual([]);
    expect(await empty.eligible('azure')).toEqual([]);
    const rig = await createWorkerRig();
    rig.person.choose = people.edsger.userPrincipalName;
    await rig.send('signIn', {});
    await eventually(async () => (await rig.session()).status).toBe('signedIn');
    await listsRead(rig);
    expect(await rig.eligible('entra')).toEqual([]);
    expect(
      (
        await rig
          .state()
          .of(await rig.account())
          .eligibilities('azure')
          .read()
      ).failure,
    ).toBeUndefined();
  });

  it('hides no source when the other fails, and reads it again when asked', async () => {
    const rig = await createWorkerRig();
    const fault = rig.emulator.faults.add({ host: 'management.azure.com', kind: 'html', status: 200 });
    await rig.send('signIn', {});
    await eventually(async () => (await rig.session()).status).toBe('signedIn');
    await listsRead(rig);
    const azure = rig
      .state()
      .of(await rig.account())
      .eligibilities('azure');
    expect((await azure.read()).failure?.kind).toBe('unreadable');
    expect(await rig.eligible('entra')).not.toEqual([]);
    fault.remove();
    await rig.send('refreshRoles', { sources: ['azure'] });
    await eventually(async () => (await azure.read()).rows.length).toBeGreaterThan(0);
    expect((await azure.read()).failure).toBeUndefined();
  });

  it('offers the administrator’s link where a permission was not consented to', async () => {
    const rig = await createWorkerRig();
    const registration = rig.emulator.directory.registration(hoistClientId)!;
    const { graph } = registration.consents[people.ada.tenantId]!;
    graph.splice(graph.indexOf('RoleEligibilitySchedule.Read.Directory'), 1);
    await rig.send('signIn', {});
    await eventually(async () => (await rig.session()).status).toBe('signedIn');
    await listsRead(rig);
    const { failure } = await rig
      .state()
      .of(await rig.account())
      .eligibilities('entra')
      .read();
    expect(failure).toMatchObject({ kind: 'permissionMissing' });
    expect(failure?.facts?.['consentUrl']).toContain(
      `/${people.ada.tenantId}/adminconsent?client_id=${hoistClientId}`,
    );
    expect(await rig.eligible('azure')).not.toEqual([]);
  });

  it('tells a role that vanished between listing and activating', async () => {
    const rig = await signedIn();
    const role = await rig.role('User Administrator');
    rig.emulator.pim.revokeEligibility({ principalId: people.ada.id, roleId: role.templateId });
    await activate(rig, ['User Administrator']);
    expect(await outcomes(rig)).toMatchObject([{ state: 'failed', failure: { kind: 'roleVanished' } }]);
    await eventually(async () => (await rig.eligible('entra')).some(({ key }) => key === role.key)).toBe(
      false,
    );
  });

  it('learns a policy anew when the service refuses by it', async () => {
    const rig = await signedIn();
    const role = await rig.role('User Administrator');
    await rig.send('readPolicies', { keys: [role.key] });
    const known = async () =>
      (
        await rig
          .state()
          .of(await rig.account())
          .policies.read()
      )[role.key]?.policy;
    await eventually(async () => (await known())?.maximumMinutes).toBe(480);
    const target = { kind: 'directory', roleId: role.templateId, scope: '/' } as const;
    rig.emulator.pim.changePolicy(people.ada.tenantId, target, { maximumDuration: 'PT15M' });
    await activate(rig, ['User Administrator']);
    expect(await outcomes(rig)).toMatchObject([{ state: 'failed', failure: { kind: 'tooLong' } }]);
    await eventually(async () => (await known())?.maximumMinutes).toBe(15);
  });

  it('waits for an approver, and tells the decision when the alarm rings', async () => {
    const rig = await signedIn();
    await activate(rig, ['User Access Administrator', 'Contoso Production']);
    expect((await outcomes(rig)).map((entry) => entry.state)).toEqual(['waitingForApproval']);
    await eventually(() => rig.alarms.has('follow-activations')).toBe(true);
    const [request] = rig.emulator.pim.accepted();
    rig.emulator.pim.approve(request!.id);
    rig.ring('follow-activations');
    await eventually(async () => (await rig.journal())[0]?.state).toBe('active');
  });
});
