// @vitest-environment happy-dom
import { cleanup, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { WelcomePage } from '../../src/welcome/welcome-page.tsx';
import { clientId, mountPage, type Setup } from './settings-harness.tsx';

afterEach(cleanup);

const ada = {
  cloud: 'public' as const,
  objectId: '33333333-3333-4333-8333-333333333333',
  tenantId: '44444444-4444-4444-8444-444444444444',
  homeAccountId: '3.4',
  username: 'ada@contoso.com',
  name: 'Ada',
};

async function openWelcome(setup: Setup = {}) {
  const page = await mountPage(<WelcomePage />, setup);
  return {
    ...page,
    signIn: () => page.button('welcome-sign-in'),
    /** What a screen reader is told as it happens. */
    spoken: () => page.getAllByRole('status').map((region) => region.textContent),
    heading: (step: number) => document.getElementById(`step-${step}`)?.textContent ?? '',
  };
}

describe('connecting', () => {
  it('cannot sign in without a client id, and says what is missing', async () => {
    const { signIn, getByText, heading } = await openWelcome();
    expect(signIn().disabled).toBe(true);
    getByText('First enter a client id in step 2.');
    expect(heading(2)).toBe('Step 2: Connect to your organisation');
  });

  it('saves what was entered on the way to signing in', async () => {
    const { signIn, type, sent, settings, heading } = await openWelcome();
    type('client-id', clientId.toUpperCase());
    await waitFor(() => expect(signIn().disabled).toBe(false));
    fireEvent.click(signIn());
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent.map(({ command }) => command)).toEqual(['saveSettings', 'signIn']);
    expect((await settings.read()).clientId).toBe(clientId);
    await waitFor(() => expect(heading(2)).toContain('done'));
  });

  it('does not open a window when saving was refused', async () => {
    const { signIn, type, sent, findByTestId, input } = await openWelcome({
      worker: {
        saveSettings: async () => {
          throw new FailureError({ kind: 'internal', message: 'QUOTA_BYTES exceeded' });
        },
      },
    });
    type('client-id', clientId);
    await waitFor(() => expect(signIn().disabled).toBe(false));
    fireEvent.click(signIn());
    expect((await findByTestId('failure')).textContent).toContain('were not saved');
    expect(sent.map(({ command }) => command)).toEqual(['saveSettings']);
    expect(input('client-id').value).toBe(clientId);
  });

  it('does not sign in with something that is no client id', async () => {
    const { signIn, type, getByText } = await openWelcome({ settings: { clientId } });
    expect(signIn().disabled).toBe(false);
    type('client-id', 'abc');
    await waitFor(() => expect(signIn().disabled).toBe(true));
    getByText('First correct what you entered in step 2.');
  });

  it('saves by its own button too', async () => {
    const { type, button, findByTestId, sent } = await openWelcome();
    type('client-id', clientId);
    await waitFor(() => expect(button('save').disabled).toBe(false));
    fireEvent.click(button('save'));
    await findByTestId('saved');
    expect(sent.map(({ command }) => command)).toEqual(['saveSettings']);
  });

  it('has nothing to enter where the build brings a registration', async () => {
    const { signIn, heading, sent } = await openWelcome({ defaultClientId: clientId });
    expect(heading(2)).toContain('done');
    expect(signIn().disabled).toBe(false);
    fireEvent.click(signIn());
    await waitFor(() => expect(sent.map(({ command }) => command)).toEqual(['signIn']));
  });
});

describe('signing in, as the session tells it', () => {
  const settings = { clientId };

  it('waits while the window is open, and a click more opens no second one', async () => {
    const { signIn, spoken, sent } = await openWelcome({
      settings,
      session: { status: 'signingIn', workerId: 'w' },
    });
    expect(signIn().getAttribute('aria-busy')).toBe('true');
    expect(spoken()).toContain('Waiting for the sign-in window…');
    fireEvent.click(signIn());
    expect(sent).toEqual([]);
  });

  it('asks the worker again when the person says that the window is gone', async () => {
    const { getByRole, sent } = await openWelcome({
      settings,
      session: { status: 'signingIn', workerId: 'w' },
    });
    fireEvent.click(getByRole('button', { name: /Start again/ }));
    await waitFor(() => expect(sent).toEqual([{ command: 'signIn', args: {} }]));
  });

  it('follows the session from waiting to signed in', async () => {
    const { session, findByTestId, queryByTestId, heading, spoken } = await openWelcome({
      settings,
      session: { status: 'signingIn', workerId: 'w' },
    });
    await session.write({ status: 'signedIn', account: ada });
    const signedIn = await findByTestId('welcome-signed-in');
    expect(signedIn.textContent).toBe('Signed in as ada@contoso.com');
    expect(spoken()).toContain('Signed in as ada@contoso.com');
    expect(queryByTestId('welcome-sign-in')).toBeNull();
    expect(heading(3)).toBe('Step 3, done: Sign in');
  });

  it.each([
    ['signInCancelled', 'closed before signing in was finished'],
    ['signInInterrupted', 'Signing in was interrupted'],
    ['wrongClient', 'client id'],
    ['wrongTenant', 'tenant'],
    ['offline', 'could not be reached'],
  ] as const)('says what happened after %s, and can try again', async (kind, sentence) => {
    const { getByTestId, signIn, sent } = await openWelcome({
      settings,
      session: { status: 'signedOut', failure: { kind } },
    });
    const failure = getByTestId('failure');
    expect(failure.textContent).toContain(sentence);
    expect(failure.textContent).toContain('You are not signed in.');
    expect(failure.getAttribute('role')).toBe('alert');
    expect(signIn().textContent).toContain('Try again');
    fireEvent.click(signIn());
    await waitFor(() => expect(sent).toEqual([{ command: 'signIn', args: {} }]));
  });

  it('hides the last failure while a new window is open', async () => {
    const { session, queryByTestId } = await openWelcome({
      settings,
      session: { status: 'signedOut', failure: { kind: 'signInCancelled' } },
    });
    expect(queryByTestId('failure')).not.toBeNull();
    await session.write({ status: 'signingIn', workerId: 'w', failure: { kind: 'signInCancelled' } });
    await waitFor(() => expect(queryByTestId('failure')).toBeNull());
  });

  it('says so when the worker cannot be asked', async () => {
    const { signIn, findByTestId } = await openWelcome({
      settings,
      worker: {
        signIn: async () => {
          throw new FailureError({ kind: 'internal', message: 'Could not establish connection.' });
        },
      },
    });
    fireEvent.click(signIn());
    expect((await findByTestId('failure')).textContent).toContain('Could not establish connection.');
  });
});
