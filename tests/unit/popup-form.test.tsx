// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { FailureError } from '../../src/domain/failure.ts';
import type { Draft } from '../../src/domain/habits.ts';
import type { PolicyBook } from '../../src/domain/lists.ts';
import { type ActivationPolicy, defaultPolicy } from '../../src/domain/policy.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import {
  draftItem,
  eligibilitiesItem,
  habitsItem,
  journalItem,
  policiesItem,
  sessionItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { activation, ada, createTestPage, eligibility, noon, type TestPage } from './ui-harness.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const key = accountKey(ada);
const owner = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
const reader = eligibility('Reader');
const groups = eligibility('Groups Administrator', { source: 'entra' });

const page = (policy: Partial<ActivationPolicy>) => ({
  readAt: noon,
  policy: { ...defaultPolicy, ...policy },
});
const unread = { readAt: noon, failure: { kind: 'forbidden' } } as const;

/** The popup with the form of these roles open. */
async function open(roles: Eligibility[], options: { policies?: PolicyBook; draft?: Draft } = {}) {
  const test = createTestPage();
  await test.write(sessionItem, { status: 'signedIn', account: ada });
  await test.write(eligibilitiesItem(key, 'entra'), { rows: [groups], readAt: noon });
  await test.write(eligibilitiesItem(key, 'azure'), { rows: [owner, reader], readAt: noon });
  if (options.policies) await test.write(policiesItem(key), options.policies);
  await test.write(draftItem(key), options.draft ?? { keys: roles.map((role) => role.key), minutes: {} });
  render(<Popup />, { wrapper: test.Page });
  await screen.findByTestId('form');
  // Sent by an effect, which runs after the first rendering.
  await waitFor(() => expect(test.sentAs('readPolicies')).toHaveLength(1));
  return test;
}

const type = (id: string, value: string) => fireEvent.input(screen.getByTestId(id), { target: { value } });
const enter = (element: HTMLElement, value: string) => fireEvent.input(element, { target: { value } });
const submit = () => fireEvent.click(screen.getByTestId('submit'));
const roleOf = (role: Eligibility) => {
  const found = screen.getAllByTestId('form-role').find((one) => one.dataset['key'] === role.key);
  if (!found) throw new Error(`No ${role.key} in the form`);
  return found;
};
const slider = () => screen.getByTestId<HTMLInputElement>('length-slider');
const lengthOf = (role: Eligibility) => within(roleOf(role)).getByTestId<HTMLInputElement>('length');

describe('the form of one role', () => {
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

describe('a form that could not be sent', () => {
  it('says why, loses nothing, and is the same bulk when sent again', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({}) } });
    type('justification', 'Incident');
    test.answer = (command) =>
      command === 'activate'
        ? Promise.reject(new FailureError({ kind: 'internal', message: 'No answer to activate' }))
        : Promise.resolve();
    submit();
    expect((await screen.findByTestId('failure')).textContent).toContain('Your access has not changed.');
    expect(screen.getByTestId<HTMLTextAreaElement>('justification').value).toBe('Incident');
    test.answer = async () => undefined;
    submit();
    await waitFor(() => expect(screen.queryByTestId('form')).toBeNull());
    const [first, second] = test.sentAs('activate');
    expect(second).toEqual(first);
  });

  it('is done when the journal has it, though the answer was lost', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({}) } });
    test.answer = (command) => (command === 'activate' ? new Promise(() => undefined) : Promise.resolve());
    submit();
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
    const { bulkId } = test.sentAs('activate')[0]!;
    await test.write(journalItem(key), [activation(owner, { bulkId })]);
    await waitFor(() => expect(screen.queryByTestId('form')).toBeNull());
    expect((await screen.findByTestId('outcome-row')).dataset['state']).toBe('recorded');
  });

  it('tells of a role that vanished between listing and activating, and keeps the others', async () => {
    const test = await open([owner, reader], { policies: { [owner.key]: page({}), [reader.key]: page({}) } });
    test.answer = (command) =>
      command === 'activate' ? Promise.reject(new FailureError({ kind: 'roleVanished' })) : Promise.resolve();
    submit();
    expect((await screen.findByTestId('failure')).textContent).toContain(
      'no longer among your eligible roles',
    );
    await test.write(eligibilitiesItem(key, 'azure'), { rows: [reader], readAt: noon });
    expect((await screen.findByTestId('form-vanished')).textContent).toContain('1 role is no longer');
    expect(screen.getAllByTestId('form-role').map((role) => role.dataset['key'])).toEqual([reader.key]);
    test.answer = async () => undefined;
    submit();
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(2));
    expect(test.sentAs('activate')[1]?.requests.map((request) => request.key)).toEqual([reader.key]);
  });

  it('cannot be sent when every role vanished', async () => {
    const test = await open([owner]);
    await test.write(eligibilitiesItem(key, 'azure'), { rows: [], readAt: noon });
    await screen.findByTestId('form-vanished');
    expect(screen.getByTestId<HTMLButtonElement>('submit').disabled).toBe(true);
  });

  it('takes no role for vanished whose list was never read', async () => {
    const test = await open([owner, groups]);
    await test.write(eligibilitiesItem(key, 'entra'), { rows: [], failure: { kind: 'offline' } });
    await waitFor(() => expect(screen.getAllByTestId('form-role')).toHaveLength(1));
    expect(screen.queryByTestId('form-vanished')).toBeNull();
  });
});

