import { describe, expect, it } from 'vitest';
import { decideWithinMs } from '../../src/domain/approval.ts';
import { approvalWatchMs } from '../../src/domain/approval-watch.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { groupRequestForAda, requestsForAda } from '../emulator/seeds/waiting-requests.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const alarm = 'watch-approvals';
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

const setting = (rig: WorkerRig, tellApprovals: boolean) =>
  rig.send('saveSettings', { settings: { ...defaultSettings, tellApprovals } });
const looks = (rig: WorkerRig) =>
  rig.emulator.journal.requests({
    path: /roleAssignmentScheduleRequests\/filterByCurrentUser\(on='approver'/,
  }).length;
const told = (rig: WorkerRig) => rig.notices.filter(({ id }) => id === alarm).map(({ title }) => title);

const watch = async (rig: WorkerRig) =>
  rig
    .state()
    .of(await rig.account())
    .approvalWatch.read();

async function signedIn(): Promise<WorkerRig> {
  const rig = await createWorkerRig();
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  return rig;
}

/** The alarm rings when its time has come; resolves after the look that follows. */
async function ring(rig: WorkerRig): Promise<void> {
  const before = looks(rig);
  rig.emulator.clock.advance(approvalWatchMs);
  rig.ring(alarm);
  await eventually(() => looks(rig)).toBeGreaterThan(before);
  await settle(rig);
}

/** Every list was read after the newest look began, and what came of it is remembered. */
async function settle(rig: WorkerRig): Promise<void> {
  const own = rig.state().of(await rig.account());
  await eventually(async () => {
    const { lookedAt = 0, known } = await own.approvalWatch.read();
    const lists = await Promise.all(
      (['entra', 'azure', 'groups'] as const).map((source) => own.approvals(source).read()),
    );
    return lists.every(
      ({ readAt = 0, readingSince, rows }) =>
        readingSince === undefined && readAt >= lookedAt && rows.every(({ key }) => key in known),
    );
  }).toBe(true);
}

describe('an approver who asked to be told', () => {
  it('is told how many requests wait, and of each once', async () => {
    const rig = await signedIn();
    requestsForAda(rig.emulator.pim);
    await setting(rig, true);
    await eventually(() => told(rig)).toEqual(['notifyApprovals_other 4']);
    await settle(rig);
    await ring(rig);
    expect(told(rig)).toHaveLength(1);
    groupRequestForAda(rig.emulator.pim);
    await ring(rig);
    expect(told(rig)).toEqual(['notifyApprovals_other 4', 'notifyApprovals_one 1']);
    expect(rig.notices.at(-1)!.message).toContain('Release Managers');
    rig.restart();
    await ring(rig);
    expect(told(rig)).toHaveLength(2);
    expect(rig.defects).toEqual([]);
  });

  it('is told once although several wakes come at the same time, and asked for no more than every 15 minutes', async () => {
    const rig = await signedIn();
    requestsForAda(rig.emulator.pim);
    await setting(rig, true);
    await eventually(() => told(rig)).toHaveLength(1);
    await settle(rig);
    const before = looks(rig);
    rig.restart();
    rig.ring('follow-activations');
    await eventually(() => rig.alarms.get(alarm)! - rig.now()).toBeGreaterThan(approvalWatchMs - 60_000);
    await settle(rig);
    expect(looks(rig)).toBe(before);
    rig.emulator.clock.advance(approvalWatchMs);
    rig.ring(alarm);
    rig.ring(alarm);
    rig.restart();
    await eventually(() => looks(rig)).toBeGreaterThan(before);
    await settle(rig);
    expect(looks(rig)).toBe(before + 1);
  });

  it('is told by a later worker where one was stopped between the look and the notice', async () => {
    const rig = await signedIn();
    requestsForAda(rig.emulator.pim);
    const own = rig.state().of(await rig.account());
    // As it was left: looked at a moment ago, nobody told.
    await own.approvalWatch.write({ lookedAt: rig.now(), known: {} });
    await setting(rig, true);
    await eventually(() => rig.alarms.has(alarm)).toBe(true);
    expect(told(rig)).toEqual([]);
    await ring(rig);
    expect(told(rig)).toEqual(['notifyApprovals_other 4']);
  });

  it('is not told of what the open popup shows', async () => {
    const rig = await signedIn();
    await setting(rig, true);
    await eventually(async () => (await watch(rig)).lookedAt).toBeDefined();
    await settle(rig);
    requestsForAda(rig.emulator.pim);
    rig.popupIsOpen = true;
    rig.emulator.clock.advance(1_000);
    await rig.send('refreshApprovals', {});
    await eventually(async () => Object.keys((await watch(rig)).known).length).toBe(4);
    rig.popupIsOpen = false;
    await ring(rig);
    expect(told(rig)).toEqual([]);
  });

  it('opens no window and asks for nothing while only the person can sign in; goes on after that', async () => {
    const rig = await signedIn();
    await setting(rig, true);
    await eventually(async () => (await watch(rig)).lookedAt).toBeDefined();
    await settle(rig);
    const windows = rig.windows.length;
    await rig.endSessions();
    rig.emulator.clock.advance(approvalWatchMs);
    rig.ring(alarm);
    await eventually(async () => (await rig.session()).status).toBe('signInNeeded');
    requestsForAda(rig.emulator.pim);
    const [asked, flows] = [looks(rig), rig.flows.length];
    rig.emulator.clock.advance(approvalWatchMs);
    rig.ring(alarm);
    await eventually(() => rig.alarms.has(alarm)).toBe(true);
    expect([looks(rig), rig.flows.length, rig.windows.length]).toEqual([asked, flows, windows]);
    await rig.send('signIn', {});
    await eventually(() => told(rig)).toEqual(['notifyApprovals_other 4']);
  });

  it('is left in peace after turning it off, or signing out', async () => {
    const rig = await signedIn();
    requestsForAda(rig.emulator.pim);
    await setting(rig, true);
    await eventually(() => told(rig)).toHaveLength(1);
    await settle(rig);
    await setting(rig, false);
    await eventually(() => rig.alarms.has(alarm)).toBe(false);
    await setting(rig, true);
    await eventually(() => rig.alarms.has(alarm)).toBe(true);
    await rig.send('signOut', {});
    await eventually(() => rig.alarms.has(alarm)).toBe(false);
    expect(rig.stored()).not.toContain('"approvalWatch/');
  });

  it('is not told of requests past their day', async () => {
    const rig = await signedIn();
    requestsForAda(rig.emulator.pim);
    rig.emulator.clock.advance(decideWithinMs + 60_000);
    await setting(rig, true);
    await eventually(async () => (await watch(rig)).lookedAt).toBeDefined();
    await settle(rig);
    expect(told(rig)).toEqual([]);
  });
});

it('nobody is told who did not ask for it', async () => {
  const rig = await signedIn();
  requestsForAda(rig.emulator.pim);
  rig.emulator.clock.advance(approvalWatchMs);
  rig.ring(alarm);
  await rig.send('refreshApprovals', {});
  await eventually(() => looks(rig)).toBe(1);
  expect([rig.alarmsSet.includes(alarm), told(rig)]).toEqual([false, []]);
});
