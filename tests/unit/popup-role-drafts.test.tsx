// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { FailureError } from '../../src/domain/failure.ts';
import type { EligibilityExtension } from '../../src/domain/eligibility-extension.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { newHabits } from '../../src/domain/habits.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import type { RoleDraft } from '../../src/domain/role-draft.ts';
import {
  assignmentsItem,
  eligibilitiesItem,
  endingItem,
  extensionsItem,
  habitsItem,
  roleDraftsItem,
  roleMarksItem,
  sessionItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { failReading, sayOnline } from './network.ts';
import { ada, assignment, createTestPage, eligibility, minute, noon, type TestPage } from './ui-harness.tsx';

const key = accountKey(ada);
const day = 24 * 60 * minute;
const owner = eligibility('Owner');
const ending = eligibility('Contributor', { endsAt: noon + 3 * day });
const ended = eligibility('Reader', { endsAt: noon - day });

let page: TestPage;

beforeEach(async () => {
  page = createTestPage();
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(habitsItem(key), newHabits);
  await page.write(eligibilitiesItem(key, 'azure'), { rows: [owner, ending], readAt: noon });
  await page.write(endingItem(key), [ending, ended]);
  await page.write(assignmentsItem(key, 'azure'), {
    rows: [assignment(owner, { endsAt: noon + 60 * minute })],
    readAt: noon,
  });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('is not sent while there is no network, and said to stay', async () => {
  await open();
  fireEvent.click(await within(rowOf(ending)).findByTestId('ask-to-extend'));
  const sheet = within(await screen.findByTestId('extension-sheet'));
  fireEvent.input(sheet.getByTestId('justification'), { target: { value: 'Still on call' } });
  sayOnline(false);
  await failReading(page);
  const note = await sheet.findByTestId('sheet-offline');
  const button = sheet.getByTestId('extension-submit');
  expect(button.getAttribute('aria-describedby')).toBe(note.id);
  fireEvent.click(button);
  fireEvent.submit(button.closest('form')!);
  expect(page.sentAs('askExtension')).toEqual([]);
  expect(sheet.getByTestId<HTMLTextAreaElement>('justification').value).toBe('Still on call');
});

const kept = () => page.store.item(roleDraftsItem(key)).read();
/** The popup closes without asking, and another one opens. */
async function reopen(): Promise<void> {
  cleanup();
  await open();
}
async function open(): Promise<void> {
  render(<Popup />, { wrapper: page.Page });
  await screen.findAllByTestId('role-row');
}
const rowOf = (role: Eligibility) =>
  screen.getAllByTestId('role-row').find((row) => row.dataset['key'] === role.key)!;

interface Case {
  readonly name: string;
  readonly role: Eligibility;
  /** What is on the page while it is open. */
  readonly box: string;
  readonly field: string;
  readonly submit: string;
  readonly command: 'askExtension' | 'askFollowOn' | 'setAlias';
  open(): Promise<void>;
  /** What has no field of text. */
  choose?(): void;
  chosen?(): unknown;
  readonly choice?: unknown;
  readonly args: unknown;
}

const asked = { box: 'extension-sheet', field: 'justification', submit: 'extension-submit' } as const;
const inDays = {
  choose: () => fireEvent.change(screen.getByTestId('extension-until'), { target: { value: '180' } }),
  chosen: () => screen.getByTestId<HTMLSelectElement>('extension-until').value,
  choice: '180',
};
const cases: Case[] = [
  {
    name: '"Ask to extend"',
    role: ending,
    ...asked,
    command: 'askExtension',
    open: async () => void fireEvent.click(within(rowOf(ending)).getByTestId('ask-to-extend')),
    ...inDays,
    args: { key: ending.key, until: isoInstant(noon + 183 * day), justification: 'Typed before' },
  },
  {
    name: '"Ask to renew"',
    role: ended,
    ...asked,
    command: 'askExtension',
    open: async () => void fireEvent.click(await screen.findByTestId('ask-to-renew')),
    ...inDays,
    args: { key: ended.key, until: isoInstant(noon + 180 * day), justification: 'Typed before' },
  },
  {
    name: '"Extend…"',
    role: owner,
    box: 'extend-sheet',
    field: 'justification',
    submit: 'extend-submit',
    command: 'askFollowOn',
    async open() {
      fireEvent.click(await screen.findByTestId('active-more'));
      fireEvent.click(screen.getByTestId('menu-extend'));
    },
    choose: () => fireEvent.input(screen.getByTestId('length'), { target: { value: '90m' } }),
    chosen: () => screen.getByTestId<HTMLInputElement>('length').value,
    choice: '90m',
    args: { key: owner.key, ask: { minutes: 90, justification: 'Typed before' } },
  },
  {
    name: 'the field for a name of one’s own',
    role: owner,
    box: 'alias-editor',
    field: 'alias',
    submit: 'alias-keep',
    command: 'setAlias',
    open: async () => void fireEvent.click(within(rowOf(owner)).getByTestId('rename')),
    args: { key: owner.key, alias: 'Typed before' },
  },
];

describe.each(cases)('$name', (one) => {
  const field = () =>
    within(screen.getByTestId(one.box)).getByTestId<HTMLInputElement | HTMLTextAreaElement>(one.field);
  async function type(): Promise<void> {
    await open();
    await one.open();
    await screen.findByTestId(one.box);
    fireEvent.input(field(), { target: { value: 'Typed before' } });
    one.choose?.();
    await waitFor(async () => expect(JSON.stringify(await kept())).toContain('Typed before'));
  }

  it('opens again as it was, with the focus, when the popup closed in the middle of it; then it is sent', async () => {
    await type();
    await reopen();
    await screen.findByTestId(one.box);
    expect(field().value).toBe('Typed before');
    expect(one.chosen?.()).toEqual(one.choice);
    expect(document.activeElement).toBe(field());
    fireEvent.submit(field().form!);
    await waitFor(() => expect(screen.queryByTestId(one.box)).toBeNull());
    expect(page.sentAs(one.command)).toEqual([one.args]);
    expect(await kept()).toEqual([]);
    await reopen();
    expect(screen.queryByTestId(one.box)).toBeNull();
  });

  it('is over at Escape', async () => {
    await type();
    fireEvent.keyDown(field(), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId(one.box)).toBeNull());
    expect(await kept()).toEqual([]);
    expect(page.sentAs(one.command)).toEqual([]);
    await reopen();
    expect(screen.queryByTestId(one.box)).toBeNull();
  });

  it('stays as it is where it was not accepted, and says why', async () => {
    await type();
    page.answer = async (command) => {
      if (command === one.command) throw new FailureError({ kind: 'throttled' });
    };
    fireEvent.submit(field().form!);
    expect((await within(screen.getByTestId(one.box)).findByTestId('failure')).dataset['failure']).toBe(
      'throttled',
    );
    expect(field().value).toBe('Typed before');
    expect(await kept()).toHaveLength(1);
  });

  it('says what was typed when the role has vanished meanwhile, until that is seen', async () => {
    await type();
    cleanup();
    await page.write(eligibilitiesItem(key, 'azure'), { rows: [eligibility('Other')], readAt: noon });
    await page.write(assignmentsItem(key, 'azure'), { rows: [], readAt: noon });
    await page.write(endingItem(key), []);
    await open();
    const note = await screen.findByTestId('draft-gone');
    expect(note.textContent).toContain(`${one.role.roleName} on Shop`);
    expect(note.textContent).toContain('You had typed: “Typed before”');
    expect(screen.queryByTestId(one.box)).toBeNull();
    await reopen();
    fireEvent.click(await screen.findByTestId('draft-discard'));
    await waitFor(() => expect(screen.queryByTestId('draft-gone')).toBeNull());
    expect(await kept()).toEqual([]);
  });
});

describe('what is typed for a role', () => {
  const draft = (members: Partial<RoleDraft> = {}): RoleDraft =>
    ({
      kind: 'extension',
      role: { key: ending.key, roleName: ending.roleName, scope: ending.scope },
      days: 30,
      justification: 'Typed before',
      ...members,
    }) as RoleDraft;

  it('is not given up while a list is still being read', async () => {
    await page.write(roleDraftsItem(key), [draft()]);
    await page.write(eligibilitiesItem(key, 'azure'), { rows: [] });
    render(<Popup />, { wrapper: page.Page });
    await screen.findByTestId('search');
    await waitFor(() => expect(page.sentAs('refreshRoles')).toHaveLength(1));
    expect(screen.queryByTestId('draft-gone')).toBeNull();
    await page.write(eligibilitiesItem(key, 'azure'), { rows: [ending], readAt: noon });
    await screen.findByTestId('extension-sheet');
  });

  it('opens in a row that is far below what is drawn', async () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      eligibility('Reader', { scopeName: `Shop ${1000 + at}` }),
    );
    const far = many[250]!;
    const { roleName, scope } = far;
    const name = { key: far.key, roleName, scope };
    await page.write(eligibilitiesItem(key, 'azure'), { rows: many, readAt: noon });
    await page.write(roleDraftsItem(key), [{ kind: 'alias', role: name, alias: 'Typed before' }]);
    await open();
    const field = await screen.findByTestId<HTMLInputElement>('alias');
    expect(field.value).toBe('Typed before');
    expect(document.activeElement).toBe(field);
    expect(screen.getAllByTestId('role-row').length).toBeLessThan(100);
  });

  it('goes when the same was asked for elsewhere, and says so', async () => {
    await page.write(roleDraftsItem(key), [draft()]);
    const waiting: EligibilityExtension = {
      id: 'one',
      role: ending,
      until: isoInstant(noon + 30 * day),
      justification: 'Elsewhere',
      state: 'waiting',
      recordedAt: noon,
      changedAt: noon,
    };
    await page.write(extensionsItem(key), [waiting]);
    await open();
    expect((await screen.findByTestId('draft-gone')).textContent).toContain('Typed before');
    expect(screen.queryByTestId('extension-sheet')).toBeNull();
  });

  it('is of several roles at once: two names of one’s own are typed and kept', async () => {
    await open();
    for (const role of [owner, ending]) {
      fireEvent.click(within(rowOf(role)).getByTestId('rename'));
      const field = await within(rowOf(role)).findByTestId('alias');
      fireEvent.input(field, { target: { value: `My ${role.roleName}` } });
    }
    await reopen();
    await waitFor(() =>
      expect(screen.getAllByTestId<HTMLInputElement>('alias').map(({ value }) => value)).toEqual(
        expect.arrayContaining(['My Owner', 'My Contributor']),
      ),
    );
  });

  it('begins with the name that the role has, and a second press changes nothing of what is typed', async () => {
    await page.write(roleMarksItem(key), { [owner.key]: { alias: 'mine' } });
    await open();
    const rename = within(rowOf(owner)).getByTestId('rename');
    fireEvent.click(rename);
    const field = await screen.findByTestId<HTMLInputElement>('alias');
    expect(field.value).toBe('mine');
    fireEvent.input(field, { target: { value: 'ours' } });
    fireEvent.click(rename);
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('alias').value).toBe('ours'));
  });
});
