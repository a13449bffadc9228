import { beforeEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { portalNewsItem } from '../../src/platform/items.ts';
import { desk, entryOf, prompts, settle, setUp, startWorker } from './prompt-portals-rig.ts';
import { ada } from './simulated-worker.ts';

beforeEach(setUp);

describe('what the person answers', () => {
  it('"Refresh" reloads that tab, and only that, and does not ask it again', async () => {
    await settle('Owner');
    await desk.portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refresh' }, { tabId: 1 });
    expect(desk.reloaded).toEqual([1]);
    startWorker();
    expect(await desk.portals.onPortalReady({ tabId: 1 })).toBeNull();
    expect(await desk.portals.onPortalReady({ tabId: 2 })).not.toBeNull();
  });

  it('"Later" reloads nothing and holds for the whole bulk', async () => {
    await settle('Owner');
    await desk.portals.onPortalAnswer({ bulkId: 'bulk', answer: 'later' }, { tabId: 1 });
    desk.told = [];
    await settle('Reader');
    expect(desk.reloaded).toEqual([]);
    expect(prompts().map(({ tabId }) => tabId)).toEqual([2]);
  });

  it('"Refresh all" reloads the tab and has the other loaded ones reload themselves', async () => {
    await settle('Owner');
    desk.told = [];
    await desk.portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refreshAll' }, { tabId: 1 });
    expect(desk.reloaded).toEqual([1]);
    expect(prompts()).toEqual([expect.objectContaining({ tabId: 2, bulkId: 'bulk', reload: 'now' })]);
  });

  it('to a prompt that another bulk has replaced, a refresh is kept to and nothing else happens', async () => {
    await settle('Owner', 'active', 'first');
    await settle('Reader', 'active', 'second');
    desk.told = [];
    await desk.portals.onPortalAnswer({ bulkId: 'first', answer: 'refreshAll' }, { tabId: 1 });
    expect(desk.reloaded).toEqual([1]);
    expect(desk.told).toEqual([]);
    expect(await desk.state.store.item(portalNewsItem(accountKey(ada))).read()).toMatchObject({
      bulkId: 'second',
      answers: {},
    });
  });
});

describe('with the setting "reload"', () => {
  beforeEach(() => {
    desk.mode = 'reload';
  });

  it('tabs are told once nothing of the bulk is on its way any more', async () => {
    await desk.state.of(ada).journal.write([{ ...entryOf('Reader'), state: 'following' }]);
    await settle('Owner');
    expect(desk.told).toEqual([]);
    expect(await desk.portals.onPortalReady({ tabId: 1 })).toBeNull();
    await settle('Reader');
    expect(prompts().map(({ tabId, reload }) => [tabId, reload])).toEqual([
      [1, 'whenVisible'],
      [2, 'whenVisible'],
    ]);
  });

  it('a last role that fails lets them reload as well', async () => {
    await desk.state.of(ada).journal.write([{ ...entryOf('Reader'), state: 'following' }]);
    await settle('Owner');
    await settle('Reader', 'failed');
    expect(prompts()).toHaveLength(2);
  });

  it('a tab that has reloaded is not told to do it again', async () => {
    await settle('Owner');
    await desk.portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refresh' }, { tabId: 1 });
    expect(await desk.portals.onPortalReady({ tabId: 1 })).toBeNull();
  });
});

describe("another tenant's tab", () => {
  const elsewhere = 'https://portal.azure.com/fab21ca0-7c2e-4b15-8d90-3e1f6a4b5c02';
  beforeEach(() => {
    desk.open = [
      { id: 1, discarded: false, url: elsewhere },
      { id: 2, discarded: false, url: 'https://portal.azure.com/#home' },
      { id: 3, discarded: false, url: 'https://entra.microsoft.com/' },
    ];
  });

  it('is neither told nor answered', async () => {
    await settle('Owner');
    expect(prompts().map(({ tabId }) => tabId)).toEqual([2, 3]);
    expect(await desk.portals.onPortalReady({ tabId: 1, url: elsewhere })).toBeNull();
    // The same tab, once it shows something else.
    expect(await desk.portals.onPortalReady({ tabId: 1, url: 'https://portal.azure.com/' })).not.toBeNull();
  });

  it('is left alone by "Refresh all"', async () => {
    await settle('Owner');
    desk.told = [];
    await desk.portals.onPortalAnswer({ bulkId: 'bulk', answer: 'refreshAll' }, { tabId: 2 });
    expect(desk.reloaded).toEqual([2]);
    expect(prompts().map(({ tabId, reload }) => [tabId, reload])).toEqual([[3, 'now']]);
  });

  it('still has an old prompt taken away', async () => {
    await settle('Owner');
    desk.told = [];
    await desk.portals.withdraw(ada);
    expect(desk.told.map(({ tabId }) => tabId)).toEqual([1, 2, 3]);
  });
});

describe('signing out', () => {
  it('takes the prompts away and forgets the news', async () => {
    await settle('Owner');
    desk.told = [];
    await desk.portals.withdraw(ada);
    expect(desk.told.map(({ message }) => message)).toEqual([
      { hoist: 'dismiss', bulkId: 'bulk' },
      { hoist: 'dismiss', bulkId: 'bulk' },
    ]);
    expect(await desk.portals.onPortalReady({ tabId: 1 })).toBeNull();
    expect(Object.keys(desk.area.all()).filter((key) => key.startsWith('portalNews/'))).toEqual([]);
  });
});

describe('at install and update', () => {
  it('the script goes into loaded portal tabs; one that refuses it does not stop the others', async () => {
    desk.open = [{ id: 66, discarded: false }, ...desk.open];
    const failed = await desk.portals.injectIntoOpenTabs();
    expect(desk.injected).toEqual([1, 2]);
    expect(failed.map(({ tabId }) => tabId)).toEqual([66]);
  });
});
