import { describe, expect, it, vi } from 'vitest';
import { createPortalRuntime } from '../../src/content/runtime.ts';

type Api = typeof chrome;
const root = { mode: 'closed' } as ShadowRoot;

function apiWith(more: object): Api {
  return { runtime: { id: 'hoist' }, i18n: { getUILanguage: () => 'en' }, ...more } as unknown as Api;
}

describe('the seam to the browser', () => {
  it('knows that the extension is gone by its id, or by an API that is gone with it', () => {
    expect(createPortalRuntime(apiWith({})).isAlive()).toBe(true);
    expect(createPortalRuntime(apiWith({ runtime: {} })).isAlive()).toBe(false);
    expect(createPortalRuntime(apiWith({ runtime: undefined })).isAlive()).toBe(false);
    const invalidated = {
      get id(): string {
        throw new Error('Extension context invalidated.');
      },
    };
    expect(createPortalRuntime(apiWith({ runtime: invalidated })).isAlive()).toBe(false);
  });

  it("sends a command as the worker's door expects it, and hands on only what was granted", async () => {
    const sendMessage = vi.fn(async () => ({ ok: true, result: { prompt: null } }) as unknown);
    const runtime = createPortalRuntime(apiWith({ runtime: { id: 'hoist', sendMessage } }));
    expect(await runtime.send('portalReady', {})).toEqual({ result: { prompt: null } });
    expect(sendMessage).toHaveBeenCalledWith({ command: 'portalReady', args: {} });
    sendMessage.mockResolvedValueOnce({ ok: false, failure: { kind: 'internal' } });
    expect(await runtime.send('portalReady', {})).toBeUndefined();
    sendMessage.mockResolvedValueOnce(undefined);
    expect(await runtime.send('portalReady', {})).toBeUndefined();
  });

  it('answers the worker at once', () => {
    const heard: ((message: unknown, sender: unknown, respond: (answer: unknown) => void) => void)[] = [];
    const onMessage = { addListener: (each: (typeof heard)[0]) => heard.push(each), removeListener: vi.fn() };
    const runtime = createPortalRuntime(apiWith({ runtime: { id: 'hoist', onMessage } }));
    const listener = vi.fn();
    const stop = runtime.onMessage(listener);
    const respond = vi.fn();
    heard[0]?.('hello', {}, respond);
    expect(listener).toHaveBeenCalledWith('hello');
    expect(respond).toHaveBeenCalledTimes(1);
    stop();
    expect(onMessage.removeListener).toHaveBeenCalledWith(heard[0]);
  });

  it('sees into closed shadow roots in Chromium and in Firefox, and into open ones without either', () => {
    const dom = { openOrClosedShadowRoot: () => root };
    expect(createPortalRuntime(apiWith({ dom })).shadowRootOf({ shadowRoot: null } as Element)).toBe(root);
    const inFirefox = { shadowRoot: null, openOrClosedShadowRoot: root } as unknown as Element;
    expect(createPortalRuntime(apiWith({})).shadowRootOf(inFirefox)).toBe(root);
    expect(createPortalRuntime(apiWith({})).shadowRootOf({ shadowRoot: root } as unknown as Element)).toBe(
      root,
    );
  });
});
