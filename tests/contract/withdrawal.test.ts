import { describe, expect, it } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import type { Source } from '../../src/domain/role.ts';
import type { FaultKind } from '../emulator/faults.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

const services = {
  entra: { host: 'graph.microsoft.com', role: ['User Administrator', 'Directory'] },
  azure: { host: 'management.azure.com', role: ['Owner', 'IT'] },
} as const;

/** Ada, with a request that waits for an approver. */
async function waiting(source: keyof typeof services): Promise<{ rig: WorkerRig; entry: Activation }> {
  const rig = await createWorkerRig();
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
  const { key, templateId, scope } = await rig.role(services[source].role[0], services[source].role[1]);
  const kind = source === 'entra' ? 'directory' : 'azure';
  rig.emulator.pim.changePolicy(
    people.ada.tenantId,
    { kind, roleId: templateId, scope: scope.id },
    { approvalRequired: true, approvers: [{ type: 'user', id: people.grace.id, displayName: 'Grace' }] },
  );
  const ask = { minutes: 30, justification: 'Daily PIM elevation' };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
  await eventually(async () => (await rig.journal())[0]?.state).toBe('waitingForApproval');
  return { rig, entry: (await rig.journal())[0]! };
}

const cancels = (rig: WorkerRig) => rig.emulator.journal.requests({ method: 'POST', path: /\/cancel$/ });
const request = (rig: WorkerRig) => rig.emulator.pim.accepted()[0]!;

describe.each<Extract<Source, keyof typeof services>>(['entra', 'azure'])(
  'taking back a request (%s)',
  (source) => {
    const { host } = services[source];

    it('cancels it at the service, and says so when the request itself does', async () => {
      const { rig, entry } = await waiting(source);
      await rig.send('withdraw', { ids: [entry.id] });
      await eventually(async () => (await rig.journal())[0]).toMatchObject({
        state: 'failed',
        failure: { kind: 'canceled' },
      });
      expect(rig.emulator.pim.statusOf(request(rig))).toBe('Canceled');
      expect(cancels(rig)).toHaveLength(1);
    });

    it('says that it still waits where Microsoft refuses to cancel', async () => {
      const { rig, entry } = await waiting(source);
      rig.emulator.knobs.pim.cancelPending = 'refuse';
      await rig.send('withdraw', { ids: [entry.id] });
      await eventually(async () => (await rig.journal())[0]?.withdrawal?.failure).toMatchObject({
        kind: 'refused',
        status: 400,
      });
      expect((await rig.journal())[0]!.state).toBe('waitingForApproval');
      expect(rig.emulator.pim.statusOf(request(rig))).toBe('PendingApproval');
    });

    it('says active, and not cancelled, where an approver was first', async () => {
      const { rig, entry } = await waiting(source);
      rig.emulator.pim.approve(request(rig).id);
      await rig.send('withdraw', { ids: [entry.id] });
      await eventually(async () => (await rig.journal())[0]?.state).toBe('active');
    });

    it.each<[string, FaultKind]>([
      ['lost on its way', { kind: 'reset' }],
      ['carried out, its answer lost', { kind: 'reset', after: true }],
      ['met by a failing service', { kind: 'status', status: 503 }],
    ])('goes on in the next life of the worker: %s', async (_, fault) => {
      const { rig, entry } = await waiting(source);
      const struck = rig.emulator.faults.add({ host, method: 'POST', path: /\/cancel$/, ...fault, times: 1 });
      await rig.send('withdraw', { ids: [entry.id] });
      await eventually(() => struck.count).toBe(1);
      rig.restart();
      await eventually(async () => (await rig.journal())[0]).toMatchObject({
        state: 'failed',
        failure: { kind: 'canceled' },
      });
      expect(rig.emulator.pim.statusOf(request(rig))).toBe('Canceled');
    });

    it('takes a lost answer for no refusal, and asks again by the alarm', async () => {
      const { rig, entry } = await waiting(source);
      const lost = rig.emulator.faults.add({
        host,
        method: 'POST',
        path: /\/cancel$/,
        kind: 'reset',
        times: 1,
      });
      await rig.send('withdraw', { ids: [entry.id] });
      await eventually(() => lost.count).toBe(1);
      await eventually(async () => {
        // It rings every minute for as long as the request waits.
        if (rig.alarms.has('follow-activations')) rig.ring('follow-activations');
        return (await rig.journal())[0];
      }).toMatchObject({ state: 'failed', failure: { kind: 'canceled' } });
      expect(cancels(rig)).toHaveLength(2);
      expect(rig.defects).toEqual([]);
    });

    it('does nothing to a request that waits no more', async () => {
      const { rig, entry } = await waiting(source);
      rig.emulator.pim.deny(request(rig).id);
      rig.ring('follow-activations');
      await eventually(async () => (await rig.journal())[0]?.state).toBe('failed');
      await rig.send('withdraw', { ids: [entry.id] });
      expect((await rig.journal())[0]!.withdrawal).toBeUndefined();
      expect(cancels(rig)).toHaveLength(0);
    });

    it('asks nothing of another person who signs in before the answer comes', async () => {
      const { rig, entry } = await waiting(source);
      const stall = rig.emulator.faults.add({ host, method: 'POST', path: /\/cancel$/, kind: 'stall' });
      await rig.send('withdraw', { ids: [entry.id] });
      await eventually(() => stall.count).toBe(1);
      await rig.send('signOut', {});
      rig.person.choose = people.alan.userPrincipalName;
      await rig.send('signIn', {});
      await eventually(async () => (await rig.session()).status).toBe('signedIn');
      stall.remove();
      // What the answer set going is over before the lists of the other are read once more.
      await eventually(() => cancels(rig)[0]?.status).toBeGreaterThan(0);
      const list = rig
        .state()
        .of(await rig.account())
        .eligibilities(source);
      await eventually(async () => (await list.read()).readAt).toBeGreaterThan(0);
      const before = (await list.read()).readAt!;
      rig.emulator.clock.advance(1);
      await rig.send('refreshRoles', {});
      await eventually(async () => (await list.read()).readAt).toBeGreaterThan(before);
      expect(await rig.session()).toMatchObject({
        status: 'signedIn',
        account: { username: people.alan.userPrincipalName },
      });
    });
  },
);
