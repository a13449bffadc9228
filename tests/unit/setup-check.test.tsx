// @vitest-environment happy-dom
import { cleanup, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { adminConsentUrl, optionalPermissions, permissions } from '../../src/domain/permissions.ts';
import type { CheckLine, SetupCheck as Check } from '../../src/domain/setup-check.ts';
import { SetupCheck } from '../../src/ui/setup-check.tsx';
import { clientId, mountPage, redirectUri, type Setup } from './settings-harness.tsx';

afterEach(cleanup);

const now = Date.UTC(2026, 0, 1);
const ok: CheckLine = { state: 'ok' };
const missing: CheckLine = { state: 'missing' };
const allOk = { clientId: ok, tenant: ok, redirectUri: ok, signIn: ok, graph: ok, azure: ok };

function check(questions: Partial<Check['questions']>, granted: Record<string, CheckLine> = {}): Check {
  const names = [...permissions.map(({ name }) => name), ...Object.values(optionalPermissions)];
  return {
    startedAt: now - 1000,
    finishedAt: now,
    workerId: 'w',
    questions: { ...allOk, ...questions },
    permissions: { ...Object.fromEntries(names.map((name) => [name, ok])), ...granted },
  };
}

async function open(setup: Setup) {
  const page = await mountPage(<SetupCheck />, { ready: 'setup-check', settings: { clientId }, ...setup });
  // What is stored is drawn when it was read.
  if (setup.check) await page.findAllByTestId('setup-line');
  return {
    ...page,
    line: (name: string) => page.container.querySelector<HTMLElement>(`[data-name="${name}"]`)!,
    spoken: () => page.getAllByRole('status').map((region) => region.textContent),
  };
}

describe('the check of the setup', () => {
  it('is made by one command, and says what it asks before', async () => {
    const { getByText, button, sent, queryAllByTestId } = await open({});
    getByText(/No window opens/);
    expect(queryAllByTestId('setup-line')).toEqual([]);
    fireEvent.click(button('setup-run'));
    await waitFor(() => expect(sent).toEqual([{ command: 'checkSetup', args: {} }]));
  });

  it('follows the stored lines while it runs, and one press more starts no second one', async () => {
    const running: Check = { ...check({ signIn: { state: 'checking' }, graph: { state: 'waiting' } }) };
    delete running.finishedAt;
    const {
      line,
      button,
      sent,
      spoken,
      check: item,
      findByTestId,
      queryByTestId,
    } = await open({
      check: running,
    });
    expect(line('signIn').textContent).toContain('Checking');
    expect(line('graph').textContent).toContain('Waiting');
    expect(spoken()).toContain('Checking…');
    expect(queryByTestId('setup-good')).toBeNull();
    fireEvent.click(button('setup-run'));
    expect(sent).toEqual([]);

    await item.write(check({}));
    await findByTestId('setup-good');
    expect(line('signIn').dataset['state']).toBe('ok');
    expect(spoken()).toContain('Everything that Hoist needs is in place');
  });

  it('takes one that has run for minutes for dead, and can be started again', async () => {
    const dead: Check = { ...check({ signIn: { state: 'checking' } }), startedAt: now - 10 * 60_000 };
    delete dead.finishedAt;
    const { button, sent, getByTestId } = await open({ check: dead });
    expect(getByTestId('setup-advice').dataset['step']).toBe('tryAgain');
    fireEvent.click(button('setup-run'));
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it.each(permissions)('says what breaks without $name, and of no other', async ({ name }) => {
    const { line, getByTestId, getByText } = await open({ check: check({}, { [name]: missing }) });
    expect(line(name).textContent).toContain('Missing');
    expect(line(name).textContent).toMatch(/Without it \w.{15,}\.$/);
    for (const other of permissions.filter((one) => one.name !== name))
      expect(line(other.name).textContent).toBe(`${other.name}Granted`);
    getByText(`${permissions.length - 1} of ${permissions.length} granted`);
    expect(getByTestId('setup-advice').dataset['step']).toBe('consent');
  });

  it('tells what optional permissions bring, without calling them missing', async () => {
    const name = optionalPermissions.groupRoles;
    const { line, getByTestId } = await open({ check: check({}, { [name]: missing }) });
    getByTestId('setup-good');
    expect(line(name).textContent).toContain('Not granted');
    expect(line(name).textContent).toContain('With it the form says');
  });

  it('opens the consent page only when its button is pressed, with this installation’s values', async () => {
    const { name } = permissions[0]!;
    const { opened, button } = await open({
      settings: { clientId, tenant: 'contoso.com' },
      check: check({}, { [name]: missing }),
    });
    expect(opened).toEqual([]);
    fireEvent.click(button('setup-open-consent'));
    expect(opened).toEqual([adminConsentUrl({ clientId, tenant: 'contoso.com', redirectUri })]);
  });

  it('has the redirect URI ready where it is not registered', async () => {
    const { getByTestId, line } = await open({
      check: check({ redirectUri: { state: 'failed', failure: { kind: 'redirectMissing' } } }),
    });
    const advice = getByTestId('setup-advice');
    expect(advice.querySelector('input')?.value).toBe(redirectUri);
    expect(line('redirectUri').textContent).toContain('Failed');
  });

  it('counts no permissions where nobody could be asked for them', async () => {
    const unknown = Object.fromEntries(permissions.map(({ name }) => [name, { state: 'unknown' as const }]));
    const { getByText, queryByText } = await open({ check: check({ signIn: missing }, unknown) });
    getByText('known once somebody is signed in');
    expect(queryByText(/of 7 granted/)).toBeNull();
  });

  it('signs in by its button, and says so when the worker cannot be asked', async () => {
    const { button, sent, findByTestId } = await open({
      check: check({ signIn: missing }),
      worker: {
        signIn: async () => {
          throw new FailureError({ kind: 'internal', message: 'Could not establish connection.' });
        },
      },
    });
    fireEvent.click(button('setup-sign-in'));
    expect((await findByTestId('failure')).textContent).toContain('Could not establish connection.');
    expect(sent).toEqual([{ command: 'signIn', args: {} }]);
  });
});
