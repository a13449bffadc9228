import { beforeEach, describe, expect, it } from 'vitest';
import { portalAlarm } from '../../src/background/use-cases/prompt-portals.ts';
import { accountKey } from '../../src/domain/account.ts';
import { portalNewsItem } from '../../src/platform/items.ts';
import { desk, prompts, settle, setUp, startWorker } from './prompt-portals-rig.ts';
import { ada } from './simulated-worker.ts';

beforeEach(setUp);

describe('when a role becomes active', () => {
  it('every loaded portal tab is told, a discarded one is left alone', async () => {
    await settle('Owner');
    expect(prompts().map(({ tabId }) => tabId)).toEqual([1, 2]);
    expect(prompts()[0]).toMatchObject({
      bulkId: 'bulk',
      roles: [{ roleName: 'Owner', scopeName: 'IT' }],
      activeAt: desk.clock,
    });
  });

  it('a later role of the same bulk is added to the same prompt', async () => {
    await settle('Owner');
    desk.told = [];
    desk.clock += 5_000;
    await settle('Reader');
    expect(prompts()[0]).toMatchObject({ bulkId: 'bulk', activeAt: desk.clock });
    expect(prompts()[0]?.roles.map(({ roleName }) => roleName)).toEqual(['Owner', 'Reader']);
  });

  it('a failed role tells nobody anything', async () => {
    await settle('Owner', 'failed');
    expect(desk.told).toEqual([]);
  });

  it('an outcome of another bulk brings no old prompt back', async () => {
    await settle('Owner');
    desk.told = [];
    await settle('Reader', 'failed', 'another bulk');
    expect(desk.told).toEqual([]);
  });

  it('nobody is told where the setting is off', async () => {
    desk.mode = 'off';
    await settle('Owner');
    expect(desk.told).toEqual([]);
    expect(await desk.portals.onPortalReady({ tabId: 1 })).toBeNull();
  });

  it('a tab that asks later gets the prompt, from a new worker too', async () => {
    desk.open = [];
    await settle('Owner');
    startWorker();
    expect(await desk.portals.onPortalReady({ tabId: 9 })).toMatchObject({
      bulkId: 'bulk',
      activeAt: desk.clock,
    });
  });

  it('a tab gets nothing when nobody is signed in', async () => {
    await settle('Owner');
    await desk.state.session.write({ status: 'signedOut' });
    expect(await desk.portals.onPortalReady({ tabId: 1 })).toBeNull();
  });
});

describe('while a role is active and not known to be in effect', () => {
  const waiting = { state: 'waiting' } as const;

  it('tabs are left alone for 90 seconds, and told by an alarm then, from a new worker too', async () => {
    await settle('Owner', 'active', 'bulk', waiting);
    expect(desk.told).toEqual([]);
    expect(await desk.portals.onPortalReady({ tabId: 1 })).toBeNull();
    expect(desk.alarms.get(portalAlarm)).toBe(desk.clock + 90_000);
    desk.clock += 90_000;
    startWorker();
    await desk.portals.goOn(ada);
    expect(prompts()).toEqual([
      expect.objectContaining({ tabId: 1, mayTakeMinutes: true }),
      expect.objectContaining({ tabId: 2, mayTakeMinutes: true }),
    ]);
  });

  it('they are told the same once, however often a worker wakes', async () => {
    await settle('Owner', 'active', 'bulk', waiting);
    desk.clock += 90_000;
    await desk.portals.goOn(ada);
    expect(prompts()).toHaveLength(2);
    desk.clock += 1_000;
    startWorker();
    await desk.portals.goOn(ada);
    expect(prompts()).toHaveLength(2);
  });

  it('they are told when it is, and once more those that have refreshed before', async () => {
    await settle('Owner', 'active', 'bulk', waiting);
    desk.clock += 90_000;
    await desk.portals.goOn(ada);
    await desk.portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refresh' }, { tabId: 1 });
    await desk.portals.onPortalAnswer({ bulkId: 'bulk', answer: 'later' }, { tabId: 2 });
    desk.told = [];
    desk.clock += 60_000;
    await desk.state.of(ada).journal.update((journal) =>
      journal.map((entry) => ({
        ...entry,
        effect: { ...entry.effect!, state: 'inEffect', settledAt: desk.clock },
      })),
    );
    await desk.portals.goOn(ada);
    expect(prompts()).toEqual([expect.objectContaining({ tabId: 1, activeAt: desk.clock })]);
    expect(prompts()[0]).not.toHaveProperty('mayTakeMinutes');
  });

  it('a role that ends meanwhile is told to nobody, and a prompt of it is taken away', async () => {
    await settle('Owner', 'active', 'bulk', waiting);
    desk.clock += 90_000;
    await desk.portals.goOn(ada);
    desk.told = [];
    await desk.state.of(ada).journal.write([]);
    await desk.portals.goOn(ada);
    expect(desk.told.map(({ message }) => message)).toEqual([
      { hoist: 'dismiss', bulkId: 'bulk' },
      { hoist: 'dismiss', bulkId: 'bulk' },
    ]);
    expect(await desk.portals.onPortalReady({ tabId: 1 })).toBeNull();
  });
});

it('when a tab was told to refresh is written down, for what it may be offered then', async () => {
  await settle('Owner');
  await desk.portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refresh' }, { tabId: 1 });
  await desk.portals.onPortalAnswer({ bulkId: 'bulk', answer: 'later' }, { tabId: 2 });
  const news = await desk.state.store.item(portalNewsItem(accountKey(ada))).read();
  expect(news?.answers['1']).toMatchObject({ answer: 'refresh', refreshedAt: desk.clock });
  expect(news?.answers['2']).not.toHaveProperty('refreshedAt');
});
