import { describe, expect, it } from 'vitest';
import { advance, newActivation } from '../../src/domain/activation.ts';
import { newDeactivation } from '../../src/domain/deactivation.ts';
import type { Source } from '../../src/domain/role.ts';
import {
  activated,
  ada,
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  scripted,
  signedInStorage,
  withActive,
} from './simulated-worker.ts';

const ask = { minutes: 60, justification: 'Daily PIM elevation' };
const bulkId = '11111111-1111-4111-8111-111111111111';

async function setUp(source: Source) {
  const role = eligibility(source, 'owner');
  const other = eligibility(source, 'reader');
  const area = await signedInStorage([role, other]);
  const clock = createSimulatedClock();
  const active = activated(role, clock, 30 * 60_000);
  await withActive(area, [active]);
  const sent: string[] = [];
  const provider = scripted(source, {
    async activate(_, entry) {
      sent.push(`activate ${entry.role.roleName}`);
      const at = { requestId: 'r', status: 'Provisioned', serverNow: clock.now() };
      return { type: 'accepted', snapshot: at };
    },
    readRequest: async () => ({ requestId: 'r', status: 'PendingRevocation', serverNow: clock.now() }),
  });
  const providers = { entra: scripted('entra', {}), azure: scripted('azure', {}), [source]: provider };
  const worker = createWorkerLife(area, providers, clock);
  const own = worker.state.of(ada);
  const following = {
    ...newDeactivation({ id: 'end', role: active, at: clock.now() }),
    state: 'following',
    requestId: 'r',
  } as const;
  const recorded = newActivation({ id: 'a', bulkId: 'b', role, ask, origin: 'page', at: clock.now() });
  return { role, other, worker, own, clock, sent, following, recorded };
}

describe.each<Source>(['entra', 'azure'])('an activation and a deactivation of one role (%s)', (source) => {
  it('the activation is refused in a sentence while the deactivation is open; others of its bulk go on', async () => {
    const { role, other, worker, own, sent, following } = await setUp(source);
    await own.deactivations.write([following]);
    await worker.activate({ bulkId, requests: [role, other].map(({ key }) => ({ key, ask })) });
    await worker.done();
    expect(sent).toEqual(['activate reader']);
    expect((await worker.journal()).map(({ state, failure }) => [state, failure?.kind])).toEqual([
      ['failed', 'beingDeactivated'],
      ['active', undefined],
    ]);
    expect(worker.news.map(({ state }) => state).toSorted()).toEqual(['active', 'failed']);
  });

  it('what the journal knows as active stays there until the deactivation has ended', async () => {
    const { role, worker, own, clock, sent, following, recorded } = await setUp(source);
    const snapshot = { requestId: 'r', status: 'Provisioned', serverNow: clock.now() };
    const active = [{ type: 'sendStarted' }, { type: 'answered', snapshot }] as const;
    const entry = active.reduce((one, event) => advance(one, { ...event, at: clock.now() }), recorded);
    expect(entry.state).toBe('active');
    await own.journal.write([entry]);
    await own.deactivations.write([following]);
    await worker.activate({ bulkId, requests: [{ key: role.key, ask }] });
    await worker.done();
    expect(sent).toEqual([]);
    expect((await worker.journal()).map(({ state }) => state)).toEqual(['active', 'failed']);
  });

  it.each(['recorded', 'sending', 'looking', 'following'] as const)(
    'the deactivation is refused in a sentence while the activation is %s',
    async (state) => {
      const { role, worker, own, recorded } = await setUp(source);
      await own.journal.write([{ ...recorded, state }]);
      await worker.deactivate([role.key]);
      await worker.done();
      expect(await worker.deactivations()).toMatchObject([
        { state: 'failed', failure: { kind: 'beingActivated' } },
      ]);
      expect(worker.endNews).toHaveLength(1);
    },
  );

  it.each(['waitingForApproval', 'scheduled', 'failed', 'unknown'] as const)(
    'the deactivation is recorded while an activation is %s',
    async (state) => {
      const { role, worker, own, recorded } = await setUp(source);
      await own.journal.write([{ ...recorded, state }]);
      // Its sending is not scripted: only what is recorded counts here.
      await worker.deactivate([role.key]);
      expect((await worker.deactivations()).map(({ failure }) => failure?.kind)).not.toContain(
        'beingActivated',
      );
      await worker.done();
    },
  );
});
