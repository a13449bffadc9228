// @vitest-environment happy-dom
import { cleanup, fireEvent, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { normaliseSettings } from '../../src/domain/settings.ts';
import { OptionsPage } from '../../src/options/options-page.tsx';
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

async function openOptions(setup: Setup = {}) {
  const page = await mountPage(<OptionsPage />, setup);
  return {
    ...page,
    save: () => page.button('save'),
    /** What assistive technology reads for the field: its hint, or what is wrong with it. */
    noteOf: (testId: string) =>
      document.getElementById(page.input(testId).getAttribute('aria-describedby') ?? '')?.textContent,
  };
}

describe('what the settings page shows', () => {
  it('shows what is stored', async () => {
    const { input } = await openOptions({
      settings: { clientId, tenant: 'contoso.com', portal: 'off' },
    });
    expect(input('client-id').value).toBe(clientId);
    expect(input('tenant').value).toBe('contoso.com');
    expect(input('portal-off').checked).toBe(true);
    expect(input('portal-prompt').checked).toBe(false);
  });

  it('says that this build has no default id', async () => {
    const { noteOf } = await openOptions();
    expect(noteOf('client-id')).toContain('no default id');
  });

  it('names the default id of a build that has one', async () => {
    const { noteOf } = await openOptions({ defaultClientId: clientId });
    expect(noteOf('client-id')).toContain(clientId);
    expect(noteOf('client-id')).not.toContain('no default id');
  });

  it('shows the redirect URI and copies it', async () => {
    const { getByTestId, copied } = await openOptions();
    const field = within(getByTestId('redirect-uri'));
    expect(field.getByRole<HTMLInputElement>('textbox').value).toBe(redirectUri);
    fireEvent.click(field.getByRole('button'));
    await waitFor(() => expect(copied).toEqual([redirectUri]));
  });

  it('follows a change that another window saved', async () => {
    const { input, settings } = await openOptions();
    await settings.write({ clientId, tenant: 'fabrikam.com', portal: 'reload' });
    await waitFor(() => expect(input('tenant').value).toBe('fabrikam.com'));
    expect(input('portal-reload').checked).toBe(true);
  });
});

describe('checking what was typed', () => {
  it('says what is wrong once the field is left, and takes it back as it is corrected', async () => {
    const { input, type, noteOf, save } = await openOptions();
    type('client-id', '1234');
    await waitFor(() => expect(input('client-id').value).toBe('1234'));
    expect(input('client-id').getAttribute('aria-invalid')).toBeNull();
    expect(save().disabled).toBe(true);

    fireEvent.blur(input('client-id'));
    await waitFor(() => expect(noteOf('client-id')).toContain('not a client id'));
    expect(input('client-id').getAttribute('aria-invalid')).toBe('true');

    type('client-id', clientId);
    await waitFor(() => expect(input('client-id').getAttribute('aria-invalid')).toBeNull());
    expect(save().disabled).toBe(false);
  });

  it('checks the tenant too', async () => {
    const { input, type, noteOf, save } = await openOptions();
    type('tenant', 'my tenant');
    fireEvent.blur(input('tenant'));
    await waitFor(() => expect(noteOf('tenant')).toContain('not a tenant'));
    expect(save().disabled).toBe(true);
  });

  it('leads to the field that is wrong when the form is submitted', async () => {
    const { input, type, container, sent } = await openOptions();
    type('tenant', 'my tenant');
    await waitFor(() => expect(input('tenant').value).toBe('my tenant'));
    fireEvent.submit(container.querySelector('form')!);
    await waitFor(() => expect(document.activeElement).toBe(input('tenant')));
    expect(input('tenant').getAttribute('aria-invalid')).toBe('true');
    expect(sent).toEqual([]);
  });
});

describe('saving', () => {
  it('has nothing to save while nothing differs, white space and letter case aside', async () => {
    const { type, save, input } = await openOptions({ settings: { clientId } });
    expect(save().disabled).toBe(true);
    type('client-id', ` ${clientId.toUpperCase()} `);
    await waitFor(() => expect(input('client-id').value).toContain('AB'));
    expect(save().disabled).toBe(true);
  });

  it('sends everything by one command, normalised, and says that it is saved', async () => {
    const { type, input, save, findByTestId, sent, settings } = await openOptions();
    type('client-id', ` ${clientId.toUpperCase()}`);
    type('tenant', 'Contoso.com');
    fireEvent.click(input('portal-reload'));
    await waitFor(() => expect(save().disabled).toBe(false));
    save().focus();
    fireEvent.click(save());

    await findByTestId('saved');
    const saved = { clientId, tenant: 'contoso.com', portal: 'reload' };
    expect(sent).toEqual([{ command: 'saveSettings', args: { settings: saved } }]);
    expect(await settings.read()).toEqual(saved);
    expect(input('client-id').value).toBe(clientId);
    // It has nothing to do any more, says so, and keeps the focus.
    expect(save().getAttribute('aria-disabled')).toBe('true');
    expect(document.activeElement).toBe(save());
    fireEvent.click(save());
    await Promise.resolve();
    expect(sent).toHaveLength(1);
  });

  it('takes "Saved" back when something is changed again', async () => {
    const { type, save, findByTestId, queryByTestId } = await openOptions();
    type('tenant', 'contoso.com');
    await waitFor(() => expect(save().disabled).toBe(false));
    fireEvent.click(save());
    await findByTestId('saved');
    type('tenant', 'fabrikam.com');
    await waitFor(() => expect(queryByTestId('saved')).toBeNull());
    expect(save().disabled).toBe(false);
  });

  it('keeps what was typed when it is refused, says so, and saves at the next try', async () => {
    let refuse = true;
    const { type, save, input, findByTestId, queryByTestId, settings } = await openOptions({
      worker: {
        saveSettings: async (args) => {
          if (refuse) throw new FailureError({ kind: 'internal', message: 'QUOTA_BYTES exceeded' });
          await settings.write(args.settings);
        },
      },
    });
    type('client-id', clientId);
    await waitFor(() => expect(save().disabled).toBe(false));
    fireEvent.click(save());
    const failure = await findByTestId('failure');
    expect(failure.textContent).toContain('were not saved');
    expect(failure.textContent).toContain('QUOTA_BYTES exceeded');
    expect(failure.getAttribute('role')).toBe('alert');
    expect(input('client-id').value).toBe(clientId);
    expect((await settings.read()).clientId).toBe('');

    refuse = false;
    fireEvent.click(save());
    await findByTestId('saved');
    expect(queryByTestId('failure')).toBeNull();
    expect((await settings.read()).clientId).toBe(clientId);
  });

  it('keeps what is typed while the worker is still saving', async () => {
    let finish = () => {};
    const { type, save, input, queryByTestId, settings } = await openOptions({
      worker: {
        saveSettings: async (args) => {
          await new Promise<void>((resolve) => (finish = resolve));
          await settings.write(normaliseSettings(args.settings));
        },
      },
    });
    type('tenant', 'contoso.com');
    await waitFor(() => expect(save().disabled).toBe(false));
    fireEvent.click(save());
    await waitFor(() => expect(save().getAttribute('aria-busy')).toBe('true'));
    type('client-id', clientId);
    finish();
    await waitFor(async () => expect((await settings.read()).tenant).toBe('contoso.com'));
    await waitFor(() => expect(save().disabled).toBe(false));
    expect(input('client-id').value).toBe(clientId);
    expect(queryByTestId('saved')).toBeNull();
  });
});

describe('an acknowledgement that is faster than the change of the stored item', () => {
  it('counts as saved, and what another window saves later is followed again', async () => {
    const { type, save, input, findByTestId, settings } = await openOptions({
      worker: { saveSettings: async () => undefined },
    });
    type('client-id', clientId.toUpperCase());
    await waitFor(() => expect(save().disabled).toBe(false));
    fireEvent.click(save());
    await findByTestId('saved');
    expect(save().getAttribute('aria-disabled')).toBe('true');
    expect(input('client-id').value).toBe(clientId);

    await settings.write({ clientId, tenant: 'organizations', portal: 'prompt' });
    await settings.write({ clientId, tenant: 'fabrikam.com', portal: 'prompt' });
    await waitFor(() => expect(input('tenant').value).toBe('fabrikam.com'));
    expect(save().getAttribute('aria-disabled')).toBe('true');
  });
});

describe('a change of the connection while signed in', () => {
  it('says that the person will be signed out', async () => {
    const { type, findByTestId } = await openOptions({ session: { status: 'signedIn', account: ada } });
    type('tenant', 'fabrikam.com');
    expect((await findByTestId('sign-in-again')).textContent).toContain('sign in again');
  });

  it('says nothing of the kind when only the portal setting changes', async () => {
    const { input, save, queryByTestId } = await openOptions({
      session: { status: 'signedIn', account: ada },
    });
    fireEvent.click(input('portal-off'));
    await waitFor(() => expect(save().disabled).toBe(false));
    expect(queryByTestId('sign-in-again')).toBeNull();
  });

  it('says nothing while nobody is signed in', async () => {
    const { type, save, queryByTestId } = await openOptions();
    type('tenant', 'fabrikam.com');
    await waitFor(() => expect(save().disabled).toBe(false));
    expect(queryByTestId('sign-in-again')).toBeNull();
  });
});

describe('the registration guide', () => {
  it('makes the consent link of what is typed', async () => {
    const { type, findByTestId, queryByTestId } = await openOptions();
    expect(queryByTestId('consent-link')).toBeNull();
    type('client-id', clientId.toUpperCase());
    type('tenant', 'contoso.com');
    const link = within(await findByTestId('consent-link')).getByRole<HTMLInputElement>('textbox');
    await waitFor(() => expect(link.value).toContain('/contoso.com/adminconsent'));
    const url = new URL(link.value);
    expect(url.searchParams.get('client_id')).toBe(clientId);
    expect(url.searchParams.get('redirect_uri')).toBe(redirectUri);
  });

  it('fills the redirect URI into the commands of either shell, and copies them', async () => {
    const { copied, getByTestId } = await openOptions();
    const guide = within(getByTestId('registration-guide'));
    fireEvent.click(guide.getByText(/Register Hoist/));
    const commands = () => guide.getByRole('tabpanel').textContent;
    const selected = () => guide.getByRole('tab', { selected: true });
    expect(commands()).toContain(`"redirectUris":["${redirectUri}"]`);
    expect(commands()).toContain('az ad app create');

    fireEvent.click(guide.getByRole('tab', { name: 'Azure CLI, PowerShell' }));
    await waitFor(() => expect(commands()).toContain('ConvertFrom-Json'));
    // By the keyboard, round the end.
    fireEvent.keyDown(selected(), { key: 'ArrowRight' });
    await waitFor(() => expect(commands()).toContain('Connect-MgGraph'));
    expect(document.activeElement).toBe(selected());
    expect(guide.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([-1, -1, 0]);
    fireEvent.keyDown(selected(), { key: 'ArrowRight' });
    await waitFor(() => expect(commands()).toContain('APP_ID='));
    fireEvent.keyDown(selected(), { key: 'End' });
    await waitFor(() => expect(commands()).toContain('Connect-MgGraph'));
    expect(guide.getByRole('tabpanel').getAttribute('aria-labelledby')).toBe(selected().id);

    fireEvent.click(guide.getByRole('button', { name: 'Copy' }));
    await waitFor(() => expect(copied).toEqual([commands()]));
    await waitFor(() =>
      expect(guide.getAllByRole('status').map(({ textContent }) => textContent)).toContain('Copied'),
    );
  });
});

it('shows the version', async () => {
  const { getByTestId } = await openOptions();
  expect(getByTestId('version').textContent).toContain('1.2.3');
});

describe('the quick ways', () => {
  it('ask before a privileged role and tell of one’s own requests alone unless the person chooses otherwise', async () => {
    const { input, save, settings, findByTestId } = await openOptions({ settings: { clientId } });
    for (const name of ['privilegedWithoutAsking', 'quiet', 'tellApprovals'] as const) {
      expect(input(name).checked).toBe(false);
      fireEvent.click(input(name));
      await waitFor(() => expect(input(name).checked).toBe(true));
    }
    fireEvent.click(save());
    await findByTestId('saved');
    expect(await settings.read()).toMatchObject({
      clientId,
      privilegedWithoutAsking: true,
      quiet: true,
      tellApprovals: true,
    });
    fireEvent.click(input('privilegedWithoutAsking'));
    await waitFor(() => expect(save().disabled).toBe(false));
    fireEvent.click(save());
    await waitFor(async () => expect(await settings.read()).not.toHaveProperty('privilegedWithoutAsking'));
    expect(await settings.read()).toMatchObject({ quiet: true });
  });
});
