/** The worker of a person who approves, with requests that wait for her. */
import { expect } from 'vitest';
import type { ApprovalList } from '../../src/domain/approval.ts';
import type { Source } from '../../src/domain/role.ts';
import type { ScheduleRequest } from '../emulator/pim/rows.ts';
import {
  groupRequestForAda,
  requestsForAda,
  type WaitingRequests,
} from '../emulator/seeds/waiting-requests.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

export const hosts = {
  entra: 'graph.microsoft.com',
  azure: 'management.azure.com',
  groups: 'graph.microsoft.com',
} as const;

interface Approver {
  readonly rig: WorkerRig;
  readonly waiting: WaitingRequests & { readonly groups: readonly ScheduleRequest[] };
}

export async function approver(options: Parameters<typeof createWorkerRig>[0] = {}): Promise<Approver> {
  const rig = await createWorkerRig(options);
  const { pim } = rig.emulator;
  const waiting = { ...requestsForAda(pim), groups: [groupRequestForAda(pim)] };
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await read(rig);
  return { rig, waiting };
}

export const list = async (rig: WorkerRig, source: Source): Promise<ApprovalList> =>
  rig
    .state()
    .of(await rig.account())
    .approvals(source)
    .read();

export async function read(rig: WorkerRig): Promise<void> {
  rig.emulator.clock.advance(1);
  const after = rig.now();
  await rig.send('refreshApprovals', {});
  for (const source of ['entra', 'azure', 'groups'] as const) {
    await eventually(async () => {
      const { readAt = 0, failure, readingSince } = await list(rig, source);
      return readingSince === undefined && (failure !== undefined || readAt >= after);
    }).toBe(true);
  }
}

export const keyOf = (source: Source, { id }: { id: string }) => `${source}|${id}`.toLowerCase();
