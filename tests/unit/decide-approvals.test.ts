import { describe, expect, it } from 'vitest';
import { createDecideApprovals, decisionsAlarm } from '../../src/background/use-cases/decide-approvals.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import type { ApprovalStage, PendingApproval } from '../../src/domain/approval.ts';
import { createAlarms } from '../../src/platform/alarms.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { StorageArea } from '../../src/platform/stored-item.ts';
import type { ApprovalProvider, DecideOutcome } from '../../src/providers/approvals.ts';
import type { MemoryStorage } from './memory-storage.ts';
import { ada, createSimulatedClock, signedInStorage } from './simulated-worker.ts';

const minute = 60_000;
const approval: PendingApproval = {
  key: 'entra|r1',
  source: 'entra',
  requestId: 'r1',
  approvalId: 'r1',
  requester: { id: 'alan', name: 'Alan' },
  roleName: 'User Administrator',
  templateId: 'user-administrator',
  scope: { kind: 'directory', id: '/', name: 'Contoso' },
};
const request = { keys: [approval.key], review: 'approve', justification: 'Checked' } as const;

/** A stage that one decision closes. */
function stage(answer: () => DecideOutcome = () => ({ type: 'taken' })) {
  let state: ApprovalStage = { state: 'open', stageId: 's1' };
  const decided: string[] = [];
  const provider: ApprovalProvider = {
    source: 'entra',
    listPending: async () => [approval],
    readStage: async () => state,
    async decide(_, __, stageId) {
      const outcome = answer();
      if (outcome.type !== 'taken') return outcome;
      decided.push(stageId);
      state = { state: 'decided', review: 'approve', by: { id: ada.objectId, name: ada.name } };
      return outcome;
    },
  };
  return { provider, decided };
}

async function storage(): Promise<MemoryStorage> {
  const area = await signedInStorage([]);
  await createWorkerState(createItemStore(area))
    .of(ada)
    .approvals('entra')
    .write({ rows: [approval] });
  return area;
}

function createLife(area: StorageArea, provider: ApprovalProvider, clock = createSimulatedClock()) {
  const state = createWorkerState(createItemStore(area));
  const alarms = new Map<string, number>();
  const running: Promise<unknown>[] = [];
  const decide = createDecideApprovals({
    state,
    approvals: [provider],
    alarms: createAlarms(
      { create: (name, { when }) => alarms.set(name, when ?? 0), clear: async (name) => alarms.delete(name) },
      clock.now,
    ),
    now: clock.now,
    newId: () => 'd1',
    onSignInNeeded: () => Promise.reject(new Error('Nobody is needed')),
    goOn: (work) => void running.push(work),
    onDecided: async () => undefined,
  });
  return {
    decide,
    state,
    alarms,
    decisions: () => state.of(ada).decisions.read(),
    /** How the work that nobody waits for ended. */
    done: () => Promise.allSettled(running),
  };
}

describe('decisions', () => {
  it('are not said to have failed where only their outcome cannot be written', async () => {
    const area = await storage();
    let full = false;
    const bounded: StorageArea = {
      ...area,
      set: (items) => (full ? Promise.reject(new Error('Quota exceeded')) : area.set(items)),
    };
    const { provider, decided } = stage(() => {
      full = true;
      return { type: 'taken' };
    });
    const life = createLife(bounded, provider);
    await life.decide.decide(request);
    expect((await life.done()).map(({ status }) => status)).toEqual(['rejected']);
    expect(await life.decisions()).toMatchObject([{ state: 'sending' }]);
    expect(life.alarms.has(decisionsAlarm)).toBe(true);
    full = false;
    await life.decide.follow(ada);
    expect(await life.decisions()).toMatchObject([{ state: 'done' }]);
    expect(decided).toEqual(['s1']);
    expect(life.alarms.has(decisionsAlarm)).toBe(false);
  });

  it('leave one alone whose storage failed for a moment only, so that it is not called refused', async () => {
    const area = await storage();
    let failing = 0;
    const flaky: StorageArea = {
      ...area,
      set: (items) => (failing-- === 1 ? Promise.reject(new Error('Disk is busy')) : area.set(items)),
    };
    const { provider } = stage(() => {
      failing = 1;
      return { type: 'taken' };
    });
    const life = createLife(flaky, provider);
    await life.decide.decide(request);
    await life.done();
    expect(await life.decisions()).toMatchObject([{ state: 'sending' }]);
    await life.decide.follow(ada);
    expect(await life.decisions()).toMatchObject([{ state: 'done' }]);
  });

  it('are not put off for hours by a clock that was set back', async () => {
    const area = await storage();
    const start = Date.UTC(2026, 10, 23, 12);
    const busy = stage(() => ({ type: 'throttled', notBefore: start + minute }));
    const before = createLife(area, busy.provider, createSimulatedClock(start));
    await before.decide.decide(request);
    await before.done();
    expect(await before.decisions()).toMatchObject([{ state: 'recorded', notBefore: start + minute }]);
    const { provider, decided } = stage();
    const life = createLife(area, provider, createSimulatedClock(start - 180 * minute));
    await life.decide.follow(ada);
    expect(decided).toEqual(['s1']);
  });

  it('leave the alarm of another person alone who signed in meanwhile', async () => {
    const area = await storage();
    const { provider, decided } = stage();
    const life = createLife(area, {
      ...provider,
      async readStage() {
        await life.state.session.write({ status: 'signedIn', account: { ...ada, objectId: 'alan' } });
        return { state: 'decided', review: 'approve', by: { id: ada.objectId } };
      },
    });
    await life.decide.decide(request);
    await life.done();
    expect(decided).toEqual([]);
    expect(life.alarms.has(decisionsAlarm)).toBe(true);
  });
});
