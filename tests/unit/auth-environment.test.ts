import { describe, expect, it } from 'vitest';
import { prepareEnvironment, type Scope } from '../../src/auth/environment.ts';
import { createSessionCache } from '../../src/auth/session-cache.ts';

const pageUrl = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
const area = { get: async () => ({}), set: async () => undefined, remove: async () => undefined };

describe('environment of MSAL', () => {
  it('gives a bare worker what MSAL looks for', () => {
    const scope: Scope = {};
    const { storage } = createSessionCache(area);
    prepareEnvironment(scope, { storage, pageUrl });
    expect(scope['window']).toBe(scope);
    expect(scope['parent']).toBe(scope);
    expect(scope['top']).toBe(scope);
    expect(scope['sessionStorage']).toBe(storage);
    expect((scope['location'] as URL).href).toBe(pageUrl);
    expect((scope['document'] as Scope)['cookie']).toBe('');
    expect(scope['addEventListener']).toBeTypeOf('function');
  });

  it('leaves a background page its own, all but the cache', () => {
    const document = { title: 'Hoist', cookie: 'a=b' };
    const location = { href: 'moz-extension://x/background.html' };
    const scope: Scope = { document, location, parent: 'mine', sessionStorage: 'the page’s own' };
    const { storage } = createSessionCache(area);
    prepareEnvironment(scope, { storage, pageUrl });
    expect(scope['document']).toBe(document);
    expect(document).toMatchObject({ title: 'Hoist', cookie: 'a=b', visibilityState: 'hidden' });
    expect(scope['location']).toBe(location);
    expect(scope['parent']).toBe('mine');
    expect(scope['sessionStorage']).toBe(storage);
  });

  it('replaces the cache of a page whose sessionStorage is an accessor', () => {
    const scope: Scope = {};
    Object.defineProperty(scope, 'sessionStorage', { get: () => 'native', configurable: true });
    const { storage } = createSessionCache(area);
    prepareEnvironment(scope, { storage, pageUrl });
    expect(scope['sessionStorage']).toBe(storage);
  });
});
