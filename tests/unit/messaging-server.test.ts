import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { createMessageServer, type Handlers, type Sender } from '../../src/messaging/server.ts';

const extensionId = 'efpjjpodlkkajmkjpljlpnnbpajdcbnc';
const extensionOrigin = `chrome-extension://${extensionId}`;
const popup: Sender = {
  id: extensionId,
  origin: extensionOrigin,
  url: `${extensionOrigin}/src/popup/index.html`,
};
const portal: Sender = {
  id: extensionId,
  origin: 'https://portal.azure.com',
  url: 'https://portal.azure.com/#home',
  tabId: 3,
  frameId: 0,
};

function serve() {
  const called: { command: string; args: unknown }[] = [];
  const handlers = new Proxy({} as Handlers, {
    get: (_, command: string) => (args: unknown) => {
      called.push({ command, args });
      if (command === 'signOut') return Promise.reject(new FailureError({ kind: 'offline' }));
      return Promise.resolve(undefined);
    },
  });
  const isPortal = (url: string) => url.startsWith('https://portal.azure.com/');
  return { called, ask: createMessageServer({ extensionId, extensionOrigin, isPortal, handlers }) };
}

describe('the worker’s door', () => {
  it('lets a page call its commands with arguments that parse', async () => {
    const { ask, called } = serve();
    expect(await ask({ command: 'signIn', args: {} }, popup)).toEqual({ ok: true, result: undefined });
    expect(called).toEqual([{ command: 'signIn', args: {} }]);
  });

  it('knows a page of Firefox, which tells no origin, by its address', async () => {
    const { ask } = serve();
    const { origin: _, ...silent } = popup;
    expect(await ask({ command: 'signIn', args: {} }, silent)).toMatchObject({ ok: true });
  });

  it.each<[string, Sender]>([
    ['another extension', { ...popup, id: 'somebodyelse' }],
    ['a web page', { ...popup, origin: 'https://example.com', url: 'https://example.com/' }],
    ['our script in a portal page', portal],
    ['nobody', {}],
  ])('refuses a page command from %s', async (_, sender) => {
    const { ask, called } = serve();
    expect(await ask({ command: 'signIn', args: {} }, sender)).toMatchObject({ ok: false });
    expect(called).toEqual([]);
  });

  it('lets the portal prompt send its three messages and nothing else', async () => {
    const { ask, called } = serve();
    expect(await ask({ command: 'portalReady', args: {} }, portal)).toMatchObject({ ok: true });
    expect(
      await ask({ command: 'portalAnswer', args: { bulkId: 'b', answer: 'later' } }, portal),
    ).toMatchObject({
      ok: true,
    });
    const answered = { command: 'portalSignInAnswer', args: { bulkId: 'b' } };
    expect(await ask(answered, portal)).toMatchObject({ ok: true });
    for (const command of ['signIn', 'signOut', 'activate', 'saveSettings', 'refreshRoles', 'readPolicies']) {
      expect(await ask({ command, args: {} }, portal)).toMatchObject({ ok: false });
    }
    expect(called.map((call) => call.command)).toEqual(['portalReady', 'portalAnswer', 'portalSignInAnswer']);
  });

  it.each<[string, Sender]>([
    ['a frame', { ...portal, frameId: 4 }],
    ['a tab that is no portal', { ...portal, url: 'https://portal.azure.com.example.com/' }],
    ['no tab', { ...portal, tabId: undefined }],
  ])('refuses the portal prompt’s messages from %s', async (_, sender) => {
    expect(await serve().ask({ command: 'portalReady', args: {} }, sender)).toMatchObject({ ok: false });
  });

  it.each([
    ['no message', undefined],
    ['a text', 'signIn'],
    ['an unknown command', { command: 'giveMeTheToken', args: {} }],
    ['a command named like a member of every object', { command: 'constructor', args: {} }],
    ['arguments that are missing', { command: 'readPolicies', args: {} }],
    ['arguments that nobody asked for', { command: 'signIn', args: { tenant: 'x' } }],
    ['a key that is none', { command: 'readPolicies', args: { keys: ['x'] } }],
    [
      'an activation of nothing',
      { command: 'activate', args: { bulkId: crypto.randomUUID(), requests: [] } },
    ],
  ])('refuses %s', async (_, message) => {
    const { ask, called } = serve();
    expect(await ask(message, popup)).toMatchObject({ ok: false, failure: { kind: 'internal' } });
    expect(called).toEqual([]);
  });

  it('answers with the failure of a handler', async () => {
    expect(await serve().ask({ command: 'signOut', args: {} }, popup)).toEqual({
      ok: false,
      failure: { kind: 'offline' },
    });
  });
});
