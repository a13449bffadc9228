// @vitest-environment happy-dom
/** What the settings page shows, and what it says to what is typed. */
import { cleanup, fireEvent, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { clientId, redirectUri } from './settings-harness.tsx';
import { openOptions } from './options-page-rig.tsx';

afterEach(cleanup);

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
