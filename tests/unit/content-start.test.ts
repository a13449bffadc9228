// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const script = '../../src/content/portal.iife.ts';
const sendMessage = vi.fn(async () => ({ ok: true, result: { prompt: null } }));
const listeners = new Set<unknown>();
let runs = 0;

/** Runs the content script once more in the same page, as an injection does. */
const inject = () => import(/* @vite-ignore */ `${script}?run=${++runs}`);

function extensionApi() {
  return {
    runtime: {
      id: 'hoist' as string | undefined,
      sendMessage,
      onMessage: {
        addListener: (listener: unknown) => listeners.add(listener),
        removeListener: (listener: unknown) => listeners.delete(listener),
      },
    },
    i18n: { getMessage: (key: string) => key, getUILanguage: () => 'en' },
    dom: { openOrClosedShadowRoot: (element: Element) => element.shadowRoot },
  };
}

let api: ReturnType<typeof extensionApi>;

beforeEach(() => {
  sendMessage.mockClear();
  listeners.clear();
  api = extensionApi();
  vi.stubGlobal('chrome', api);
});
afterEach(() => {
  globalThis.hoistPortalTab?.stop();
  globalThis.hoistPortalTab = undefined;
  vi.unstubAllGlobals();
});

describe('the content script', () => {
  it('asks once, however often it is injected', async () => {
    await inject();
    await inject();
    expect(sendMessage.mock.calls).toEqual([[{ command: 'portalReady', args: {} }]]);
    expect(listeners.size).toBe(1);
  });

  it('adds nothing to the page', async () => {
    const before = document.documentElement.outerHTML;
    await inject();
    expect(document.documentElement.outerHTML).toBe(before);
  });

  it('takes the place of one whose extension is gone', async () => {
    await inject();
    api.runtime.id = undefined;
    vi.stubGlobal('chrome', extensionApi());
    await inject();
    expect(sendMessage).toHaveBeenCalledTimes(2);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(sendMessage).toHaveBeenCalledTimes(3);
  });
});