describe('the form of several roles', () => {
  const policies = {
    [owner.key]: page({ maximumMinutes: 60, ticketRequired: true }),
    [reader.key]: page({}),
    [groups.key]: page({ maximumMinutes: 240, approvalRequired: true }),
  };

  it('gives each role its own length, and a ticket only to those that ask for one', async () => {
    const test = await open([owner, reader, groups], { policies });
    await waitFor(() => expect(lengthOf(groups).value).toBe('4h'));
    expect([owner, reader, groups].map((role) => lengthOf(role).value)).toEqual(['1h', '8h', '4h']);
    enter(lengthOf(reader), '30m');
    type('ticket-number', 'INC1');
    type('ticket-system', 'SNOW');
    expect(screen.getByTestId('submit').textContent).toBe('Activate 3 roles');
    submit();
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
    const justification = 'Daily PIM elevation';
    expect(test.sentAs('activate')[0]?.requests).toEqual([
      { key: owner.key, ask: { minutes: 60, justification, ticket: { number: 'INC1', system: 'SNOW' } } },
      { key: reader.key, ask: { minutes: 30, justification } },
      { key: groups.key, ask: { minutes: 240, justification } },
    ]);
  });

  it('says which of the roles ask for the ticket, in one line and beside each', async () => {
    await open([owner, reader, groups], { policies });
    const line = await screen.findByTestId('ticket-roles');
    expect(line.textContent).toBe('Asked for by Owner on IT. The other roles are not given it.');
    const rows = screen.getAllByTestId('form-role');
    expect(
      rows.filter((row) => within(row).queryByTestId('rules-ticket')).map((row) => row.dataset['key']),
    ).toEqual([owner.key]);
  });

  it.each([
    [
      'some ask for it and the rules of others are unread',
      { ticketRequired: true },
      /^Asked for by Owner on IT\. It also goes to/,
    ],
    [
      'only rules that nobody could read may ask for it',
      {},
      /^It goes only to the roles whose rules could not be read\.$/,
    ],
  ])('says who is given the ticket where %s', async (_, rules, text) => {
    const unread = { readAt: noon, failure: { kind: 'forbidden' } } as const;
    await open([owner, reader, groups], {
      policies: { [owner.key]: page(rules), [reader.key]: page({}), [groups.key]: unread },
    });
    await waitFor(() => expect(screen.getByTestId('ticket-roles').textContent).toMatch(text));
  });

  it('sets one length for all, as far as each allows', async () => {
    await open([owner, reader, groups], { policies });
    await waitFor(() => expect(lengthOf(groups).value).toBe('4h'));
    enter(screen.getByTestId('length-all'), '2h');
    await waitFor(() =>
      expect([owner, reader, groups].map((role) => lengthOf(role).value)).toEqual(['1h', '2h', '2h']),
    );
  });

  it('leaves one out', async () => {
    const test = await open([owner, reader], { policies });
    await waitFor(() => expect(lengthOf(owner).value).toBe('1h'));
    fireEvent.click(within(roleOf(owner)).getByTestId('form-remove'));
    await waitFor(() => expect(screen.getByTestId('submit').textContent).toBe('Activate for 8 hours'));
    submit();
    await waitFor(() => expect(test.sentAs('activate')[0]?.requests).toHaveLength(1));
  });
});

describe('the draft', () => {
  const kept = (test: TestPage) => test.store.item(draftItem(key)).read();

  it('is kept as it is typed, without waiting for anything, and forgotten when the form is closed', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({}) } });
    await waitFor(() => expect(lengthOf(owner).value).toBe('8h'));
    type('justification', 'In');
    // Not even for what was written before: the popup may close at any time.
    expect(await kept(test)).toMatchObject({ justification: 'In' });
    type('justification', 'Incident 7');
    enter(slider(), '60');
    expect(await kept(test)).toEqual({
      keys: [owner.key],
      minutes: { [owner.key]: 60 },
      justification: 'Incident 7',
    });
    fireEvent.keyDown(screen.getByTestId('form'), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('form')).toBeNull());
    expect(await kept(test)).toBeNull();
    expect(test.sentAs('activate')).toEqual([]);
  });

  it('is left to the worker while it is being sent, and kept again when that was refused', async () => {
    const test = await open([owner], { policies: { [owner.key]: page({}) } });
    await waitFor(() => expect(lengthOf(owner).value).toBe('8h'));
    let refuse: (error: unknown) => void = () => undefined;
    test.answer = (command) =>
      command === 'activate' ? new Promise((_, reject) => (refuse = reject)) : Promise.resolve();
    submit();
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
    await test.write(draftItem(key), null);
    type('justification', 'While it is on its way');
    expect(await kept(test)).toBeNull();
    refuse(new FailureError({ kind: 'offline' }));
    await waitFor(async () => expect(await kept(test)).toMatchObject({ keys: [owner.key] }));
  });

  it('comes back as it was left', async () => {
    await open([], {
      policies: { [owner.key]: page({ ticketRequired: true }), [reader.key]: page({}) },
      draft: {
        keys: [owner.key, reader.key],
        minutes: { [reader.key]: 45 },
        justification: 'Half a sen',
        ticketNumber: 'INC1',
        ticketSystem: 'SNOW',
      },
    });
    await waitFor(() => expect(lengthOf(reader).value).toBe('45m'));
    expect(lengthOf(owner).value).toBe('8h');
    expect(screen.getByTestId<HTMLTextAreaElement>('justification').value).toBe('Half a sen');
    expect(screen.getByTestId<HTMLInputElement>('ticket-number').value).toBe('INC1');
    expect(screen.getByTestId<HTMLInputElement>('ticket-system').value).toBe('SNOW');
  });
});
