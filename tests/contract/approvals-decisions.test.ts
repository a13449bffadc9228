/** Decisions of an approver: sent once, overtaken, lost on the way, or too late. */
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/domain/approval.ts';
import type { FaultKind } from '../emulator/faults.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import type { WorkerRig } from './worker-rig.ts';
import { approver, eventually, hosts, keyOf, list } from './approvals-rig.ts';

type ApprovedSource = keyof typeof hosts;

const decisions = async (rig: WorkerRig): Promise<Decision[]> =>
  rig
    .state()
    .of(await rig.account())
    .decisions.read();

async function decide(rig: WorkerRig, keys: string[], review: 'approve' | 'deny'): Promise<void> {
  await rig.send('decideApprovals', { keys, review, justification: 'Checked with the team' });
}

async function settled(rig: WorkerRig): Promise<Decision[]> {
  await eventually(async () => (await decisions(rig)).every(({ settledAt }) => settledAt !== undefined)).toBe(
    true,
  );
  return decisions(rig);
}

const patches = (rig: WorkerRig) => rig.emulator.journal.requests({ method: 'PATCH' });

describe.each<ApprovedSource>(['entra', 'azure', 'groups'])('deciding (%s)', (source) => {
  it.each(['approve', 'deny'] as const)('sends one decision: %s', async (review) => {
    const { rig, waiting } = await approver();
    const [request] = waiting[source];
    await decide(rig, [keyOf(source, request!)], review);
    // The same message twice, as of a worker that was slow to answer.
    await decide(rig, [keyOf(source, request!)], review).catch(() => undefined);
    expect(await settled(rig)).toMatchObject([{ state: 'done', review }]);
    expect(patches(rig)).toHaveLength(1);
    expect(request!.decision).toMatchObject({
      approved: review === 'approve',
      by: people.ada.id,
      justification: 'Checked with the team',
    });
    await eventually(async () => (await list(rig, source)).rows.map(({ key }) => key)).not.toContain(
      keyOf(source, request!),
    );
  });

  it('is overtaken where another approver was first, and says by whom', async () => {
    const { rig, waiting } = await approver();
    const [request] = waiting[source];
    request!.decision = {
      approved: false,
      at: rig.emulator.clock.now(),
      by: people.edsger.id,
      justification: '',
    };
    await decide(rig, [keyOf(source, request!)], 'approve');
    expect(await settled(rig)).toMatchObject([
      { state: 'overtaken', decidedBy: people.edsger.displayName, decidedAs: 'deny' },
    ]);
    expect(patches(rig)).toHaveLength(0);
  });

  it('is overtaken where another approver was first by a moment (409)', async () => {
    const { rig, waiting } = await approver();
    const [request] = waiting[source];
    const stalled = rig.emulator.faults.add({
      host: hosts[source],
      method: 'PATCH',
      kind: 'stall',
      times: 1,
    });
    await decide(rig, [keyOf(source, request!)], 'approve');
    await eventually(() => stalled.count).toBe(1);
    request!.decision = {
      approved: true,
      at: rig.emulator.clock.now(),
      by: people.edsger.id,
      justification: '',
    };
    stalled.release();
    expect(await settled(rig)).toMatchObject([
      { state: 'overtaken', decidedBy: people.edsger.displayName, decidedAs: 'approve' },
    ]);
    expect(patches(rig).map(({ status }) => status)).toEqual([409]);
  });

  it.each<[string, FaultKind]>([
    ['reset', { kind: 'reset', after: true }],
    ['gateway', { kind: 'html', status: 502, after: true }],
  ])('recognises its own decision when the answer was lost (%s)', async (_, fault) => {
    const { rig, waiting } = await approver();
    const [request] = waiting[source];
    rig.emulator.faults.add({ host: hosts[source], method: 'PATCH', ...fault, times: 1 });
    await decide(rig, [keyOf(source, request!)], 'approve');
    expect(await settled(rig)).toMatchObject([{ state: 'done' }]);
    expect(patches(rig)).toHaveLength(1);
  });

  it('decides again, once, when the request was lost on its way', async () => {
    const { rig, waiting } = await approver();
    const [request] = waiting[source];
    rig.emulator.faults.add({ host: hosts[source], method: 'PATCH', kind: 'reset', times: 1 });
    await decide(rig, [keyOf(source, request!)], 'deny');
    expect(await settled(rig)).toMatchObject([{ state: 'done' }]);
    expect(request!.decision).toMatchObject({ approved: false });
  });

  it('goes on in the next life of the worker', async () => {
    const { rig, waiting } = await approver();
    const [request] = waiting[source];
    rig.emulator.faults.add({ host: hosts[source], kind: 'status', status: 503 });
    await decide(rig, [keyOf(source, request!)], 'approve');
    await eventually(async () => (await decisions(rig)).length).toBe(1);
    rig.emulator.faults.clear();
    rig.restart();
    expect(await settled(rig)).toMatchObject([{ state: 'done' }]);
    expect(request!.decision).toMatchObject({ approved: true, by: people.ada.id });
  });

  it('is dropped and said when it could not be sent for a quarter of an hour', async () => {
    const { rig, waiting } = await approver();
    const [request] = waiting[source];
    rig.emulator.faults.add({ host: hosts[source], method: 'PATCH', kind: 'status', status: 503 });
    await decide(rig, [keyOf(source, request!)], 'approve');
    await eventually(() => patches(rig).length).toBeGreaterThan(0);
    rig.emulator.clock.advance(16 * 60_000);
    rig.restart();
    expect(await settled(rig)).toMatchObject([{ state: 'failed', failure: { kind: 'notSentInTime' } }]);
    expect(request!.decision).toBeNull();
  });

  it('says that it is too late after the approval window', async () => {
    const { rig, waiting } = await approver();
    const [request] = waiting[source];
    rig.emulator.clock.advance(25 * 60 * 60_000);
    await decide(rig, [keyOf(source, request!)], 'approve');
    expect(await settled(rig)).toMatchObject([{ state: 'overtaken' }]);
    expect(request!.decision).toBeNull();
  });
});

