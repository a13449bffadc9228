// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { GroupRoles } from '../../src/domain/group-roles.ts';
import type { EligibilityList } from '../../src/domain/lists.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { type Eligibility, type GroupAccess, roleKey } from '../../src/domain/role.ts';
import {
  assignmentsItem,
  draftItem,
  eligibilitiesItem,
  groupRolesItem,
  policiesItem,
  sessionItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { ada, assignment, createTestPage, noon } from './ui-harness.tsx';

afterEach(cleanup);
const key = accountKey(ada);

function group(access: GroupAccess, name: string, scope: Partial<Eligibility['scope']> = {}): Eligibility {
  const id = name.toLowerCase();
  return {
    key: roleKey('groups', access, id),
    source: 'groups',
    roleName: access === 'owner' ? 'Owner' : 'Member',
    roleDefinitionId: access,
    templateId: access,
    scope: { kind: 'group', id, name, ...scope },
    memberType: 'direct',
  };
}

const member = group('member', 'Payroll');
const owner = group('owner', 'Payroll');
const tier0 = group('member', 'Tier 0', { isAssignableToRole: true });
const nameless = group('member', 'e0a1', { name: 'e0a1' });

async function open(groups: Partial<EligibilityList>, keys: readonly Eligibility[] = []) {
  const page = createTestPage();
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(eligibilitiesItem(key, 'entra'), { rows: [], readAt: noon });
  await page.write(eligibilitiesItem(key, 'azure'), { rows: [], readAt: noon });
  await page.write(eligibilitiesItem(key, 'groups'), { rows: [], ...groups });
  await page.write(policiesItem(key), {
    [member.key]: { readAt: noon, policy: { ...defaultPolicy, maximumMinutes: 240 } },
    [owner.key]: { readAt: noon, policy: { ...defaultPolicy, maximumMinutes: 60 } },
  });
  if (keys.length > 0) await page.write(draftItem(key), { keys: keys.map((one) => one.key), minutes: {} });
  render(<Popup />, { wrapper: page.Page });
  await screen.findByTestId(keys.length > 0 ? 'form' : 'search');
  return page;
}

const textOf = (testId: string, role: Eligibility) =>
  screen.getAllByTestId(testId).find((one) => one.dataset['key'] === role.key)?.textContent;

describe('a group in the list', () => {
  it('shows its name, and in words what one is of it', async () => {
    await open({ rows: [member, owner], readAt: noon });
    await screen.findAllByTestId('role-row');
    expect(textOf('role-row', owner)).toMatch(/^PayrollOwner · Group/);
    expect(textOf('role-row', member)).toMatch(/^PayrollMember · Group/);
    expect(screen.getByRole('button', { name: 'Activate Owner of Payroll' })).toBeTruthy();
    expect(screen.getByRole('checkbox', { name: 'Select Member of Payroll' })).toBeTruthy();
  });

  it('is found by its name, and by what one is of it', async () => {
    await open({ rows: [member, owner, tier0], readAt: noon });
    await screen.findAllByTestId('role-row');
    const shown = () => screen.queryAllByTestId('role-row').map((one) => one.dataset['key']);
    fireEvent.input(screen.getByTestId('search'), { target: { value: 'payroll owner' } });
    await waitFor(() => expect(shown()).toEqual([owner.key]));
    fireEvent.input(screen.getByTestId('search'), { target: { value: 'tier' } });
    await waitFor(() => expect(shown()).toEqual([tier0.key]));
  });

  it('that can hold Entra roles is marked, in words too; one without a name says so', async () => {
    await open({ rows: [member, tier0, nameless], readAt: noon });
    await screen.findAllByTestId('role-row');
    const marks = screen.getAllByRole('img', { name: 'Role-assignable group: it can bring Entra roles' });
    expect(marks.map((one) => one.closest('li')?.dataset['key'])).toEqual([tier0.key]);
    expect(textOf('role-row', nameless)).toContain('Microsoft gives no name for this group');
    expect(textOf('role-row', member)).not.toContain('no name');
  });

  it('that is active asks in its own words before it is deactivated', async () => {
    const page = await open({ rows: [], readAt: noon });
    await page.write(assignmentsItem(key, 'groups'), {
      rows: [assignment(owner, { endsAt: noon + 60 * 60_000 })],
      readAt: noon,
    });
    fireEvent.click(await screen.findByTestId('deactivate'));
    expect((await screen.findByTestId('deactivate-question')).textContent).toContain(
      'Deactivate Owner of Payroll now?',
    );
    fireEvent.click(screen.getByTestId('deactivate-yes'));
    await waitFor(() => expect(page.sentAs('deactivate')).toEqual([{ keys: [owner.key] }]));
  });
});

describe('without consent to groups', () => {
  const failure: Failure = { kind: 'permissionMissing', facts: { consentUrl: 'https://consent.test/' } };

  it('says so with the link, and not as a failure', async () => {
    const page = await open({ failure });
    await screen.findByTestId('groups-consent');
    expect(screen.queryByTestId('source-failure')).toBeNull();
    fireEvent.click(screen.getByTestId('copy-consent'));
    await waitFor(() => expect(page.copied).toEqual(['https://consent.test/']));
    fireEvent.click(screen.getByRole('button', { name: 'Sign in again' }));
    await waitFor(() => expect(page.sentAs('signIn')).toHaveLength(1));
  });

  it('is silent while one searches, and hides no empty page', async () => {
    await open({ failure });
    // Nothing is eligible in the other parts.
    expect((await screen.findByTestId('no-roles')).textContent).toContain('You have no eligible roles');
    expect(screen.getByTestId('groups-consent')).toBeTruthy();
  });

  it('is another thing than a list that could not be read', async () => {
    await open({ failure: { kind: 'timeout' } });
    expect((await screen.findByTestId('source-failure')).textContent).toContain(
      'The groups could not be read',
    );
    expect(screen.queryByTestId('groups-consent')).toBeNull();
  });
});

describe('the form', () => {
  const scope = { kind: 'subscription', id: '/subscriptions/s', name: 'Contoso Staging' } as const;
  const directory = { kind: 'directory', id: '/', name: 'Directory' } as const;
  const roles: GroupRoles['roles'] = [
    { side: 'entra', roleName: 'User Administrator', scope: directory },
    { side: 'azure', roleName: 'Contributor', scope },
  ];
  const read = (members: Partial<GroupRoles>): GroupRoles => ({
    readAt: noon,
    roles: [],
    unread: [],
    ...members,
  });

  it('takes the rules of the access that it is for', async () => {
    await open({ rows: [member, owner], readAt: noon }, [owner]);
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('length').value).toBe('1h'));
    expect(screen.getByTestId('brings').dataset['brings']).toBe('owner');
  });

  it('has what the group brings looked up, and shows it when it comes', async () => {
    const page = await open({ rows: [member], readAt: noon }, [member]);
    expect(screen.getByTestId('brings').dataset['brings']).toBe('checking');
    await waitFor(() => expect(page.sentAs('readGroupRoles')).toEqual([{ keys: [member.key] }]));
    await page.write(groupRolesItem(key), { [member.scope.id]: read({ roles }) });
    await waitFor(() =>
      expect(screen.getByTestId('brings').textContent).toContain(
        'Brings: User Administrator (Directory), Contributor on Contoso Staging.',
      ),
    );
  });

  it.each([
    [
      'nothing can be read',
      { unread: ['entra', 'azure'] },
      /^Hoist is not allowed to read what this group brings\.$/,
    ],
    ['nothing is there', {}, /^Hoist finds no role .* There may be more on subscriptions/],
    [
      'Entra is closed',
      { roles: roles.slice(1), unread: ['entra'] },
      /^Brings: Contributor on Contoso Staging\. Hoist is not allowed to read its Entra roles\. There may be more/,
    ],
    [
      'Azure is closed',
      { roles: roles.slice(0, 1), unread: ['azure'] },
      /^Brings: User Administrator \(Directory\)\. Hoist is not allowed to read its Azure roles\.$/,
    ],
    [
      'there are many',
      { roles: Array.from({ length: 8 }, () => roles[1]!) },
      /^Brings: (Contributor on Contoso Staging, ){5}and 3 more\./,
    ],
  ] as [string, Partial<GroupRoles>, RegExp][])('says so where %s', async (_, members, words) => {
    const page = await open({ rows: [member], readAt: noon }, [member]);
    await page.write(groupRolesItem(key), { [member.scope.id]: read(members) });
    await waitFor(() => expect(screen.getByTestId('brings').textContent).toMatch(words));
    expect(screen.getByTestId<HTMLButtonElement>('submit').disabled).toBe(false);
  });

  it('gives up waiting where the worker refuses, and can be sent all the same', async () => {
    const page = createTestPage();
    page.answer = (command) =>
      command === 'readGroupRoles' ? Promise.reject(new Error('No.')) : Promise.resolve(undefined);
    await page.write(sessionItem, { status: 'signedIn', account: ada });
    await page.write(eligibilitiesItem(key, 'groups'), { rows: [member], readAt: noon });
    await page.write(draftItem(key), { keys: [member.key], minutes: {} });
    render(<Popup />, { wrapper: page.Page });
    await waitFor(() => expect(screen.getByTestId('brings').dataset['brings']).toBe('unread'));
    expect(screen.getByTestId<HTMLButtonElement>('submit').disabled).toBe(false);
  });
});
