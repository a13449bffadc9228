import { describe, expect, it } from 'vitest';
import { extendedEnd, isPendingExtension } from '../../src/domain/eligibility-extension.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import type { FaultKind } from '../emulator/faults.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import type { WorkerRig } from './worker-rig.ts';
import {
  accepted,
  becomes,
  ending,
  eventually,
  extensions,
  justification,
  refreshed,
  services,
  signedIn,
} from './extension-rig.ts';

async function ask(rig: WorkerRig, role: Eligibility): Promise<void> {
  await rig.send('askExtension', { key: role.key, until: extendedEnd(role, 90)!, justification });
}

describe.each(['entra', 'azure'] as const)('asking to extend an eligibility (%s)', (source) => {
  const { write } = services[source];
  const writes = (rig: WorkerRig) => rig.emulator.journal.requests(write);

  it('waits for an administrator, is sent once, and shows the new end when it was granted', async () => {
    const rig = await signedIn();
    const role = await ending(rig, source);
    await ask(rig, role);
    await ask(rig, role);
    await becomes(rig, 'waiting');
    await ask(rig, role);
    expect(writes(rig)).toHaveLength(1);
    const [request] = accepted(rig);
    expect(request).toMatchObject({ principalId: people.ada.id, justification });
    await eventually(() => rig.alarms.has('ask-extensions')).toBe(false);
    rig.emulator.pim.approve(request!.id);
    await refreshed(rig, source);
    await becomes(rig, 'granted');
    const end = Date.parse(extendedEnd(role, 90)!);
    await eventually(async () =>
      Math.abs(Date.parse((await ending(rig, source)).endsAt!) - end),
    ).toBeLessThan(2_000);
    expect(rig.defects).toEqual([]);
  });

  it('says that an administrator denied it, and may be asked again then', async () => {
    const rig = await signedIn();
    const role = await ending(rig, source);
    await ask(rig, role);
    await becomes(rig, 'waiting');
    rig.emulator.pim.deny(accepted(rig)[0]!.id);
    await refreshed(rig, source);
    expect(await becomes(rig, 'failed')).toMatchObject({ failure: { kind: 'denied' } });
    await ask(rig, role);
    await becomes(rig, 'waiting');
    expect(accepted(rig)).toHaveLength(2);
  });

  it.each<[string, FaultKind]>([
    ['reset', { kind: 'reset', after: true }],
    ['gateway', { kind: 'html', status: 502, after: true }],
  ])('finds its request where the answer was lost (%s)', async (_, fault) => {
    const rig = await signedIn();
    rig.emulator.faults.add({ ...write, ...fault, times: 1 });
    await ask(rig, await ending(rig, source));
    expect(await becomes(rig, 'waiting')).toMatchObject({ requestId: accepted(rig)[0]!.id });
    expect(writes(rig)).toHaveLength(1);
  });

  it('does not take an earlier, denied request for the one whose answer was lost', async () => {
    const rig = await signedIn();
    const role = await ending(rig, source);
    await ask(rig, role);
    await becomes(rig, 'waiting');
    rig.emulator.pim.deny(accepted(rig)[0]!.id);
    await refreshed(rig, source);
    await becomes(rig, 'failed');
    rig.emulator.faults.add({ ...write, kind: 'reset', after: true, times: 1 });
    await ask(rig, role);
    expect(await becomes(rig, 'waiting')).toMatchObject({ requestId: accepted(rig)[1]!.id });
    expect(accepted(rig)).toHaveLength(2);
  });

  it('goes on where the worker was killed with the request under way, without a second one', async () => {
    const rig = await signedIn();
    const stalled = rig.emulator.faults.add({ ...write, kind: 'stall', after: true, times: 1 });
    await ask(rig, await ending(rig, source));
    await eventually(() => stalled.count).toBe(1);
    expect(await extensions(rig)).toMatchObject([{ state: 'sending' }]);
    rig.restart();
    await becomes(rig, 'waiting');
    stalled.release();
    expect([accepted(rig).length, writes(rig).length]).toEqual([1, 1]);
  });

  it('goes on where the worker was killed before anything was sent', async () => {
    const rig = await signedIn();
    const role = await ending(rig, source);
    const own = rig.state().of(await rig.account());
    const at = rig.now();
    await own.extensions.write([
      {
        id: crypto.randomUUID(),
        role,
        until: extendedEnd(role, 30)!,
        justification,
        state: 'recorded',
        recordedAt: at,
        changedAt: at,
      },
    ]);
    rig.restart();
    await becomes(rig, 'waiting');
    expect(accepted(rig)).toHaveLength(1);
  });

  it('says so where one that was asked for elsewhere waits already', async () => {
    const rig = await signedIn();
    const role = await ending(rig, source);
    await ask(rig, role);
    await becomes(rig, 'waiting');
    // The journal of another computer knows nothing of it.
    await rig
      .state()
      .of(await rig.account())
      .extensions.write([]);
    await ask(rig, role);
    expect(await becomes(rig, 'failed')).toMatchObject({ failure: { kind: 'pendingRequest' } });
    expect(accepted(rig)).toHaveLength(1);
  });

  it('says so where the service keeps such requests in the other collection', async () => {
    const rig = await signedIn();
    rig.emulator.knobs.pim.extensionResource = 'assignment';
    await ask(rig, await ending(rig, source));
    expect(await becomes(rig, 'failed')).toMatchObject({ failure: { kind: 'notFound' } });
    expect(accepted(rig)).toEqual([]);
  });

  it.each([-10, 10])(
    'asks for the end that was shown by a clock that is %i minutes ahead',
    async (minutes) => {
      const rig = await signedIn({ browserAheadMs: minutes * 60_000 });
      const role = await ending(rig, source);
      await ask(rig, role);
      await becomes(rig, 'waiting');
      rig.emulator.pim.approve(accepted(rig)[0]!.id);
      await refreshed(rig, source);
      await becomes(rig, 'granted');
      const end = Date.parse(extendedEnd(role, 90)!);
      await eventually(async () =>
        Math.abs(Date.parse((await ending(rig, source)).endsAt!) - end),
      ).toBeLessThan(3_000);
    },
  );
});