describe('deciding', () => {
  it('takes several requests of both services at once', async () => {
    const { rig, waiting } = await approver();
    const keys = [
      ...waiting.entra.map((request) => keyOf('entra', request)),
      ...waiting.azure.map((request) => keyOf('azure', request)),
    ];
    await decide(rig, keys, 'approve');
    expect((await settled(rig)).map(({ state }) => state)).toEqual(keys.map(() => 'done'));
    expect(patches(rig)).toHaveLength(keys.length);
  });

  it('speaks to Azure in the other form of a decision where it reads that one', async () => {
    const { rig, waiting } = await approver();
    rig.emulator.knobs.pim.arm.decisionBody = 'nested';
    rig.emulator.knobs.pim.arm.decisionAnswer = 'stage';
    const [request] = waiting.azure;
    await decide(rig, [keyOf('azure', request!)], 'approve');
    expect(await settled(rig)).toMatchObject([{ state: 'done' }]);
    expect(request!.decision).toMatchObject({ approved: true });
  });

  it('forgets what was typed once it is decided, and the lists with the sign-out', async () => {
    const { rig, waiting } = await approver();
    const key = keyOf('entra', waiting.entra[0]!);
    await rig
      .state()
      .of(await rig.account())
      .decisionDraft.write({ keys: [key], justification: 'half a' });
    await decide(rig, [key], 'approve');
    await settled(rig);
    const own = rig.state().of(await rig.account());
    expect(await own.decisionDraft.read()).toBeNull();
    await rig.send('signOut', {});
    await eventually(() => rig.stored()).not.toContain('"approvals/');
  });

  it('refuses keys that no list has', async () => {
    const { rig } = await approver();
    await expect(decide(rig, ['entra|nothing'], 'approve')).rejects.toMatchObject({
      failure: { kind: 'notFound' },
    });
    expect(await decisions(rig)).toEqual([]);
  });
});
