/** Activations that would outlast their eligibility: nobody knows what PIM does, so each way is tried. */
import { describe, expect, it } from 'vitest';
import { epochMs, isoInstant } from '../../src/domain/duration.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const minute = 60_000;
const hour = 60 * minute;

/** What the embedded tenant lets end within the day. */
const ending = {
  entra: ['SharePoint Administrator', 'Directory'],
  azure: ['Contributor', 'Contoso Migration'],
} as const;
type Known = keyof typeof ending;

async function signedIn(source: Known, pastEligibilityEnd: 'clip' | 'keep' | 'refuse') {
  const rig = await createWorkerRig({ knobs: { pim: { pastEligibilityEnd } } });
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
  const role = await rig.role(ending[source][0], ending[source][1]);
  return { rig, role, end: epochMs(role.endsAt)! };
}

async function ask(rig: WorkerRig, { key }: Eligibility, minutes: number, startsAt?: number): Promise<void> {
  const start = startsAt === undefined ? {} : { startsAt: isoInstant(startsAt) };
  const request = { key, ask: { minutes, justification: 'Move', ...start } };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [request] });
}

const settled = (rig: WorkerRig) =>
  eventually(async () => (await rig.journal()).map(({ state }) => state).join());

describe.each<Known>(['entra', 'azure'])('an activation past its eligibility (%s)', (source) => {
  it('is active until the eligibility ends', async () => {
    const { rig, role, end } = await signedIn(source, 'clip');
    await ask(rig, role, 240);
    await settled(rig).toBe('active');
    const [entry] = await rig.journal();
    expect(Math.abs(epochMs(entry!.endsAt)! - end)).toBeLessThan(2_000);
  });

  it('is promised no longer where the service lets it go on, and shown as long as the list says', async () => {
    const { rig, role, end } = await signedIn(source, 'keep');
    await ask(rig, role, 240);
    await settled(rig).toBe('active');
    const [entry] = await rig.journal();
    expect(Math.abs(epochMs(entry!.endsAt)! - end)).toBeLessThan(2_000);
    const before = rig.now();
    await rig.send('refreshRoles', {});
    const assignments = rig
      .state()
      .of(await rig.account())
      .assignments(source);
    await eventually(async () => {
      const row = (await assignments.read()).rows.find(({ key }) => key === role.key);
      return (epochMs(row?.endsAt) ?? 0) - before > 230 * minute;
    }).toBe(true);
  });

  it('is refused as too long where the service refuses it, and what is left of it is not', async () => {
    const { rig, role } = await signedIn(source, 'refuse');
    await ask(rig, role, 240);
    await settled(rig).toBe('failed');
    expect((await rig.journal())[0]?.failure?.kind).toBe('tooLong');
    await ask(rig, role, 30);
    await settled(rig).toBe('active');
  });

  it('is not sent where it would begin after the end', async () => {
    const { rig, role, end } = await signedIn(source, 'clip');
    await ask(rig, role, 30, end + hour);
    await settled(rig).toBe('failed');
    const { failure } = (await rig.journal())[0]!;
    expect(failure).toMatchObject({ kind: 'notEligibleThen', facts: { until: isoInstant(end) } });
    expect(
      rig.emulator.journal.requests({
        path: /roleAssignmentScheduleRequests/i,
        where: ({ method }) => method !== 'GET',
      }),
    ).toEqual([]);
  });
});
