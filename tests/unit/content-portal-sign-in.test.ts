// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PortalSignInOffer } from '../../src/domain/portal-sign-in.ts';
import { loadedAt, look, openPage, page, promptOf, settled, start } from './portal-tab-rig.ts';

beforeEach(openPage);

afterEach(() => {
  page.tab.stop();
  vi.restoreAllMocks();
});

describe('the offer to sign in to the portal again', () => {
  const offer: PortalSignInOffer = { bulkId: 'bulk', refreshedAt: loadedAt, path: '/signin?return=' };

  it('is shown in the page that was loaded by the refresh, not in the one before it', async () => {
    page.extension.signIn = { ...offer, refreshedAt: loadedAt + 1 };
    await start();
    expect(page.offered).toBeUndefined();
    page.extension.signIn = offer;
    await look('visible');
    expect(page.offered).toBeDefined();
  });

  it('gives way to a prompt, and goes when the worker has none any more', async () => {
    page.extension.signIn = offer;
    await start(promptOf());
    expect(page.offered).toBeUndefined();
    page.extension.prompt = null;
    await look('visible');
    expect(page.offered).toBeDefined();
    page.extension.signIn = null;
    await look('visible');
    expect(page.offered).toBeUndefined();
  });

  it('leads to the sign-in and tells it the place of the page, after the worker knows', async () => {
    page.extension.signIn = offer;
    history.replaceState(null, '', '/x?a=b#@contoso.com/resource/y');
    await start();
    page.offered?.('signIn');
    await settled();
    expect(page.done).toEqual([
      'portalReady',
      'portalSignInAnswer',
      'go to /signin?return=%2Fx%3Fa%3Db%23%40contoso.com%2Fresource%2Fy',
    ]);
    expect(page.offered).toBeUndefined();
  });

  it('leads there without the worker too', async () => {
    page.extension.signIn = offer;
    await start();
    page.extension.unreachable = true;
    page.offered?.('signIn');
    await settled();
    expect(page.done.at(-1)).toMatch(/^go to \/signin/);
  });

  it('leads nowhere when it is dismissed, and the worker is told', async () => {
    page.extension.signIn = offer;
    await start();
    page.offered?.('dismiss');
    await settled();
    expect(page.done).toEqual(['portalReady', 'portalSignInAnswer']);
    expect(page.offered).toBeUndefined();
  });
});
