/** Portal tabs, and the use case that prompts them. */
import { createPromptPortals, type PromptPortals } from '../../src/background/use-cases/prompt-portals.ts';
import { createWorkerState, type WorkerState } from '../../src/background/worker-state.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import type { Effect } from '../../src/domain/effect.ts';
import type { PortalTabMessage } from '../../src/domain/portal.ts';
import { type Eligibility, roleKey } from '../../src/domain/role.ts';
import { defaultSettings, type PortalMode } from '../../src/domain/settings.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { PortalTab } from '../../src/platform/tabs.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { ada } from './simulated-worker.ts';

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

/** The world of the present test. */
interface Desk {
  clock: number;
  open: PortalTab[];
  mode: PortalMode;
  told: { tabId: number; message: PortalTabMessage }[];
  reloaded: number[];
  injected: number[];
  alarms: Map<string, number>;
  area: ReturnType<typeof createMemoryStorage>;
  state: WorkerState;
  portals: PromptPortals;
}

export const desk = {} as Desk;

/** A worker over the same storage, as after the one before it was stopped. */
export function startWorker(): void {
  desk.state = createWorkerState(createItemStore(desk.area));
  desk.portals = createPromptPortals({
    state: desk.state,
    tabs: {
      list: async () => desk.open,
      tell: (tabId, message) => void desk.told.push({ tabId, message }),
      reload: async (tabId) => void desk.reloaded.push(tabId),
      async inject(tabId) {
        if (tabId === 66) throw new Error('Cannot access contents of the page');
        desk.injected.push(tabId);
      },
    },
    alarms: {
      set: (name, inMs) => void desk.alarms.set(name, desk.clock + inMs),
      clear: (name) => void desk.alarms.delete(name),
    },
    readSettings: async () => ({ ...defaultSettings, portal: desk.mode }),
    now: () => desk.clock,
  });
}

export function entryOf(roleName: string, bulkId = 'bulk'): Activation {
  const ask = { minutes: 60, justification: 'x' };
  return newActivation({
    id: `${bulkId} ${roleName}`,
    bulkId,
    role: eligibility(roleName),
    ask,
    origin: 'page',
    at: desk.clock,
  });
}

/** Writes the entry as the worker does, and then tells of it. */
export async function settle(
  roleName: string,
  outcome: 'active' | 'failed' = 'active',
  bulkId = 'bulk',
  effect: Omit<Effect, 'since'> = { state: 'inEffect', settledAt: desk.clock },
): Promise<void> {
  const entry: Activation = {
    ...entryOf(roleName, bulkId),
    state: outcome,
    settledAt: desk.clock,
    ...(outcome === 'active' ? { effect: { since: desk.clock, ...effect } } : {}),
  };
  await desk.state
    .of(ada)
    .journal.update((journal) => [...journal.filter(({ id }) => id !== entry.id), entry]);
  await desk.portals.onSettled(ada, entry);
}

export const prompts = () =>
  desk.told.flatMap(({ tabId, message }) =>
    message.hoist === 'prompt' ? [{ tabId, ...message.prompt }] : [],
  );

export async function setUp(): Promise<void> {
  desk.clock = 1_000_000;
  desk.open = [
    { id: 1, discarded: false },
    { id: 2, discarded: false },
    { id: 3, discarded: true },
  ];
  desk.mode = 'prompt';
  desk.told = [];
  desk.reloaded = [];
  desk.injected = [];
  desk.alarms = new Map();
  desk.area = createMemoryStorage();
  startWorker();
  await desk.state.session.write({ status: 'signedIn', account: ada });
}
