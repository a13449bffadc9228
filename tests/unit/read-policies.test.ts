import { describe, expect, it } from 'vitest';
import { createReadPolicies } from '../../src/background/use-cases/read-policies.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { Source } from '../../src/domain/role.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { PimProvider } from '../../src/providers/provider.ts';
import { ada, createSimulatedClock, eligibility, scripted, signedInStorage } from './simulated-worker.ts';

const reader = eligibility('entra', 'reader');
const owner = eligibility('azure', 'owner');
const hour = 60 * 60_000;

const knowsAll: PimProvider['readPolicies'] = async (_, roles) =>
  new Map(roles.map(({ key }) => [key, defaultPolicy]));

async function setUp(readPolicies = knowsAll) {
  const state = createWorkerState(createItemStore(await signedInStorage([reader, owner])));
  const clock = createSimulatedClock();
  const asked: string[] = [];
  const provider = (source: Source) =>
    scripted(source, {
      readPolicies(account, roles) {
        asked.push(...roles.map(({ roleName }) => roleName));
        return readPolicies(account, roles);
      },
    });
  const providers = { entra: provider('entra'), azure: provider('azure'), groups: provider('groups') };
  const policies = createReadPolicies({ state, providers, now: clock.now });
  return { ...policies, clock, asked, book: () => state.of(ada).policies.read() };
}

describe('the policies of roles', () => {
  it('are read ahead where one request brings them all, and nowhere else', async () => {
    const { readAhead, asked } = await setUp();
    await readAhead(ada, 'azure');
    expect(asked).toEqual([]);
    await readAhead(ada, 'entra');
    expect(asked).toEqual(['reader']);
  });

  it('are read again after an hour, or when they must be younger', async () => {
    const { read, asked, clock, book } = await setUp();
    const keys = [reader.key, owner.key];
    await read(ada, keys);
    expect(await book()).toEqual({
      [reader.key]: { readAt: clock.now(), policy: defaultPolicy },
      [owner.key]: { readAt: clock.now(), policy: defaultPolicy },
    });
    await clock.sleep(hour - 1);
    await read(ada, keys);
    expect(asked).toHaveLength(2);
    await read(ada, [owner.key], 60_000);
    expect(asked).toEqual(['reader', 'owner', 'owner']);
    await clock.sleep(1);
    await read(ada, keys);
    expect(asked.slice(3)).toEqual(['reader']);
  });

  it('that could not be read say why, and are asked for again at once', async () => {
    const failing = () => Promise.reject(new FailureError({ kind: 'offline' }));
    const { read, asked, book } = await setUp(failing);
    await read(ada, [reader.key]);
    expect((await book())[reader.key]).toMatchObject({ failure: { kind: 'offline' } });
    await read(ada, [reader.key]);
    expect(asked).toEqual(['reader', 'reader']);
  });

  it('that the service leaves out are closed to the person', async () => {
    const { read, book } = await setUp(async () => new Map());
    await read(ada, [owner.key]);
    expect((await book())[owner.key]).toMatchObject({ failure: { kind: 'forbidden' } });
  });
});
