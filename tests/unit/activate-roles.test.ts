import { describe, expect, it } from 'vitest';
import { roleKey, type Source } from '../../src/domain/role.ts';
import type { MemoryStorage } from './memory-storage.ts';
import {
  ada,
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  type ScriptedProvider,
  scripted,
  signedInStorage,
} from './simulated-worker.ts';

const ask = { minutes: 60, justification: 'Daily PIM elevation' };
const bulkId = '11111111-1111-4111-8111-111111111111';
const provisioned = {
  type: 'accepted',
  snapshot: { requestId: 'r1', status: 'Provisioned', serverNow: Date.UTC(2026, 10, 23, 8) },
} as const;

function lifeOver(area: MemoryStorage, source: Source, script: Partial<ScriptedProvider>) {
  const providers = {
    entra: scripted('entra', {}),
    azure: scripted('azure', {}),
    [source]: scripted(source, script),
  };
  return createWorkerLife(area, providers, createSimulatedClock());
}

describe('recording activations', () => {
  it('asks once for a role that one message names twice', async () => {
    const role = eligibility('entra', 'owner');
    let sent = 0;
    const worker = lifeOver(await signedInStorage([role]), 'entra', {
      async activate() {
        sent++;
        return provisioned;
      },
    });
    const twice = { key: role.key, ask };
    await worker.activate({ bulkId, requests: [twice, { ...twice, ask: { ...ask, minutes: 30 } }] });
    await worker.done();
    expect(sent).toBe(1);
    expect(await worker.journal()).toHaveLength(1);
  });

  it.each(['draft', 'habits'])(
    'carries out what is recorded although the %s cannot be written',
    async (room) => {
      const role = eligibility('azure', 'owner');
      const area = await signedInStorage([role]);
      const full: MemoryStorage = {
        ...area,
        get writes() {
          return area.writes;
        },
        async set(items) {
          if (Object.keys(items).some((key) => key.startsWith(room)))
            throw new Error('QUOTA_BYTES quota exceeded');
          await area.set(items);
        },
      };
      const worker = lifeOver(full, 'azure', { activate: async () => provisioned });
      await worker.activate({ bulkId, requests: [{ key: role.key, ask }] });
      await worker.done();
      expect((await worker.journal()).map((entry) => entry.state)).toEqual(['active']);
      expect(worker.defects).toHaveLength(1);
    },
  );

  it('knows the role of a resource whose name holds the separator of keys', async () => {
    const scope = { kind: 'resource', id: '/subscriptions/s1/databases/a|b', name: 'a|b' } as const;
    const role = { ...eligibility('azure', 'owner'), key: roleKey('azure', 'owner', scope.id), scope };
    const worker = lifeOver(await signedInStorage([role, eligibility('azure', 'reader')]), 'azure', {
      activate: async () => provisioned,
    });
    await worker.activate({ bulkId, requests: [{ key: role.key, ask }] });
    await worker.done();
    expect((await worker.journal()).map((entry) => entry.state)).toEqual(['active']);
  });

  it('loses no activation with an entry that cannot be read', async () => {
    const [owner, reader] = [eligibility('azure', 'owner'), eligibility('azure', 'reader')];
    const area = await signedInStorage([owner, reader]);
    const first = lifeOver(area, 'azure', { activate: () => new Promise(() => undefined) });
    await first.activate({ bulkId, requests: [{ key: owner.key, ask }] });
    await expect.poll(async () => (await first.journal())[0]?.state).toBe('sending');
    const key = `journal/${first.state.of(ada).key}`;
    const { version, data } = area.all()[key] as { version: number; data: object[] };
    await area.set({
      [key]: { version, data: [{ ...data[0], id: 'b', state: 'of a later version' }, ...data, null] },
    });

    const second = lifeOver(area, 'azure', {
      activate: async () => provisioned,
      findRequest: async () => provisioned.snapshot,
    });
    await second.activate({
      bulkId: '22222222-2222-4222-8222-222222222222',
      requests: [{ key: reader.key, ask }],
    });
    await second.done();
    const outcomes = (await second.journal()).map((entry) => [entry.role.roleName, entry.state]);
    expect(outcomes).toEqual([
      ['owner', 'active'],
      ['reader', 'active'],
    ]);
  });

  it('remembers which requests earlier entries for the role became', async () => {
    const role = eligibility('entra', 'owner');
    const worker = lifeOver(await signedInStorage([role]), 'entra', {
      activate: async () => ({ type: 'accepted', snapshot: { ...provisioned.snapshot, status: 'Denied' } }),
    });
    for (const digit of ['1', '2']) {
      await worker.activate({ bulkId: bulkId.replaceAll('1', digit), requests: [{ key: role.key, ask }] });
      await worker.done();
    }
    expect(await worker.journal()).toMatchObject([{ state: 'failed', earlierRequestIds: ['r1'] }]);
  });
});
