import { beforeEach, describe, expect, it } from 'vitest';
import {
  createPromptPortals,
  portalAlarm,
  type PromptPortals,
} from '../../src/background/use-cases/prompt-portals.ts';
import { createWorkerState, type WorkerState } from '../../src/background/worker-state.ts';
import { type Account, accountKey } from '../../src/domain/account.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import type { Effect } from '../../src/domain/effect.ts';
import type { PortalTabMessage } from '../../src/domain/portal.ts';
import { type Eligibility, roleKey } from '../../src/domain/role.ts';
import { defaultSettings, type PortalMode } from '../../src/domain/settings.ts';
import { portalNewsItem } from '../../src/platform/items.ts';
import { createItemStore } from '../../src/platform/stored-item.ts';
import type { PortalTab } from '../../src/platform/tabs.ts';
import { createMemoryStorage } from './memory-storage.ts';

const ada: Account = {
  cloud: 'public',
  objectId: 'ada',
  tenantId: 'contoso',
  homeAccountId: 'ada.contoso',
  username: 'ada@contoso.com',
  name: 'Ada',
};

function eligibility(roleName: string): Eligibility {
  return {
    key: roleKey('azure', roleName, '/subscriptions/it'),
    source: 'azure',
    roleName,
    roleDefinitionId: roleName,
    templateId: roleName,
    scope: { kind: 'subscription', id: '/subscriptions/it', name: 'IT' },
    memberType: 'direct',
  };
}

let clock: number;
let open: PortalTab[];
let mode: PortalMode;
let told: { tabId: number; message: PortalTabMessage }[];
let reloaded: number[];
let injected: number[];
let alarms: Map<string, number>;
let area: ReturnType<typeof createMemoryStorage>;
let state: WorkerState;
let portals: PromptPortals;

/** A worker over the same storage, as after the one before it was stopped. */
function startWorker(): void {
  state = createWorkerState(createItemStore(area));
  portals = createPromptPortals({
    state,
    tabs: {
      list: async () => open,
      tell: (tabId, message) => void told.push({ tabId, message }),
      reload: async (tabId) => void reloaded.push(tabId),
      async inject(tabId) {
        if (tabId === 66) throw new Error('Cannot access contents of the page');
        injected.push(tabId);
      },
    },
    alarms: {
      set: (name, inMs) => void alarms.set(name, clock + inMs),
      clear: (name) => void alarms.delete(name),
    },
    readSettings: async () => ({ ...defaultSettings, portal: mode }),
    now: () => clock,
  });
}

function entryOf(roleName: string, bulkId = 'bulk'): Activation {
  const ask = { minutes: 60, justification: 'x' };
  return newActivation({
    id: `${bulkId} ${roleName}`,
    bulkId,
    role: eligibility(roleName),
    ask,
    origin: 'page',
    at: clock,
  });
}

/** Writes the entry as the worker does, and then tells of it. */
async function settle(
  roleName: string,
  outcome: 'active' | 'failed' = 'active',
  bulkId = 'bulk',
  effect: Omit<Effect, 'since'> = { state: 'inEffect', settledAt: clock },
): Promise<void> {
  const entry: Activation = {
    ...entryOf(roleName, bulkId),
    state: outcome,
    settledAt: clock,
    ...(outcome === 'active' ? { effect: { since: clock, ...effect } } : {}),
  };
  await state.of(ada).journal.update((journal) => [...journal.filter(({ id }) => id !== entry.id), entry]);
  await portals.onSettled(ada, entry);
}

const prompts = () =>
  told.flatMap(({ tabId, message }) => (message.hoist === 'prompt' ? [{ tabId, ...message.prompt }] : []));

beforeEach(async () => {
  clock = 1_000_000;
  open = [
    { id: 1, discarded: false },
    { id: 2, discarded: false },
    { id: 3, discarded: true },
  ];
  mode = 'prompt';
  told = [];
  reloaded = [];
  injected = [];
  alarms = new Map();
  area = createMemoryStorage();
  startWorker();
  await state.session.write({ status: 'signedIn', account: ada });
});

