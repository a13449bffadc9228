/** The worker is killed at every step of an activation that the service, or the policy, wants a proof for. */
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/domain/account.ts';
import { isSettled } from '../../src/domain/activation.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { contextClaims } from '../../src/domain/proof.ts';
import type { Source } from '../../src/domain/role.ts';
import { createAccepting, createFate, died, type Fate, immortal, mortal } from './fate.ts';
import {
  ada,
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  scripted,
  signedInStorage,
} from './simulated-worker.ts';

const bulkId = '11111111-1111-4111-8111-111111111111';
const claims = contextClaims('c1');

/** A service that wants `c1`, and a token service where the person has proved it once a window was passed. */
function createCloud(source: Source) {
  const { accepted, accept, read, find } = createAccepting(source, 'PendingProvisioning', 'Provisioned');
  let isProved = false;
  let windows = 0;
  const unproved = { kind: 'authenticationContextRequired' as const, status: 400, facts: { context: 'c1' } };
  const provider = (fate: Fate) =>
    scripted(source, {
      async activate(_, { id, proof }) {
        if (proof?.given && isProved) return accept(fate, id);
        return fate.through(() => Promise.reject(new FailureError(unproved)));
      },
      readRequest: (_, { requestId }) => read(fate, requestId),
      findRequest: (_, { id }) => find(fate, id),
    });
  const makeReady = (fate: Fate) => (_: Account, __: Source, wish?: { claims?: string | undefined }) =>
    fate.through(async () => {
      if (wish?.claims === undefined || isProved) return;
      throw new FailureError({ kind: 'moreProofNeeded', facts: { claims } });
    });
  const stepUp = (fate: Fate) => () =>
    fate.through(async () => {
      if (!isProved) windows++;
      isProved = true;
    });
  return { accepted, provider, makeReady, stepUp, windows: () => windows };
}

async function oneFate(source: Source, foreseen: boolean, fatal: number, when: 'before' | 'after') {
  const role = eligibility(source, 'owner');
  const area = await signedInStorage([role]);
  const cloud = createCloud(source);
  const clock = createSimulatedClock();
  const life = (fate: Fate) =>
    createWorkerLife(
      mortal(area, fate),
      { entra: scripted('entra', {}), azure: scripted('azure', {}), [source]: cloud.provider(fate) },
      { ...clock, sleep: (ms) => fate.through(() => clock.sleep(ms)) },
      cloud.makeReady(fate),
      cloud.stepUp(fate),
    );
  if (foreseen) {
    const policy = { ...defaultPolicy, authenticationContext: 'c1' };
    await life(immortal())
      .state.of(ada)
      .policies.write({ [role.key]: { readAt: clock.now(), policy } });
  }
  const fate = createFate(fatal, when);
  const first = life(fate);
  first.proving.personIsHere(bulkId);
  const ask = { minutes: 60, justification: 'Daily PIM elevation' };
  await Promise.race([
    first.activate({ bulkId, requests: [{ key: role.key, ask }] }).then(() => first.done()),
    died(fate),
  ]);
  await Promise.race([first.done(), died(fate)]);

  const second = life(immortal());
  const recorded = await second.journal();
  await second.proving.noticeInterruption(ada);
  await second.following.follow(ada);
  await second.done();
  const left = await second.journal();
  const opened = cloud.windows();
  // The person sees what waits for them, and goes on with it.
  await second.proving.verify(
    ada,
    left.map(({ id }) => id),
  );
  await second.done();
  return { fate, recorded, left, opened, journal: await second.journal(), cloud, first };
}

describe.each<[Source, string, boolean]>([
  ['entra', 'that the policy tells of', true],
  ['entra', 'that nobody foresaw', false],
  ['azure', 'that the policy tells of', true],
  ['azure', 'that nobody foresaw', false],
])('a worker killed at every step of a proof (%s), %s', (source, _, foreseen) => {
  it.each(['before', 'after'] as const)(
    'is sent at most once, opens no window by itself, and loses nothing: killed %s the step',
    async (when) => {
      const whole = await oneFate(source, foreseen, Infinity, when);
      expect(whole.journal.map(({ state }) => state)).toEqual(['active']);
      expect([whole.opened, whole.cloud.accepted.length]).toEqual([1, 1]);
      const steps = whole.fate.steps();
      expect(steps).toBeGreaterThan(25);
      const seen = new Set<string>();
      for (let fatal = 1; fatal <= steps; fatal++) {
        const { recorded, left, opened, journal, cloud, first } = await oneFate(
          source,
          foreseen,
          fatal,
          when,
        );
        const where = `${when} ${fatal}`;
        const sent = cloud.accepted.length;
        if (recorded.length === 0) {
          expect([where, sent, journal]).toEqual([where, 0, []]);
          continue;
        }
        for (const { state } of left) seen.add(state);
        // The window of the first life is the only one that opened without a new click.
        expect([where, opened <= 1]).toEqual([where, true]);
        for (const { proof } of left) expect([where, proof?.windowOf]).toEqual([where, undefined]);
        expect([where, journal.every(({ state }) => isSettled(state))]).toEqual([where, true]);
        const expected = sent === 1 ? 'active' : 'unknown';
        expect([where, journal.map(({ state }) => state)]).toEqual([where, [expected]]);
        if (source === 'azure') expect([where, sent]).toEqual([where, 1]);
        const isWaiting = recorded.some(({ state, toldAt }) => !isSettled(state) || toldAt === undefined);
        if (isWaiting) expect([where, first.alarms.has('follow-activations')]).toEqual([where, true]);
      }
      expect(seen).toContain('proofNeeded');
    },
  );
});
