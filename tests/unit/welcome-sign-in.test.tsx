// @vitest-environment happy-dom
/** Connecting and signing in on the welcome page, with all that may go wrong. */
import { cleanup, fireEvent, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { clientId, redirectUri } from './settings-harness.tsx';
import { openWelcome, read, signedIn } from './welcome-page-rig.tsx';

afterEach(cleanup);

describe('connecting', () => {
  it('does not go on when saving was refused, and keeps what was typed', async () => {
    const { type, button, sent, findByTestId, input, states } = await openWelcome({
      welcome: read,
      worker: {
        saveSettings: async () => {
          throw new FailureError({ kind: 'internal', message: 'QUOTA_BYTES exceeded' });
        },
      },
    });
    type('client-id', clientId);
    await waitFor(() => expect(button('save').disabled).toBe(false));
    fireEvent.click(button('save'));
    expect((await findByTestId('failure')).textContent).toContain('were not saved');
    expect(sent.map(({ command }) => command)).toEqual(['saveSettings']);
    expect(input('client-id').value).toBe(clientId);
    expect(states()[1]).toBe('current');
  });

  it('shows the link for admin consent as soon as the client id is one, and says that it is there', async () => {
    const { type, queryByTestId, findByTestId, spoken, button } = await openWelcome({ welcome: read });
    type('client-id', clientId.slice(0, -1));
    await waitFor(() => expect(button('save').disabled).toBe(true));
    expect(queryByTestId('consent-link')).toBeNull();
    type('client-id', clientId);
    const link = within(await findByTestId('consent-link')).getByRole<HTMLInputElement>('textbox').value;
    expect(new URL(link).searchParams.get('client_id')).toBe(clientId);
    expect(new URL(link).searchParams.get('redirect_uri')).toBe(redirectUri);
    expect(spoken()).toContain('The link for admin consent is filled in below.');
  });
});

describe('signing in, as the session tells it', () => {
  const settings = { clientId };
  const setup = { settings, welcome: read };

  it('waits while the window is open, and a click more opens no second one', async () => {
    const { signIn, spoken, sent } = await openWelcome({
      ...setup,
      session: { status: 'signingIn', workerId: 'w' },
    });
    expect(signIn().getAttribute('aria-busy')).toBe('true');
    expect(spoken()).toContain('Waiting for the sign-in window…');
    fireEvent.click(signIn());
    expect(sent).toEqual([]);
  });

  it('asks the worker again when the person says that the window is gone', async () => {
    const { getByRole, sent } = await openWelcome({
      ...setup,
      session: { status: 'signingIn', workerId: 'w' },
    });
    fireEvent.click(getByRole('button', { name: /Start again/ }));
    await waitFor(() => expect(sent).toEqual([{ command: 'signIn', args: {} }]));
  });

  it('follows the session from waiting to signed in', async () => {
    const { session, findByTestId, queryByTestId, heading, spoken } = await openWelcome({
      ...setup,
      session: { status: 'signingIn', workerId: 'w' },
    });
    await session.write(signedIn);
    expect((await findByTestId('welcome-signed-in')).textContent).toBe('Signed in as ada@contoso.com');
    expect(spoken()).toContain('Signed in as ada@contoso.com');
    expect(queryByTestId('welcome-sign-in')).toBeNull();
    expect(heading(3)).toBe('Step 3 of 3, done: Sign in');
  });

  it.each([
    ['signInCancelled', 'closed before signing in was finished'],
    ['signInInterrupted', 'Signing in was interrupted'],
    ['wrongClient', 'client id'],
    ['wrongTenant', 'tenant'],
    ['offline', 'could not be reached'],
  ] as const)('says what happened after %s, can try again, and offers the check', async (kind, sentence) => {
    const { getByTestId, signIn, sent } = await openWelcome({
      ...setup,
      session: { status: 'signedOut', failure: { kind } },
    });
    const failure = getByTestId('failure');
    expect(failure.textContent).toContain(sentence);
    expect(failure.textContent).toContain('You are not signed in.');
    expect(failure.getAttribute('role')).toBe('alert');
    expect(signIn().textContent).toContain('Try again');
    fireEvent.click(signIn());
    await waitFor(() => expect(sent).toEqual([{ command: 'signIn', args: {} }]));
    fireEvent.click(getByTestId('setup-run'));
    await waitFor(() => expect(sent.at(-1)).toEqual({ command: 'checkSetup', args: {} }));
  });

  it('hides the last failure while a new window is open', async () => {
    const { session, queryByTestId } = await openWelcome({
      ...setup,
      session: { status: 'signedOut', failure: { kind: 'signInCancelled' } },
    });
    expect(queryByTestId('failure')).not.toBeNull();
    await session.write({ status: 'signingIn', workerId: 'w', failure: { kind: 'signInCancelled' } });
    await waitFor(() => expect(queryByTestId('failure')).toBeNull());
  });

  it('says so when the worker cannot be asked', async () => {
    const { signIn, findByTestId } = await openWelcome({
      ...setup,
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