describe('when a role becomes active', () => {
  it('every loaded portal tab is told, a discarded one is left alone', async () => {
    await settle('Owner');
    expect(prompts().map(({ tabId }) => tabId)).toEqual([1, 2]);
    expect(prompts()[0]).toMatchObject({
      bulkId: 'bulk',
      roles: [{ roleName: 'Owner', scopeName: 'IT' }],
      activeAt: clock,
    });
  });

  it('a later role of the same bulk is added to the same prompt', async () => {
    await settle('Owner');
    told = [];
    clock += 5_000;
    await settle('Reader');
    expect(prompts()[0]).toMatchObject({ bulkId: 'bulk', activeAt: clock });
    expect(prompts()[0]?.roles.map(({ roleName }) => roleName)).toEqual(['Owner', 'Reader']);
  });

  it('a failed role tells nobody anything', async () => {
    await settle('Owner', 'failed');
    expect(told).toEqual([]);
  });

  it('an outcome of another bulk brings no old prompt back', async () => {
    await settle('Owner');
    told = [];
    await settle('Reader', 'failed', 'another bulk');
    expect(told).toEqual([]);
  });

  it('nobody is told where the setting is off', async () => {
    mode = 'off';
    await settle('Owner');
    expect(told).toEqual([]);
    expect(await portals.onPortalReady({ tabId: 1 })).toBeNull();
  });

  it('a tab that asks later gets the prompt, from a new worker too', async () => {
    open = [];
    await settle('Owner');
    startWorker();
    expect(await portals.onPortalReady({ tabId: 9 })).toMatchObject({ bulkId: 'bulk', activeAt: clock });
  });

  it('a tab gets nothing when nobody is signed in', async () => {
    await settle('Owner');
    await state.session.write({ status: 'signedOut' });
    expect(await portals.onPortalReady({ tabId: 1 })).toBeNull();
  });
});

describe('while a role is active and not known to be in effect', () => {
  const waiting = { state: 'waiting' } as const;

  it('tabs are left alone for 90 seconds, and told by an alarm then, from a new worker too', async () => {
    await settle('Owner', 'active', 'bulk', waiting);
    expect(told).toEqual([]);
    expect(await portals.onPortalReady({ tabId: 1 })).toBeNull();
    expect(alarms.get(portalAlarm)).toBe(clock + 90_000);
    clock += 90_000;
    startWorker();
    await portals.goOn(ada);
    expect(prompts()).toEqual([
      expect.objectContaining({ tabId: 1, mayTakeMinutes: true }),
      expect.objectContaining({ tabId: 2, mayTakeMinutes: true }),
    ]);
  });

  it('they are told the same once, however often a worker wakes', async () => {
    await settle('Owner', 'active', 'bulk', waiting);
    clock += 90_000;
    await portals.goOn(ada);
    expect(prompts()).toHaveLength(2);
    clock += 1_000;
    startWorker();
    await portals.goOn(ada);
    expect(prompts()).toHaveLength(2);
  });

  it('they are told when it is, and once more those that have refreshed before', async () => {
    await settle('Owner', 'active', 'bulk', waiting);
    clock += 90_000;
    await portals.goOn(ada);
    await portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refresh' }, { tabId: 1 });
    await portals.onPortalAnswer({ bulkId: 'bulk', answer: 'later' }, { tabId: 2 });
    told = [];
    clock += 60_000;
    await state.of(ada).journal.update((journal) =>
      journal.map((entry) => ({
        ...entry,
        effect: { ...entry.effect!, state: 'inEffect', settledAt: clock },
      })),
    );
    await portals.goOn(ada);
    expect(prompts()).toEqual([expect.objectContaining({ tabId: 1, activeAt: clock })]);
    expect(prompts()[0]).not.toHaveProperty('mayTakeMinutes');
  });

  it('a role that ends meanwhile is told to nobody, and a prompt of it is taken away', async () => {
    await settle('Owner', 'active', 'bulk', waiting);
    clock += 90_000;
    await portals.goOn(ada);
    told = [];
    await state.of(ada).journal.write([]);
    await portals.goOn(ada);
    expect(told.map(({ message }) => message)).toEqual([
      { hoist: 'dismiss', bulkId: 'bulk' },
      { hoist: 'dismiss', bulkId: 'bulk' },
    ]);
    expect(await portals.onPortalReady({ tabId: 1 })).toBeNull();
  });
});

describe('what the person answers', () => {
  it('"Refresh" reloads that tab, and only that, and does not ask it again', async () => {
    await settle('Owner');
    await portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refresh' }, { tabId: 1 });
    expect(reloaded).toEqual([1]);
    startWorker();
    expect(await portals.onPortalReady({ tabId: 1 })).toBeNull();
    expect(await portals.onPortalReady({ tabId: 2 })).not.toBeNull();
  });

  it('"Later" reloads nothing and holds for the whole bulk', async () => {
    await settle('Owner');
    await portals.onPortalAnswer({ bulkId: 'bulk', answer: 'later' }, { tabId: 1 });
    told = [];
    await settle('Reader');
    expect(reloaded).toEqual([]);
    expect(prompts().map(({ tabId }) => tabId)).toEqual([2]);
  });

  it('"Refresh all" reloads the tab and has the other loaded ones reload themselves', async () => {
    await settle('Owner');
    told = [];
    await portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refreshAll' }, { tabId: 1 });
    expect(reloaded).toEqual([1]);
    expect(prompts()).toEqual([expect.objectContaining({ tabId: 2, bulkId: 'bulk', reload: 'now' })]);
  });

  it('to a prompt that another bulk has replaced, a refresh is kept to and nothing else happens', async () => {
    await settle('Owner', 'active', 'first');
    await settle('Reader', 'active', 'second');
    told = [];
    await portals.onPortalAnswer({ bulkId: 'first', answer: 'refreshAll' }, { tabId: 1 });
    expect(reloaded).toEqual([1]);
    expect(told).toEqual([]);
    expect(await state.store.item(portalNewsItem(accountKey(ada))).read()).toMatchObject({
      bulkId: 'second',
      answers: {},
    });
  });
});

