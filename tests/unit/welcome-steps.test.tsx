// @vitest-environment happy-dom
/** The way through the three steps of the welcome page, to its end and after a reload. */
import { cleanup, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { clientId } from './settings-harness.tsx';
import { everything, openWelcome, read, signedIn } from './welcome-page-rig.tsx';

afterEach(cleanup);

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