describe('asking to extend an eligibility', () => {
  it('names the permission that Entra roles need for it, with the link to consent', async () => {
    const rig = await signedIn({ withoutPermission: true });
    await ask(rig, await ending(rig, 'entra'));
    const { failure } = await becomes(rig, 'failed');
    expect(failure).toMatchObject({
      kind: 'permissionMissing',
      facts: { scope: 'RoleEligibilitySchedule.ReadWrite.Directory' },
    });
    expect(failure?.facts?.['consentUrl']).toContain('/adminconsent');
    expect(accepted(rig)).toEqual([]);
    // Azure roles need no other permission than before.
    await ask(rig, await ending(rig, 'azure'));
    await eventually(async () => (await extensions(rig)).map(({ state }) => state)).toEqual([
      'failed',
      'waiting',
    ]);
  });

  it('is refused before anything is written where the end is far, there is none, or it would come earlier', async () => {
    const rig = await signedIn();
    for (const name of ['Privileged Role Administrator', 'User Administrator']) {
      const role = await rig.role(name);
      const until = new Date(rig.now() + 400 * 24 * 3_600_000).toISOString();
      await expect(rig.send('askExtension', { key: role.key, until, justification })).rejects.toMatchObject({
        failure: { kind: 'roleVanished' },
      });
    }
    const role = await ending(rig, 'entra');
    await expect(
      rig.send('askExtension', { key: role.key, until: role.endsAt!, justification }),
    ).rejects.toMatchObject({ failure: { kind: 'badSchedule' } });
    expect(await extensions(rig)).toEqual([]);
  });

  it('is forgotten with the eligibility that ended, and keeps what is not decided from being dismissed', async () => {
    const rig = await signedIn();
    await ask(rig, await ending(rig, 'entra'));
    const { id } = await becomes(rig, 'waiting');
    await rig.send('dismissOutcomes', { ids: [id] });
    expect((await extensions(rig)).every(({ state }) => isPendingExtension(state))).toBe(true);
    expect(await extensions(rig)).toHaveLength(1);
    rig.emulator.clock.advance(4 * 3_600_000);
    rig.restart();
    await eventually(() => extensions(rig)).toEqual([]);
  });
});
