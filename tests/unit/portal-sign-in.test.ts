import { beforeEach, describe, expect, it } from 'vitest';
import {
  createOfferPortalSignIn,
  type OfferPortalSignIn,
} from '../../src/background/use-cases/offer-portal-sign-in.ts';
import { createWorkerState, type WorkerState } from '../../src/background/worker-state.ts';
import { type Account, accountKey } from '../../src/domain/account.ts';
import { portalMatchPatterns, withActiveRole, withAnswer } from '../../src/domain/portal.ts';
import { signInPathAt, withRefreshAt } from '../../src/domain/portal-sign-in.ts';
import { defaultSettings, type PortalMode } from '../../src/domain/settings.ts';
import { portalNewsItem } from '../../src/platform/items.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { role } from './portal-role.ts';

const minutes = 60_000;
const ada: Account = {
  cloud: 'public',
  objectId: 'ada',
  tenantId: 'c0570500-1d4f-4e7a-9a3b-5b0a7c1e2d01',
  homeAccountId: 'ada.c0570500-1d4f-4e7a-9a3b-5b0a7c1e2d01',
  username: 'ada@contoso.com',
  name: 'Ada',
};
const tab = { tabId: 7, url: 'https://portal.azure.com/#home' };

let clock: number;
let mode: PortalMode;
let area: ReturnType<typeof createMemoryStorage>;
let state: WorkerState;
let offers: OfferPortalSignIn;

function startWorker(): void {
  state = createWorkerState(createItemStore(area));
  offers = createOfferPortalSignIn({
    state,
    readSettings: async () => ({ ...defaultSettings, portal: mode }),
    now: () => clock,
  });
}

const news = () => state.store.item(portalNewsItem(accountKey(ada)));
/** What the worker writes when the tab answers; by then `names` are active. */
async function answer(given: 'refresh' | 'later', ...names: string[]): Promise<void> {
  await news().update((before) => {
    let after = before;
    for (const name of names) after = withActiveRole(after, 'bulk', role(name), clock);
    return withRefreshAt(withAnswer(after!, tab.tabId, given), tab.tabId, clock);
  });
}

beforeEach(async () => {
  clock = 1_000_000;
  mode = 'prompt';
  area = createMemoryStorage();
  startWorker();
  await state.session.write({ status: 'signedIn', account: ada });
});

describe('the place to sign in', () => {
  it('is known for every portal', () => {
    for (const pattern of portalMatchPatterns)
      expect(signInPathAt(pattern.replaceAll('*', 'x')), pattern).toMatch(/^\/[^/]/);
    expect(signInPathAt('https://example.org/')).toBeUndefined();
    expect(signInPathAt('no address')).toBeUndefined();
  });
});

describe('a tab that was refreshed', () => {
  beforeEach(() => answer('refresh', 'Owner'));

  it('is offered to sign in again, by a new worker too', async () => {
    startWorker();
    expect(await offers.offerFor(tab)).toEqual({
      bulkId: 'bulk',
      refreshedAt: clock,
      path: '/signin?return=',
    });
  });

  it('is not offered it any more ten minutes later', async () => {
    const refreshed = clock;
    clock = refreshed + 10 * minutes;
    expect(await offers.offerFor(tab)).not.toBeNull();
    clock += 1;
    expect(await offers.offerFor(tab)).toBeNull();
  });

  it('is offered it once: not again for the same bulk, though another role of it asks for another refresh', async () => {
    await offers.onAnswered({ bulkId: 'bulk' }, tab);
    startWorker();
    expect(await offers.offerFor(tab)).toBeNull();
    await answer('refresh', 'Reader');
    expect(await offers.offerFor(tab)).toBeNull();
  });

  it('is offered it again for another bulk', async () => {
    await offers.onAnswered({ bulkId: 'bulk' }, tab);
    await news().update(() =>
      withRefreshAt(
        withAnswer(withActiveRole(null, 'next', role('Reader'), clock), tab.tabId, 'refresh'),
        tab.tabId,
        clock,
      ),
    );
    await offers.onAnswered({ bulkId: 'bulk' }, tab);
    expect(await offers.offerFor(tab)).toMatchObject({ bulkId: 'next' });
  });

  it.each([
    ['has another tab', { tabId: 8, url: tab.url }],
    ['has no address', { tabId: 7 }],
    ['shows no portal', { tabId: 7, url: 'https://example.org/' }],
    [
      'shows another tenant',
      { tabId: 7, url: 'https://portal.azure.com/fab21ca0-7c2e-4b15-8d90-3e1f6a4b5c02' },
    ],
    ['has no tab', { url: tab.url }],
  ])('is not offered it where the sender %s', async (_, sender) => {
    expect(await offers.offerFor(sender)).toBeNull();
  });

  it.each(['reload', 'off'] as const)('is not offered it with the setting "%s"', async (setting) => {
    mode = setting;
    expect(await offers.offerFor(tab)).toBeNull();
  });

  it('is not offered it when nobody is signed in', async () => {
    await state.session.write({ status: 'signedOut' });
    expect(await offers.offerFor(tab)).toBeNull();
    await offers.onAnswered({ bulkId: 'bulk' }, tab);
  });
});

it('a tab that was put off, or not asked, is not offered it', async () => {
  expect(await offers.offerFor(tab)).toBeNull();
  await answer('later', 'Owner');
  expect(await offers.offerFor(tab)).toBeNull();
  await answer('refresh');
  await answer('later', 'Reader');
  expect(await offers.offerFor(tab)).toBeNull();
});
