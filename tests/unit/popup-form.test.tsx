// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { habitsItem, policiesItem } from '../../src/platform/items.ts';
import { failReading, sayOnline } from './network.ts';
import { noon } from './ui-harness.tsx';
import {
  enter,
  groups,
  key,
  lengthOf,
  open,
  owner,
  page,
  reader,
  roleOf,
  slider,
  submit,
  type,
} from './activation-form-rig.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const unread = { readAt: noon, failure: { kind: 'forbidden' } } as const;

describe('the form of one role', () => {
  it('says that there is no network, sends nothing then, and has what was typed when it is back', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({}) } });
    await waitFor(() => expect(lengthOf(owner).value).toBe('8h'));
    type('justification', 'Rotate keys');
    expect(screen.queryByTestId('sheet-offline')).toBeNull();
    // The browser may see no network where there is a way: a reading of the lists tells.
    const before = test.sentAs('refreshRoles').length;
    sayOnline(false);
    await waitFor(() => expect(test.sentAs('refreshRoles')).toHaveLength(before + 1));
    expect(screen.queryByTestId('sheet-offline')).toBeNull();
    expect(screen.getByTestId('submit').getAttribute('aria-disabled')).toBeNull();
    await failReading(test);
    const note = await screen.findByTestId('sheet-offline');
    expect(note.getAttribute('role')).toBe('status');
    expect(note.textContent).toContain('what you typed stays');
    for (const id of ['submit', 'check-requests']) {
      const button = screen.getByTestId<HTMLButtonElement>(id);
      expect([button.disabled, button.getAttribute('aria-disabled')]).toEqual([false, 'true']);
      expect(button.getAttribute('aria-describedby')).toBe(note.id);
      fireEvent.click(button);
    }
    fireEvent.submit(screen.getByTestId('submit').closest('form')!);
    expect(test.sent.filter(({ command }) => command === 'activate' || command === 'check')).toEqual([]);
    sayOnline(true);
    await waitFor(() => expect(screen.queryByTestId('sheet-offline')).toBeNull());
    expect(screen.getByTestId('submit').getAttribute('aria-disabled')).toBeNull();
    submit();
    expect(test.sentAs('activate')[0]?.requests[0]?.ask.justification).toBe('Rotate keys');
  });

  it('asks for the policy, and sends what is shown, once', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({}) } });
    expect(test.sentAs('readPolicies')).toEqual([{ keys: [owner.key] }]);
    await waitFor(() => expect(lengthOf(owner).value).toBe('8h'));
    expect(screen.getByTestId<HTMLTextAreaElement>('justification').value).toBe('Daily PIM elevation');
    expect(document.activeElement).toBe(screen.getByTestId('justification'));
    let record = () => undefined as void;
    test.answer = (command) =>
      command === 'activate' ? new Promise<void>((resolve) => (record = () => resolve())) : Promise.resolve();
    submit();
    submit();
    fireEvent.keyDown(screen.getByTestId('justification'), { key: 'Enter' });
    expect(test.sentAs('activate')).toEqual([
      {
        bulkId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        requests: [{ key: owner.key, ask: { minutes: 480, justification: 'Daily PIM elevation' } }],
      },
    ]);
    await waitFor(() => expect(screen.getByTestId('submit').getAttribute('aria-busy')).toBe('true'));
    record();
    await waitFor(() => expect(screen.queryByTestId('form')).toBeNull());
    expect(test.sentAs('activate')).toHaveLength(1);
  });

  it('says once which permission the rules could not be read without, with the link to send', async () => {
    const failure = {
      kind: 'permissionMissing',
      code: 'PermissionScopeNotGranted',
      facts: { scope: 'RoleManagementPolicy.Read.Directory', consentUrl: 'https://consent.test/' },
    } as const;
    const closed = { readAt: noon, failure };
    await open([owner, groups], { policies: { [owner.key]: closed, [groups.key]: closed } });
    await waitFor(() => expect(screen.getAllByTestId('rules-unread')).toHaveLength(2));
    const note = screen.getByTestId('failure');
    expect(note.dataset['failure']).toBe('permissionMissing');
    expect(note.textContent).toContain(
      'has not been granted the permission RoleManagementPolicy.Read.Directory.',
    );
    expect(note.textContent).toContain('You can activate all the same');
    expect(within(note).getByTestId('copy-consent')).toBeTruthy();
  });

  it('starts with the policy’s maximum where that is shorter than eight hours', async () => {
    await open([owner], { policies: { [owner.key]: page({ maximumMinutes: 150 }) } });
    await waitFor(() => expect(lengthOf(owner).value).toBe('2h 30m'));
    expect(slider().max).toBe('150');
    expect(screen.getByTestId('length-field').textContent).toContain('At most 2 h 30 min.');
    expect(screen.getByTestId('submit').textContent).toBe('Activate for 2 hours 30 minutes');
  });

  it('can be sent while the policy is still being read, and follows it when it comes', async () => {
    const test = await open([owner]);
    expect(screen.getByTestId('rules-checking')).toBeTruthy();
    expect(lengthOf(owner).value).toBe('8h');
    await test.write(policiesItem(key), {
      [owner.key]: page({ maximumMinutes: 60, approvalRequired: true }),
    });
    await waitFor(() => expect(lengthOf(owner).value).toBe('1h'));
    expect(screen.getByTestId('rules-approval').textContent).toContain('wait for an approver');
    expect(screen.getByTestId('submit').textContent).toBe('Request approval for 1 hour');
  });

  it('names who approves', async () => {
    const approvers = [
      { kind: 'person', name: 'Grace Hopper' },
      { kind: 'group', name: 'Owners' },
      { kind: 'person' },
    ] as const;
    await open([owner], {
      policies: { [owner.key]: page({ approvalRequired: true, approvers: [...approvers] }) },
    });
    expect((await screen.findByTestId('rules-approval')).textContent).toContain(
      'needs approval by Grace Hopper, the group Owners or 1 other: the request will wait',
    );
  });

  it('says that the service decides where the policy cannot be read, and sends all the same', async () => {
    const test = await open([owner], { policies: { [owner.key]: unread } });
    expect((await screen.findByTestId('rules-unread')).textContent).toContain('The service will decide.');
    type('justification', '');
    submit();
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
    expect(test.sentAs('activate')[0]?.requests[0]?.ask).toEqual({ minutes: 480, justification: '' });
  });

  it('stops waiting for a policy that nobody reads any more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const opening = open([owner]);
    await vi.waitFor(() => expect(screen.queryByTestId('rules-checking')).toBeTruthy());
    await opening;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(screen.queryByTestId('rules-unread')).toBeTruthy();
  });

  it('shows what the policy will refuse at each field, and goes to the first', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({ ticketRequired: true }) } });
    await screen.findByTestId('ticket-number');
    type('justification', '  ');
    expect(screen.queryByRole('alert')).toBeNull();
    submit();
    await screen.findByText('Enter a justification: the role’s rules ask for one.');
    expect(screen.getByText('Enter the ticket’s number: the role’s rules ask for it.')).toBeTruthy();
    expect(screen.getByText('Enter the ticket’s system: the role’s rules ask for it.')).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('justification')));
    expect(test.sentAs('activate')).toEqual([]);
    type('justification', 'Incident');
    type('ticket-number', 'INC1 ');
    type('ticket-system', 'SNOW');
    expect(screen.queryByRole('alert')).toBeNull();
    submit();
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
    expect(test.sentAs('activate')[0]?.requests[0]?.ask).toEqual({
      minutes: 480,
      justification: 'Incident',
      ticket: { number: 'INC1', system: 'SNOW' },
    });
  });

  it('takes a typed length, and refuses one that is none or too long', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({ maximumMinutes: 120 }) } });
    await waitFor(() => expect(lengthOf(owner).value).toBe('2h'));
    enter(lengthOf(owner), 'soon');
    submit();
    expect((await screen.findByRole('alert')).textContent).toContain('Type a length such as');
    enter(lengthOf(owner), '3h');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'This role can be active for at most 2 hours.',
    );
    submit();
    expect(test.sentAs('activate')).toEqual([]);
    enter(lengthOf(owner), '1:30');
    expect(screen.getByTestId('submit').textContent).toBe('Activate for 1 hour 30 minutes');
    submit();
    await waitFor(() => expect(test.sentAs('activate')[0]?.requests[0]?.ask.minutes).toBe(90));
  });

  it('says at once when the policy became stricter than what was chosen', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({}) } });
    await waitFor(() => expect(lengthOf(owner).value).toBe('8h'));
    enter(slider(), '240');
    await test.write(policiesItem(key), { [owner.key]: page({ maximumMinutes: 60 }) });
    expect((await screen.findByRole('alert')).textContent).toBe(
      'This role can be active for at most 1 hour.',
    );
    expect(lengthOf(owner).value).toBe('4h');
  });

  it('tells of MFA and of an authentication context', async () => {
    await open([owner, reader], {
      policies: {
        [owner.key]: page({ mfaRequired: true }),
        [reader.key]: page({ authenticationContext: 'c1' }),
      },
    });
    await waitFor(() => expect(screen.getAllByTestId('rules-proof')).toHaveLength(2));
    expect(roleOf(owner).textContent).toContain('multifactor authentication');
    expect(roleOf(reader).textContent).toContain('authentication context c1');
  });

  it('remembers the justification used last', async () => {
    const test = await open([owner]);
    await test.write(habitsItem(key), { justification: 'Weekly patching' });
    await waitFor(() =>
      expect(screen.getByTestId<HTMLTextAreaElement>('justification').value).toBe('Weekly patching'),
    );
  });

  it('is sent by Enter, but not by a key held down nor while a word is being composed', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({}) } });
    await waitFor(() => expect(screen.queryByTestId('rules-checking')).toBeNull());
    const field = screen.getByTestId('justification');
    fireEvent.keyDown(field, { key: 'Enter', repeat: true });
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
    expect(test.sentAs('activate')).toEqual([]);
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
  });
});
