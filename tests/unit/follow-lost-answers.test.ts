import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import {
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  scripted,
  signedInStorage,
} from './simulated-worker.ts';
import { accepted, ask, never, setUp, snapshot } from './follow-rig.ts';

describe('a lost answer that nobody can find', () => {
  it('is an unknown outcome on Graph, after the time in which it could have come into sight', async () => {
    let sent = 0;
    const { life, bulk, clock } = await setUp('entra', {
      async activate() {
        sent++;
        return { type: 'lost' };
      },
      findRequest: async () => undefined,
    });
    const worker = life();
    const start = clock.now();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.news).toMatchObject([{ state: 'unknown', failure: { kind: 'outcomeUnknown' } }]);
    expect(clock.now() - start).toBeGreaterThanOrEqual(120_000);
    expect(sent).toBe(1);
  });

  it('is sent again in Azure under the same name, which cannot make a second request', async () => {
    const names: string[] = [];
    const { life, bulk } = await setUp('azure', {
      async activate(_, entry) {
        names.push(entry.id);
        return names.length === 1 ? { type: 'lost' } : accepted('Provisioned');
      },
      findRequest: async () => undefined,
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(1);
    expect(worker.news.map((entry) => entry.state)).toEqual(['active']);
  });

  it.each([
    ['pendingRequest', 'RoleAssignmentRequestExists'],
    ['existsUnlisted', 'RoleAssignmentExists'],
  ] as const)('takes %s, met by the name sent again, for its own first request', async (kind, code) => {
    let found = false;
    let sent = 0;
    const { life, bulk } = await setUp('azure', {
      async activate() {
        if (++sent === 1) return { type: 'lost' };
        found = true;
        throw new FailureError({ kind, code });
      },
      findRequest: async () => (found ? snapshot('Provisioned') : undefined),
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.news.map((entry) => entry.state)).toEqual(['active']);
  });
});

describe('several roles at once', () => {
  it('are said to have left only when they may have: a killed bulk has few to look for', async () => {
    const roles = Array.from({ length: 20 }, (_, index) => eligibility('entra', `role-${index}`));
    const area = await signedInStorage(roles);
    let sent = 0;
    const entra = scripted('entra', {
      activate() {
        sent++;
        return never;
      },
    });
    const worker = createWorkerLife(area, { entra, azure: scripted('azure', {}) }, createSimulatedClock());
    await worker.activate({
      bulkId: '11111111-1111-4111-8111-111111111111',
      requests: roles.map(({ key }) => ({ key, ask })),
    });
    await expect.poll(() => sent).toBe(4);
    const states = (await worker.journal()).map((entry) => entry.state);
    expect(states.filter((state) => state === 'sending')).toHaveLength(4);
    expect(states.filter((state) => state === 'recorded')).toHaveLength(16);
  });

  it('end each with their own outcome', async () => {
    const roles = ['owner', 'reader', 'contributor'].map((name) => eligibility('azure', name));
    const area = await signedInStorage(roles);
    const azure = scripted('azure', {
      async activate(_, entry) {
        if (entry.role.roleName === 'reader') throw new FailureError({ kind: 'ticketRequired' });
        return accepted(entry.role.roleName === 'owner' ? 'PendingApproval' : 'Provisioned');
      },
      readRequest: async () => snapshot('Denied'),
    });
    const worker = createWorkerLife(area, { entra: scripted('entra', {}), azure }, createSimulatedClock());
    await worker.activate({
      bulkId: '11111111-1111-4111-8111-111111111111',
      requests: roles.map(({ key }) => ({ key, ask })),
    });
    await worker.done();
    const outcomes = (await worker.journal()).map((entry) => [
      entry.role.roleName,
      entry.failure?.kind ?? entry.state,
    ]);
    expect(outcomes).toEqual([
      ['owner', 'denied'],
      ['reader', 'ticketRequired'],
      ['contributor', 'active'],
    ]);
  });
});
