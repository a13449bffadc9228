import { describe, expect, it, vi } from 'vitest';
import { createContextMenus, menuItemId } from '../../src/platform/menus.ts';

type FakeBrowser = Parameters<typeof createContextMenus>[0];
interface Item {
  id: string;
  title: string;
  enabled: boolean;
  contexts: string[];
  documentUrlPatterns?: string[];
}

/** The browser's menu: refuses an id that it has, and takes its time. */
function setUp() {
  const items = new Map<string, Item>();
  const click = { listener: undefined as ((info: { menuItemId: string | number }) => void) | undefined };
  const browser = {
    runtime: { lastError: undefined as { message: string } | undefined },
    contextMenus: {
      async removeAll() {
        await Promise.resolve();
        items.clear();
      },
      create(item: Item, done: () => void) {
        queueMicrotask(() => {
          if (items.has(item.id))
            browser.runtime.lastError = { message: `Cannot create item with duplicate id ${item.id}` };
          else items.set(item.id, item);
          done();
          browser.runtime.lastError = undefined;
        });
      },
      onClicked: {
        addListener: (listener: NonNullable<typeof click.listener>) => void (click.listener = listener),
      },
    },
  };
  return {
    menus: createContextMenus(browser as unknown as FakeBrowser),
    items: () => [...items.values()],
    click: (id: string | number) => click.listener?.({ menuItemId: id }),
  };
}

describe('the context menu', () => {
  it('has the item on the toolbar button, and on the pages of portals only', async () => {
    const { menus, items } = setUp();
    await menus.show({ enabled: true, title: 'Activate', token: 'owner' });
    expect(items().map(({ contexts }) => contexts)).toEqual([['action'], ['page']]);
    expect(items().map(({ title }) => title)).toEqual(['Activate', 'Activate']);
    expect(items()[0]).not.toHaveProperty('documentUrlPatterns');
    expect(items()[1]?.documentUrlPatterns).toContain('https://portal.azure.com/*');
  });

  it('explains itself on the button and stays away from pages while there is nothing to activate', async () => {
    const { menus, items } = setUp();
    await menus.show({ enabled: false, title: 'No role activated yet' });
    expect(items()).toEqual([expect.objectContaining({ contexts: ['action'], enabled: false })]);
  });

  it('is the same after being shown twice, also at once', async () => {
    const { menus, items } = setUp();
    await Promise.all(['a', 'a', 'b'].map((token) => menus.show({ enabled: true, title: token, token })));
    expect(items().map(({ id }) => id)).toEqual([menuItemId('action', 'b'), menuItemId('page', 'b')]);
  });

  it('shows names as they are', async () => {
    const { menus, items } = setUp();
    await menus.show({ enabled: true, title: 'R&D at 100%s', token: 'x' });
    // A doubled & is shown as one; the word joiner in %s is shown as nothing.
    expect(items()[0]?.title).toBe('R&&D at 100%\u2060s');
  });

  it('hands back what the clicked title named, from either place', () => {
    const { menus, click } = setUp();
    const clicked = vi.fn();
    menus.onClicked(clicked);
    click(menuItemId('action', 'public t o 480 azure|x|/a:b'));
    click(menuItemId('page', 'public t o 480 azure|x|/a:b'));
    click('foreign');
    click(3);
    expect(clicked.mock.calls).toEqual([['public t o 480 azure|x|/a:b'], ['public t o 480 azure|x|/a:b']]);
  });
});
