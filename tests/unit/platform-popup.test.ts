import { beforeEach, describe, expect, it } from 'vitest';
import { lastRoleCommand, onLastRoleCommand } from '../../src/platform/commands.ts';
import { createPopupControl, type PopupBrowser } from '../../src/platform/popup.ts';
import manifest from '../../manifest.json' with { type: 'json' };

const page = 'chrome-extension://hoist/src/popup/index.html';

/** Pages that are open, and what was asked of the browser. */
let open: { contextType: string; documentUrl: string }[];
let did: unknown[];
let refuses: boolean;

beforeEach(() => {
  open = [];
  did = [];
  refuses = false;
});

const shared = (): Omit<PopupBrowser, 'runtime'> => ({
  action: {
    async openPopup() {
      if (refuses) throw new Error('openPopup requires a user gesture');
      did.push('popup');
    },
  },
  windows: {
    create: async (properties) => void did.push(properties),
    update: async (windowId, { focused }) => void did.push({ windowId, focused }),
  },
  tabs: {
    query: async () =>
      open
        .filter(({ contextType }) => contextType === 'TAB')
        .map(({ documentUrl }) => ({ url: documentUrl, windowId: 7 })),
  },
});
const getURL = (path: string) => `chrome-extension://hoist/${path}`;

const browsers: [string, () => PopupBrowser][] = [
  [
    'a browser that tells contexts',
    () => ({
      ...shared(),
      runtime: {
        getURL,
        getContexts: async ({ contextTypes }) =>
          open.filter(({ contextType }) => contextTypes.includes(contextType)),
      },
    }),
  ],
  [
    'a browser that tells views',
    () => ({
      ...shared(),
      runtime: { getURL },
      extension: {
        getViews: (filter) =>
          open
            .filter(({ contextType }) => !filter || contextType === 'POPUP')
            .map(({ documentUrl }) => ({ location: { href: documentUrl } })),
      },
    }),
  ],
];

describe.each(browsers)('the popup of %s', (_, browser) => {
  it('is opened in its place', async () => {
    await createPopupControl(browser()).open();
    expect(did).toEqual(['popup']);
  });

  it('is shown in a small window where the browser wants another gesture', async () => {
    refuses = true;
    await createPopupControl(browser()).open();
    expect(did).toEqual([{ url: page, type: 'popup', width: 416, height: 640 }]);
  });

  it('is left alone where it is open, and its window brought to the front', async () => {
    open = [{ contextType: 'POPUP', documentUrl: page }];
    await createPopupControl(browser()).open();
    expect(did).toEqual([]);
    open = [{ contextType: 'TAB', documentUrl: page }];
    await createPopupControl(browser()).open();
    expect(did).toEqual([{ windowId: 7, focused: true }]);
  });

  it('is known to be open, in its place or in a window; another page of ours is not it', async () => {
    const control = createPopupControl(browser());
    open = [{ contextType: 'TAB', documentUrl: getURL('src/options/index.html') }];
    expect(await control.isOpen()).toBe(false);
    for (const contextType of ['POPUP', 'TAB']) {
      open = [{ contextType, documentUrl: page }];
      expect(await control.isOpen()).toBe(true);
    }
  });
});

it('the keyboard command is the one that the manifest names, and no other', () => {
  expect(Object.keys(manifest.commands)).toContain(lastRoleCommand);
  let pressed = 0;
  let press = (_name: string): void => undefined;
  const onCommand = { addListener: (listener: typeof press) => void (press = listener) };
  onLastRoleCommand({ commands: { onCommand } } as never, () => void (pressed += 1));
  press('another');
  expect(pressed).toBe(0);
  press(lastRoleCommand);
  expect(pressed).toBe(1);
});
