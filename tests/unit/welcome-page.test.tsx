// @vitest-environment happy-dom
import { cleanup, fireEvent, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { permissions } from '../../src/domain/permissions.ts';
import type { Session } from '../../src/domain/session.ts';
import type { WelcomeProgress } from '../../src/domain/welcome.ts';
import { WelcomePage } from '../../src/welcome/welcome-page.tsx';
import { clientId, mountPage, redirectUri, type Setup } from './settings-harness.tsx';

afterEach(cleanup);

const ada = {
  cloud: 'public' as const,
  objectId: '33333333-3333-4333-8333-333333333333',
  tenantId: '44444444-4444-4444-8444-444444444444',
  homeAccountId: '3.4',
  username: 'ada@contoso.com',
  name: 'Ada',
};
const everything = {
  graph: permissions.filter(({ api }) => api === 'graph').map(({ name }) => name),
  arm: ['user_impersonation'],
};
const signedIn: Session = { status: 'signedIn', account: ada, granted: everything };
const read: WelcomeProgress = { introRead: true };

async function openWelcome(setup: Setup = {}) {
  const page = await mountPage(<WelcomePage />, { ready: 'step-1', ...setup });
  return {
    ...page,
    signIn: () => page.button('welcome-sign-in'),
    /** What a screen reader is told as it happens. */
    spoken: () => page.getAllByRole('status').map((region) => region.textContent),
    heading: (step: number) => document.getElementById(`step-${step}`)?.textContent ?? '',
    states: () => [1, 2, 3].map((step) => page.getByTestId(`step-${step}`).dataset['state']),
  };
}

describe('the three steps', () => {
  it('begin with what Hoist does and never does, and nothing else is asked yet', async () => {
    const { states, queryByTestId, getByText, heading } = await openWelcome();
    expect(states()).toEqual(['current', 'later', 'later']);
    expect(heading(1)).toBe('Step 1 of 3: What Hoist does, and never does');
    getByText('Activate a role that you did not ask for.');
    expect(queryByTestId('client-id')).toBeNull();
    expect(queryByTestId('welcome-sign-in')).toBeNull();
    // The page is read from its beginning.
    expect(document.activeElement).toBe(document.body);
  });

  it('are led through one by one, and each takes the focus when its turn has come', async () => {
    const { button, states, type, findByTestId, session, sent, heading } = await openWelcome();
    fireEvent.click(button('welcome-continue'));
    await findByTestId('client-id');
    expect(states()).toEqual(['done', 'current', 'later']);
    expect(document.activeElement?.id).toBe('step-2');

    expect(button('save').disabled).toBe(true);
    type('client-id', clientId.toUpperCase());
    await waitFor(() => expect(button('save').disabled).toBe(false));
    fireEvent.click(button('save'));
    expect((await findByTestId('connected')).textContent).toBe(`Client id ${clientId} · any organisation`);
    expect(states()).toEqual(['done', 'done', 'current']);
    expect(heading(2)).toBe('Step 2 of 3, done: Connect to your organisation');
    expect(document.activeElement?.id).toBe('step-3');

    fireEvent.click(button('welcome-sign-in'));
    await waitFor(() => expect(sent.map(({ command }) => command)).toEqual(['saveSettings', 'signIn']));
    await session.write(signedIn);
    await findByTestId('welcome-ready');
    expect(states()).toEqual(['done', 'done', 'done']);
    expect(document.activeElement?.textContent).toBe('You are ready');
  });

  it('need no introduction and no client id where somebody is signed in through the build’s own', async () => {
    const { states, getByTestId } = await openWelcome({ defaultClientId: clientId, session: signedIn });
    expect(states()).toEqual(['done', 'done', 'done']);
    expect(getByTestId('connected').textContent).toBe('The registration of this build · any organisation');
  });

  it('are opened again one at a time, and closed without a trace', async () => {
    const { button, states, type, findByTestId, getByTestId, queryByTestId, sent } = await openWelcome({
      settings: { clientId, tenant: 'contoso.com' },
      session: signedIn,
    });
    fireEvent.click(getByTestId('step-1-action'));
    await findByTestId('welcome-continue');
    expect(states()).toEqual(['current', 'done', 'done']);
    expect(queryByTestId('welcome-ready')).toBeNull();
    fireEvent.click(button('welcome-continue'));
    await findByTestId('welcome-ready');

    fireEvent.click(getByTestId('step-2-action'));
    await findByTestId('client-id');
    type('tenant', 'fabrikam.com');
    await findByTestId('sign-in-again');
    fireEvent.click(button('keep'));
    expect((await findByTestId('connected')).textContent).toContain('contoso.com');
    expect(sent).toEqual([]);
  });

  it('let the person sign out, and then sign in as somebody else', async () => {
    const { getByTestId, sent, session, states } = await openWelcome({
      settings: { clientId },
      session: signedIn,
    });
    fireEvent.click(getByTestId('step-3-action'));
    await waitFor(() => expect(sent).toEqual([{ command: 'signOut', args: {} }]));
    await session.write({ status: 'signedOut' });
    await waitFor(() => expect(states()).toEqual(['current', 'done', 'later']));
  });
});

describe('a reload', () => {
  it.each([
    ['the introduction', {}, {}, ['current', 'later', 'later']],
    ['connecting', {}, { introRead: true }, ['done', 'current', 'later']],
    [
      'a step that was opened again',
      { clientId },
      { introRead: true, opened: 'what' },
      ['current', 'done', 'later'],
    ],
  ] as const)('comes back to %s', async (_, settings, welcome, expected) => {
    const { states } = await openWelcome({ settings, welcome: { introRead: false, ...welcome } });
    expect(states()).toEqual(expected);
  });

  it('finds what was typed, whatever it was, until it is saved', async () => {
    const first = await openWelcome({ welcome: read });
    first.type('client-id', 'not yet an id');
    first.type('tenant', 'contoso.com');
    await waitFor(async () =>
      expect(await first.welcome.read()).toEqual({
        introRead: true,
        clientId: 'not yet an id',
        tenant: 'contoso.com',
      }),
    );
    first.unmount();
    const second = await openWelcome({ welcome: (await first.welcome.read())! });
    await waitFor(() => expect(second.input('client-id').value).toBe('not yet an id'));
    expect(second.input('tenant').value).toBe('contoso.com');
    second.type('client-id', clientId);
    await waitFor(() => expect(second.button('save').disabled).toBe(false));
    fireEvent.click(second.button('save'));
    await second.findByTestId('connected');
    await waitFor(async () => expect(await second.welcome.read()).toEqual({ introRead: true }));
  });
});

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

describe('the end', () => {
  const setup = { settings: { clientId }, session: signedIn };

  it('shows the keys that the browser gave, as it writes them', async () => {
    const { findByTestId, queryByText } = await openWelcome({
      ...setup,
      shortcuts: { _execute_action: 'Alt+Shift+O' },
    });
    const keys = (await findByTestId('key-open')).querySelectorAll('kbd');
    expect([...keys].map((key) => key.textContent)).toEqual(['Alt', 'Shift', 'O']);
    expect(queryByText(/gave Hoist no key/)).toBeNull();
  });

  it('says so where it gave none', async () => {
    const { findByText, queryByTestId } = await openWelcome(setup);
    await findByText(/gave Hoist no key/);
    expect(queryByTestId('key-open')).toBeNull();
  });

  it.each([
    ['chromium', 'then the pin beside Hoist'],
    ['firefox', 'choose “Pin to Toolbar”'],
  ] as const)('says how the button is pinned in %s', async (browserKind, words) => {
    const { getByTestId } = await openWelcome({ ...setup, browserKind });
    expect(getByTestId('welcome-ready').textContent).toContain(words);
  });

  it('opens the popup', async () => {
    const { getByTestId, opened } = await openWelcome(setup);
    fireEvent.click(getByTestId('welcome-open'));
    await waitFor(() => expect(opened).toEqual(['popup']));
  });

  it('does not call somebody ready who misses permissions', async () => {
    const { getByTestId } = await openWelcome({
      ...setup,
      session: { ...signedIn, granted: { graph: everything.graph.slice(1), arm: [] } },
    });
    const text = getByTestId('welcome-ready').textContent;
    expect(text).toContain('Signed in, with 2 permissions missing');
    expect(text).not.toContain('You are ready');
  });
});
