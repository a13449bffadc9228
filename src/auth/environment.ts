/**
 * The little of a page that MSAL looks for before it works: a service worker has none of it, a Firefox background
 * page nearly all. Only what is missing is filled in; the cache alone always replaces what is there, because a
 * page's own `sessionStorage` ends with the page.
 */
import type { CacheStorage } from './session-cache.ts';

/** An object to make over, `globalThis` outside tests. */
export type Scope = Record<string, unknown>;

/**
 * One a context: MSAL reads `window.sessionStorage` anew at every access, so the last call decides.
 * @param pageUrl stands for the address of the page where there is none
 */
export function prepareEnvironment(scope: Scope, options: { storage: CacheStorage; pageUrl: string }): void {
  const nothing = (): void => undefined;
  const fill = (target: Scope, name: string, value: unknown): void => {
    if (target[name] === undefined) {
      Object.defineProperty(target, name, { value, writable: true, configurable: true });
    }
  };
  fill(scope, 'window', scope);
  fill(scope, 'parent', scope);
  fill(scope, 'top', scope);
  fill(scope, 'addEventListener', nothing);
  fill(scope, 'removeEventListener', nothing);
  fill(scope, 'location', new URL(options.pageUrl));
  fill(scope, 'document', {});
  const document = scope['document'] as Scope;
  fill(document, 'addEventListener', nothing);
  fill(document, 'removeEventListener', nothing);
  fill(document, 'title', '');
  fill(document, 'cookie', '');
  fill(document, 'visibilityState', 'hidden');
  fill(document, 'URL', options.pageUrl);
  Object.defineProperty(scope, 'sessionStorage', {
    value: options.storage,
    configurable: true,
    writable: true,
  });
}
