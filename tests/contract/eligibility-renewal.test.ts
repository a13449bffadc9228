import { describe, expect, it } from 'vitest';
import { endedAmong, extendedEnd } from '../../src/domain/eligibility-extension.ts';
import type { Eligibility } from '../../src/domain/role.ts';
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

const days = (count: number) => count * 24 * 3_600_000;

describe.each(['entra', 'azure'] as const)('an eligibility that has ended (%s)', (source) => {
  const { write } = services[source];
  const remembered = async (rig: WorkerRig) =>
    rig
      .state()
      .of(await rig.account())
      .ending.read();
  const renewed = (rig: WorkerRig) => rig.emulator.pim.accepted({ action: 'selfRenew' });

  /** The role of Ada's that ends today, the day after: no list has it any more. */
  async function ended(): Promise<{ rig: WorkerRig; role: Eligibility; until: string }> {
    const rig = await signedIn();
    const role = await ending(rig, source);
    await eventually(async () => (await remembered(rig)).map(({ key }) => key)).toContain(role.key);
    rig.emulator.clock.advance(days(14));
    await refreshed(rig, source);
    await eventually(async () => (await rig.eligible(source)).some(({ key }) => key === role.key)).toBe(
      false,
    );
    return { rig, role, until: extendedEnd(role, 30, rig.now())! };
  }

  it('is remembered, asked to be renewed once, and eligible again when that was granted', async () => {
    const { rig, role, until } = await ended();
    expect(endedAmong(await remembered(rig), () => false, rig.now()).map(({ key }) => key)).toContain(
      role.key,
    );
    await rig.send('askExtension', { key: role.key, until, justification });
    await rig.send('askExtension', { key: role.key, until, justification });
    expect(await becomes(rig, 'waiting')).toMatchObject({ renews: true });
    expect(rig.emulator.journal.requests(write)).toHaveLength(1);
    const [request] = renewed(rig);
    expect(request).toMatchObject({ principalId: people.ada.id, justification });
    expect(accepted(rig)).toEqual([]);
    rig.emulator.pim.approve(request!.id);
    await refreshed(rig, source);
    await becomes(rig, 'granted');
    await eventually(async () => {
      const again = (await rig.eligible(source)).find(({ key }) => key === role.key);
      return again ? Math.abs(Date.parse(again.endsAt!) - Date.parse(until)) : Infinity;
    }).toBeLessThan(3_000);
    const isEligible = new Set((await rig.eligible(source)).map(({ key }) => key));
    expect(
      endedAmong(await remembered(rig), (key) => isEligible.has(key), rig.now()).map(({ key }) => key),
    ).not.toContain(role.key);
    expect(rig.defects).toEqual([]);
  });

  it('is found again where the answer was lost, and nothing was sent twice', async () => {
    const { rig, role, until } = await ended();
    rig.emulator.faults.add({ ...write, kind: 'reset', after: true, times: 1 });
    await rig.send('askExtension', { key: role.key, until, justification });
    expect(await becomes(rig, 'waiting')).toMatchObject({ requestId: renewed(rig)[0]!.id });
    expect(rig.emulator.journal.requests(write)).toHaveLength(1);
  });

  it('is not asked for with an end that is over', async () => {
    const { rig, role } = await ended();
    const until = new Date(rig.now() - 1_000).toISOString();
    await expect(rig.send('askExtension', { key: role.key, until, justification })).rejects.toMatchObject({
      failure: { kind: 'badSchedule' },
    });
    expect(await extensions(rig)).toEqual([]);
  });

  it('is forgotten a month after its end, and with the sign-out', async () => {
    const { rig, role } = await ended();
    rig.emulator.clock.advance(days(31));
    await refreshed(rig, source);
    await eventually(async () => (await remembered(rig)).map(({ key }) => key)).not.toContain(role.key);
    await rig.send('signOut', {});
    await eventually(() => rig.stored()).not.toContain('"ending/');
  });
});
