import { describe, expect, it, vi } from 'vitest';
import { createPortalTabs } from '../../src/platform/tabs.ts';

type FakeBrowser = Parameters<typeof createPortalTabs>[0];

function setUp({
  sendMessage = async () => true,
  reload = async () => undefined,
  scripts = ['portal.js'],
}: {
  sendMessage?: () => Promise<unknown>;
  reload?: () => Promise<void>;
  scripts?: string[];
} = {}) {
  const onError = vi.fn();
  const tabs = {
    query: vi.fn(async () => [
      { id: 4, discarded: true },
      { id: 5, url: 'https://portal.azure.com/#home' },
      {},
    ]),
    sendMessage: vi.fn(sendMessage),
    reload: vi.fn(reload),
  };
  const scripting = { executeScript: vi.fn(async () => []) };
  const runtime = { getManifest: () => ({ content_scripts: [{ js: scripts }] }) };
  const browser = { tabs, scripting, runtime } as unknown as FakeBrowser;
  return { portalTabs: createPortalTabs(browser, onError), tabs, scripting, onError };
}

/** What a promise chain that nobody waits for has done by now. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const prompt = { hoist: 'dismiss', bulkId: 'b' } as const;

describe('portal tabs', () => {
  it('are asked for by their addresses, and those without an id left out', async () => {
    const { portalTabs, tabs } = setUp();
    expect(await portalTabs.list()).toEqual([
      { id: 4, discarded: true },
      { id: 5, discarded: false, url: 'https://portal.azure.com/#home' },
    ]);
    expect(tabs.query).toHaveBeenCalledWith({ url: expect.arrayContaining(['https://portal.azure.com/*']) });
  });

  it('hear messages in their own page, never in its frames', () => {
    const { portalTabs, tabs } = setUp();
    portalTabs.tell(5, prompt);
    expect(tabs.sendMessage).toHaveBeenCalledWith(5, prompt, { frameId: 0 });
  });

  it.each([
    'Could not establish connection. Receiving end does not exist.',
    'No tab with id: 5.',
    'Invalid tab ID: 5',
    'The message port closed before a response was received.',
    'The page keeping the extension port is moved into back/forward cache, so the message channel is closed.',
  ])('where nobody is there it is no error: %s', async (message) => {
    const fail = async () => Promise.reject(new Error(message));
    const { portalTabs, onError } = setUp({ sendMessage: fail, reload: fail });
    portalTabs.tell(5, prompt);
    await portalTabs.reload(5);
    await settled();
    expect(onError).not.toHaveBeenCalled();
  });

  it('any other error is told', async () => {
    const error = new Error('Could not serialize message.');
    const fail = async () => Promise.reject(error);
    const { portalTabs, onError } = setUp({ sendMessage: fail, reload: fail });
    portalTabs.tell(5, prompt);
    await settled();
    expect(onError).toHaveBeenCalledWith(error);
    await expect(portalTabs.reload(5)).rejects.toBe(error);
  });

  it("get the manifest's own content script, which the build has renamed", async () => {
    const { portalTabs, scripting } = setUp({ scripts: ['src/content/portal.iife.js'] });
    await portalTabs.inject(5);
    const target = { tabId: 5, frameIds: [0] };
    expect(scripting.executeScript).toHaveBeenCalledWith({ target, files: ['src/content/portal.iife.js'] });
    await expect(setUp({ scripts: [] }).portalTabs.inject(5)).rejects.toThrow('no content script');
  });
});
