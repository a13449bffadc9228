// @vitest-environment happy-dom
/** What the settings page saves, when, and what it says of it. */
import { cleanup, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { normaliseSettings } from '../../src/domain/settings.ts';
import { ada, clientId } from './settings-harness.tsx';
import { openOptions } from './options-page-rig.tsx';

afterEach(cleanup);

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
