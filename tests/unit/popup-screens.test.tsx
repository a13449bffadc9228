// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/domain/session.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { sessionItem, settingsItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { ada, createTestPage } from './ui-harness.tsx';

afterEach(cleanup);

const clientId = '33333333-3333-4333-8333-333333333333';

async function open(session: Session | undefined, configured = true) {
  const page = createTestPage();
  if (configured) await page.write(settingsItem, { ...defaultSettings, clientId });
  if (session) await page.write(sessionItem, session);
  render(<Popup />, { wrapper: page.Page });
  return page;
}

describe('a popup of nobody', () => {
  it('leads to the settings while there is no client id', async () => {
    const page = await open(undefined, false);
    fireEvent.click(await screen.findByTestId('open-settings'));
    expect(page.opened).toEqual(['options']);
    expect(screen.queryByTestId('sign-in')).toBeNull();
  });

  it('needs no client id of its own where the build has one', async () => {
    const page = createTestPage();
    render(<Popup />, { wrapper: page.Page });
    expect(await screen.findByTestId('not-configured')).toBeTruthy();
    cleanup();
    Object.assign(page, { defaultClientId: clientId });
    render(<Popup />, { wrapper: page.Page });
    expect(await screen.findByTestId('sign-in')).toBeTruthy();
  });

  it('signs in', async () => {
    const page = await open(undefined);
    fireEvent.click(await screen.findByTestId('sign-in'));
    expect(page.sent).toEqual([{ command: 'signIn', args: {} }]);
  });

  it('says that a sign-in window is open, and follows its end', async () => {
    const page = await open({ status: 'signingIn', workerId: 'w' });
    expect(await screen.findByTestId('signing-in')).toBeTruthy();
    await page.write(sessionItem, { status: 'signedOut', failure: { kind: 'signInInterrupted' } });
    expect((await screen.findByTestId('failure')).textContent).toContain('Signing in was interrupted.');
    expect(screen.getByTestId('sign-in')).toBeTruthy();
    await page.write(sessionItem, { status: 'signedIn', account: ada });
    expect(await screen.findByTestId('account-menu')).toBeTruthy();
  });

  it.each([
    ['wrongClient', { clientId }, clientId],
    ['wrongTenant', { tenant: 'contoso.example' }, 'contoso.example'],
    ['offline', {}, 'could not be reached'],
    ['unreadable', {}, 'could not be understood'],
    ['consentMissing', { consentUrl: 'https://consent.test/' }, 'administrator'],
  ] as const)('says why signing in failed: %s', async (kind, facts, expected) => {
    await open({ status: 'signedOut', failure: { kind, facts } });
    const { textContent } = await screen.findByTestId('failure');
    expect(textContent).toContain(expected);
    expect(textContent).toContain('You are not signed in.');
  });

  it('shows the redirect URI to copy where the registration lacks it', async () => {
    const redirectUri = 'https://abc.chromiumapp.org/';
    await open({ status: 'signedOut', failure: { kind: 'redirectMissing', facts: { redirectUri } } });
    expect((await screen.findByLabelText<HTMLInputElement>('Redirect URI')).value).toBe(redirectUri);
  });

  it('tells a command that the worker refused', async () => {
    const page = await open(undefined);
    const { FailureError } = await import('../../src/domain/failure.ts');
    page.answer = () => Promise.reject(new FailureError({ kind: 'internal', message: 'broken' }));
    fireEvent.click(await screen.findByTestId('sign-in'));
    expect((await screen.findByTestId('failure')).textContent).toContain(
      'Something went wrong inside Hoist.',
    );
  });
});
