// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Activation } from '../../src/domain/activation.ts';
import { newDeactivation } from '../../src/domain/deactivation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { type EffectState, effectStates } from '../../src/domain/effect.ts';
import { type Eligibility, roleKey } from '../../src/domain/role.ts';
import {
  deactivationsItem,
  eligibilitiesItem,
  journalItem,
  roleMarksItem,
  sessionItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { isDone } from '../../src/popup/view.ts';
import { activation, ada, assignment, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const roles = ['Owner', 'Reader', 'Contributor', 'Monitoring Reader', 'Key Vault Reader'].map((name) =>
  eligibility(name),
);
const [owner, reader, writer, monitor, vault] = roles as [
  Eligibility,
  Eligibility,
  Eligibility,
  Eligibility,
  Eligibility,
];
const endsAt = isoInstant(noon + 60 * minute);
const end = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit' }).format(
  noon + 60 * minute,
);

const active = (role: Eligibility, state: EffectState, members: Partial<Activation> = {}): Activation =>
  activation(role, {
    id: role.roleName,
    state: 'active',
    settledAt: noon,
    endsAt,
    effect: { state, since: noon },
    ...members,
  });

async function open(journal: readonly Activation[]) {
  const page = createTestPage();
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(eligibilitiesItem(key, 'azure'), { rows: roles, readAt: noon });
  await page.write(journalItem(key), [...journal]);
  render(<Popup />, { wrapper: page.Page });
  await screen.findByTestId('outcomes');
  return page;
}

const rowsIn = (place: HTMLElement) =>
  within(place)
    .queryAllByTestId('outcome-row')
    .map((row) => row.dataset['key']);
const rows = () => rowsIn(screen.getByTestId('outcomes'));
const rowOf = (role: Eligibility) =>
  screen.getAllByTestId('outcome-row').find((row) => row.dataset['key'] === role.key)!;
/** All of the row but its button. */
const said = (role: Eligibility) => rowOf(role).querySelector('.outcome-done, .outcome-text')?.textContent;
const line = () => screen.getByTestId('show-done');

describe('a request that went well', () => {
  it('becomes one line when it is in effect, without the steps and with all that was said', async () => {
    const page = await open([active(owner, 'waiting')]);
    expect(within(rowOf(owner)).getByTestId('outcome-state').textContent).toBe(`Active, ends ${end}`);
    expect(within(rowOf(owner)).getByTestId('steps').textContent).toContain('Effect: up to 10 min (now)');
    const dismiss = within(rowOf(owner)).getByTestId('dismiss');
    dismiss.focus();
    await page.write(journalItem(key), [active(owner, 'inEffect')]);
    await waitFor(() => expect(said(owner)).toBe(`Owner · ShopIn effect · ends ${end}`));
    expect(screen.queryByTestId('steps')).toBeNull();
    // It is the same row, and the focus is where it was.
    expect(document.activeElement).toBe(dismiss);
    expect(document.activeElement?.isConnected).toBe(true);
    fireEvent.click(dismiss);
    expect(page.sentAs('dismissOutcomes')).toEqual([{ ids: ['Owner'] }]);
  });

  it('is only called in effect where it was seen to be', async () => {
    await open([
      active(owner, 'cannotTell'),
      active(reader, 'inEffect', { already: true }),
      active(writer, 'cannotTell', { endsAt: undefined }),
    ]);
    const unseen = 'Hoist cannot see from outside when it takes effect';
    expect(said(owner)).toBe(`Owner · ShopActive · ${unseen} · may take minutes · ends ${end}`);
    expect(said(reader)).toBe(`Reader · ShopWas already active · In effect · ends ${end}`);
    expect(said(writer)).toBe(`Contributor · ShopActive · ${unseen} · may take minutes`);
    expect(screen.queryByTestId('steps')).toBeNull();
  });

  it('is done when it is in effect or nobody can tell, and in no other state', () => {
    expect(effectStates.filter((state) => isDone(active(owner, state)))).toEqual(['inEffect', 'cannotTell']);
    expect(isDone(activation(owner, { state: 'active' }))).toBe(true);
    for (const state of ['following', 'failed', 'unknown', 'scheduled'] as const)
      expect(isDone(activation(owner, { state, effect: { state: 'inEffect', since: noon } })), state).toBe(
        false,
      );
  });

  it('says what it waits for where it has no steps, and what was not seen', async () => {
    await open([active(owner, 'waiting', { already: true }), active(reader, 'notSeen')]);
    expect(said(owner)).toContain('Was already activeMicrosoft is spreading it, up to 10 minutes');
    expect(said(reader)).toContain(`Active, ends ${end}Microsoft has not shown it in effect yet`);
  });

  it('says what the person calls it, and where it lies where another has the same names', async () => {
    const [production, staging] = ['Production', 'Staging'].map((name): Eligibility => {
      const role = eligibility('Billing Reader', { scopeName: name });
      return { ...role, scope: { ...role.scope, id: `/subscriptions/${name}` } };
    }) as [Eligibility, Eligibility];
    const web = (name: string, { scope }: Eligibility): Eligibility => {
      const role = eligibility(name, { kind: 'resourceGroup', scopeName: 'rg-web' });
      const id = `${scope.id}/resourceGroups/rg-web`;
      return { ...role, key: roleKey('azure', role.templateId, id), scope: { ...role.scope, id } };
    };
    const [prod, test, other] = [web('Owner', production), web('Owner', staging), web('Reader', staging)];
    const page = createTestPage();
    await page.write(sessionItem, { status: 'signedIn', account: ada });
    await page.write(eligibilitiesItem(key, 'azure'), {
      rows: [production, staging, prod, test, other],
      readAt: noon,
    });
    await page.write(roleMarksItem(key), { [test.key]: { alias: 'trial' } });
    await page.write(journalItem(key), [
      active(prod, 'inEffect', { id: 'p' }),
      active(test, 'inEffect', { id: 't' }),
      active(other, 'inEffect', { id: 'o' }),
    ]);
    render(<Popup />, { wrapper: page.Page });
    await screen.findByTestId('outcomes');
    await waitFor(() => expect(said(test)).toBe(`Owner · rg-webtrialIn effect · ends ${end}`));
    expect(said(prod)).toBe(`Owner · Production › rg-webIn effect · ends ${end}`);
    expect(said(other)).toBe(`Reader · rg-webIn effect · ends ${end}`);
    // A role is no namesake of itself.
    await page.write(journalItem(key), [
      active(prod, 'inEffect', { id: 'p' }),
      active(prod, 'inEffect', { id: 'again' }),
    ]);
    await waitFor(() => expect(said(prod)).toBe(`Owner · rg-webIn effect · ends ${end}`));
  });

  it('keeps the whole of a long name', async () => {
    const role = eligibility('Regional operator '.repeat(17).trim(), {
      scopeName: 'מנוי '.repeat(60).trim(),
    });
    await open([active(role, 'inEffect')]);
    expect(said(role)).toBe(`${role.roleName} · ${role.scope.name}In effect · ends ${end}`);
    expect(rowOf(role).querySelector('[title]')?.getAttribute('title')).toBe(
      `${role.roleName}\n${role.scope.name}`,
    );
    expect(rowOf(role).querySelectorAll('bdi')).toHaveLength(2);
  });
});

describe('more than three that went well', () => {
  const four = [owner, reader, writer, monitor].map((role) => active(role, 'inEffect'));
  const failed = activation(vault, {
    id: 'f',
    state: 'failed',
    settledAt: noon,
    failure: { kind: 'denied' },
  });

  it('stand in one line after what needs a look, and open from it', async () => {
    await open([...four, failed]);
    expect(rows()).toEqual([vault.key]);
    expect(line().textContent).toBe('4 roles are in effect');
    expect(line().getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(line());
    await waitFor(() => expect(rows()).toHaveLength(5));
    expect(line().getAttribute('aria-expanded')).toBe('true');
    expect(rowsIn(document.getElementById(line().getAttribute('aria-controls')!)!).toSorted()).toEqual(
      four.map(({ role }) => role.key).toSorted(),
    );
    fireEvent.click(line());
    await waitFor(() => expect(rows()).toEqual([vault.key]));
  });

  it('are only called in effect where all of them are', async () => {
    const page = await open([...four.slice(1), active(owner, 'cannotTell')]);
    expect(line().textContent).toBe('4 roles are active');
    await page.write(journalItem(key), [...four.slice(1), active(owner, 'waiting')]);
    await waitFor(() => expect(screen.queryByTestId('show-done')).toBeNull());
    expect(rows()).toHaveLength(4);
  });

  it('go together, and the focus to what is left', async () => {
    const page = await open([...four, failed]);
    const all = screen.getByRole('button', { name: 'Dismiss: 4 roles are in effect' });
    all.focus();
    fireEvent.click(all);
    expect(page.sentAs('dismissOutcomes').map(({ ids }) => ids.toSorted())).toEqual([
      four.map(({ id }) => id).toSorted(),
    ]);
    expect(document.activeElement).toBe(within(rowOf(vault)).getByTestId('dismiss'));
  });

  it('stay together while they are looked at, one taken away after the other', async () => {
    const page = await open(four);
    fireEvent.click(line());
    await screen.findAllByTestId('outcome-row');
    for (let left = 3; left >= 0; left--) {
      const button = screen.getAllByTestId('dismiss')[0]!;
      button.focus();
      fireEvent.click(button);
      if (left > 0) expect(document.activeElement).toBe(screen.getAllByTestId('dismiss')[1]);
      const gone = new Set(page.sentAs('dismissOutcomes').flatMap(({ ids }) => ids));
      await page.write(
        journalItem(key),
        four.filter(({ id }) => !gone.has(id)),
      );
      await waitFor(() => expect(screen.queryAllByTestId('outcome-row')).toHaveLength(left));
      if (left > 0) expect(line().getAttribute('aria-expanded')).toBe('true');
    }
    expect(document.activeElement).toBe(screen.getByTestId('search'));
  });

  it('are read out one by one as they change, whether the line is open or not', async () => {
    const page = await open([...four.slice(1), active(owner, 'waiting')]);
    await page.write(journalItem(key), four);
    await waitFor(() =>
      expect(screen.getByTestId('announcer').textContent).toBe(
        `Owner on Shop: Active, ends ${end}. In effect`,
      ),
    );
    expect(line().getAttribute('aria-expanded')).toBe('false');
  });

  it('are one row for the arrows, whose line has the focus; open, each is a row', async () => {
    await open([...four, failed]);
    const press = (name: string) => fireEvent.keyDown(document.activeElement!, { key: name });
    screen.getByTestId('search').focus();
    press('ArrowDown');
    expect(document.activeElement).toBe(rowOf(vault));
    press('ArrowDown');
    expect(document.activeElement).toBe(line());
    press('ArrowRight');
    expect(document.activeElement).toBe(screen.getByTestId('dismiss-done'));
    press('ArrowLeft');
    fireEvent.click(line());
    await waitFor(() => expect(rows()).toHaveLength(5));
    press('ArrowDown');
    expect(document.activeElement?.getAttribute('data-testid')).toBe('outcome-row');
  });

  it('that were deactivated have a line of their own', async () => {
    const page = await open([failed]);
    await page.write(
      deactivationsItem(key),
      roles.slice(0, 4).map((role) => ({
        ...newDeactivation({
          id: `end-${role.key}`,
          role: assignment(role, { endsAt: noon + 30 * minute }),
          at: noon,
        }),
        state: 'ended' as const,
        endedAt: noon,
        settledAt: noon,
      })),
    );
    await waitFor(() => expect(line().textContent).toBe('4 roles are deactivated'));
    fireEvent.click(line());
    await waitFor(() => expect(said(owner)).toBe('Owner · ShopDeactivated'));
  });
});