describe('with the setting "reload"', () => {
  beforeEach(() => {
    mode = 'reload';
  });

  it('tabs are told once nothing of the bulk is on its way any more', async () => {
    await state.of(ada).journal.write([{ ...entryOf('Reader'), state: 'following' }]);
    await settle('Owner');
    expect(told).toEqual([]);
    expect(await portals.onPortalReady({ tabId: 1 })).toBeNull();
    await settle('Reader');
    expect(prompts().map(({ tabId, reload }) => [tabId, reload])).toEqual([
      [1, 'whenVisible'],
      [2, 'whenVisible'],
    ]);
  });

  it('a last role that fails lets them reload as well', async () => {
    await state.of(ada).journal.write([{ ...entryOf('Reader'), state: 'following' }]);
    await settle('Owner');
    await settle('Reader', 'failed');
    expect(prompts()).toHaveLength(2);
  });

  it('a tab that has reloaded is not told to do it again', async () => {
    await settle('Owner');
    await portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refresh' }, { tabId: 1 });
    expect(await portals.onPortalReady({ tabId: 1 })).toBeNull();
  });
});

describe("another tenant's tab", () => {
  const elsewhere = 'https://portal.azure.com/fab21ca0-7c2e-4b15-8d90-3e1f6a4b5c02';
  beforeEach(() => {
    open = [
      { id: 1, discarded: false, url: elsewhere },
      { id: 2, discarded: false, url: 'https://portal.azure.com/#home' },
      { id: 3, discarded: false, url: 'https://entra.microsoft.com/' },
    ];
  });

  it('is neither told nor answered', async () => {
    await settle('Owner');
    expect(prompts().map(({ tabId }) => tabId)).toEqual([2, 3]);
    expect(await portals.onPortalReady({ tabId: 1, url: elsewhere })).toBeNull();
    // The same tab, once it shows something else.
    expect(await portals.onPortalReady({ tabId: 1, url: 'https://portal.azure.com/' })).not.toBeNull();
  });

  it('is left alone by "Refresh all"', async () => {
    await settle('Owner');
    told = [];
    await portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refreshAll' }, { tabId: 2 });
    expect(reloaded).toEqual([2]);
    expect(prompts().map(({ tabId, reload }) => [tabId, reload])).toEqual([[3, 'now']]);
  });

  it('still has an old prompt taken away', async () => {
    await settle('Owner');
    told = [];
    await portals.withdraw(ada);
    expect(told.map(({ tabId }) => tabId)).toEqual([1, 2, 3]);
  });
});

it('when a tab was told to refresh is written down, for what it may be offered then', async () => {
  await settle('Owner');
  await portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refresh' }, { tabId: 1 });
  await portals.onPortalAnswer({ bulkId: 'bulk', answer: 'later' }, { tabId: 2 });
  const news = await state.store.item(portalNewsItem(accountKey(ada))).read();
  expect(news?.answers['1']).toMatchObject({ answer: 'refresh', refreshedAt: clock });
  expect(news?.answers['2']).not.toHaveProperty('refreshedAt');
});

describe('signing out', () => {
  it('takes the prompts away and forgets the news', async () => {
    await settle('Owner');
    told = [];
    await portals.withdraw(ada);
    expect(told.map(({ message }) => message)).toEqual([
      { hoist: 'dismiss', bulkId: 'bulk' },
      { hoist: 'dismiss', bulkId: 'bulk' },
    ]);
    expect(await portals.onPortalReady({ tabId: 1 })).toBeNull();
    expect(Object.keys(area.all()).filter((key) => key.startsWith('portalNews/'))).toEqual([]);
  });
});

describe('at install and update', () => {
  it('the script goes into loaded portal tabs; one that refuses it does not stop the others', async () => {
    open = [{ id: 66, discarded: false }, ...open];
    const failed = await portals.injectIntoOpenTabs();
    expect(injected).toEqual([1, 2]);
    expect(failed.map(({ tabId }) => tabId)).toEqual([66]);
  });
});
