import type { NavigationOptions } from '@azure/msal-browser';
import { describe, expect, it, vi } from 'vitest';
import type { LaunchWebAuthFlow } from '../../src/platform/sign-in-window.ts';
import { createWebAuthNavigation } from '../../src/auth/web-auth.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { context } from './auth-context.ts';

const url = 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize';
const navigation = { apiId: 861, timeout: 1, noHistory: false } as NavigationOptions;

function setUp(launch: LaunchWebAuthFlow, interactive: boolean) {
  const life = new AbortController();
  const webAuth = createWebAuthNavigation(launch, life.signal);
  webAuth.prepare({ interactive, context });
  return { life, webAuth, go: () => webAuth.client.navigateExternal(url, navigation) };
}

const failureOfFlow = async (message: string, interactive: boolean) => {
  const { go } = setUp(() => Promise.reject(new Error(message)), interactive);
  const thrown = await go().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(FailureError);
  return (thrown as FailureError).failure;
};

describe('web-auth navigation', () => {
  it('hands the fragment of the answer on', async () => {
    const launch = vi.fn<LaunchWebAuthFlow>(async () => `${context.redirectUri}#code=1&state=2`);
    const { webAuth, go } = setUp(launch, true);
    await go();
    expect(webAuth.answer()).toBe('#code=1&state=2');
    expect(launch).toHaveBeenCalledExactlyOnceWith(url, { interactive: true });
  });

  it('gives a flow without the person a time, and the person none', async () => {
    const launch = vi.fn<LaunchWebAuthFlow>(async () => `${context.redirectUri}#code=1`);
    await setUp(launch, false).go();
    expect(launch.mock.calls[0]![1]).toEqual({ interactive: false, timeoutMs: 15_000 });
  });

  it('does not take the answer to an earlier flow for one to this', async () => {
    const { webAuth, go } = setUp(async () => `${context.redirectUri}#code=1`, true);
    await go();
    webAuth.prepare({ interactive: true, context });
    expect(() => webAuth.answer()).toThrow(FailureError);
  });

  it('says that an answer without a fragment is none', async () => {
    const { webAuth, go } = setUp(async () => context.redirectUri, true);
    await go();
    expect(() => webAuth.answer()).toThrow(/without an answer/);
  });

  it.each([
    ['The user did not approve access.', 'Chromium'],
    ['User cancelled or denied access.', 'Firefox'],
  ])('"%s" (%s) is a cancelled window, with what to register', async (message) => {
    const failure = await failureOfFlow(message, true);
    expect(failure).toMatchObject({ kind: 'signInCancelled', message });
    expect(failure.facts).toMatchObject({ redirectUri: context.redirectUri, clientId: context.clientId });
  });

  it.each([
    ['User interaction required.', 'Chromium'],
    ['Requires user interaction', 'Firefox'],
  ])('"%s" (%s) needs the person', async (message) => {
    expect(await failureOfFlow(message, false)).toMatchObject({ kind: 'signInNeeded', message });
  });

  it.each([true, false])(
    'a page that did not load is being offline (interactive: %s)',
    async (interactive) => {
      const failure = await failureOfFlow('Authorization page could not be loaded.', interactive);
      expect(failure.kind).toBe('offline');
    },
  );

  it('ends a window that waits when the session ends, and opens none afterwards', async () => {
    const launch = vi.fn<LaunchWebAuthFlow>(() => new Promise<string>(() => undefined));
    const { life, go } = setUp(launch, true);
    const waiting = go();
    const reason = new FailureError({ kind: 'signInCancelled' });
    life.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(go()).rejects.toBe(reason);
    expect(launch).toHaveBeenCalledOnce();
  });
});
