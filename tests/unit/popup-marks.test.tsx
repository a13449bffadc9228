// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { draftedRole, openDraft } from '../../src/domain/role-draft.ts';
import type { RoleMark } from '../../src/domain/role-marks.ts';
import { useRoleDrafts } from '../../src/popup/drafts/use-role-drafts.ts';
import { AliasEditor } from '../../src/popup/marks/alias-editor.tsx';
import { FavouriteButton } from '../../src/popup/marks/favourite-button.tsx';
import { ada, createTestPage, eligibility } from './ui-harness.tsx';

afterEach(cleanup);

const owner = eligibility('Owner', { scopeName: 'IT' });
const group = eligibility('Owner', { source: 'groups', kind: 'group', scopeName: 'Payroll' });

describe('the star', () => {
  it.each<[RoleMark | undefined, boolean]>([
    [undefined, true],
    [{ alias: 'mine' }, true],
    [{ favourite: true }, false],
  ])('of %j asks for the other state, and says by one name which it is', (mark, favourite) => {
    const page = createTestPage();
    render(<FavouriteButton role={owner} mark={mark} />, { wrapper: page.Page });
    const star = screen.getByRole('button', { name: 'Favourite: Owner on IT' });
    expect(star.getAttribute('aria-pressed')).toBe(String(!favourite));
    fireEvent.click(star);
    expect(page.sentAs('setFavourite')).toEqual([{ key: owner.key, favourite }]);
  });

  it('names a group as a group', () => {
    render(<FavouriteButton role={group} mark={undefined} />, { wrapper: createTestPage().Page });
    expect(screen.getAllByRole('button', { name: 'Favourite: Owner of Payroll' })).toHaveLength(1);
  });
});

describe('the field for an alias', () => {
  function open(mark?: RoleMark) {
    const page = createTestPage();
    function Row() {
      const drafts = useRoleDrafts(accountKey(ada));
      const draft = { kind: 'alias', role: draftedRole(owner), alias: mark?.alias ?? '' } as const;
      return (
        <>
          <button type="button" onClick={() => drafts.open(draft)}>
            Rename
          </button>
          {openDraft(drafts.all.value, 'alias', owner.key) && (
            <AliasEditor role={owner} mark={mark} drafts={drafts} />
          )}
        </>
      );
    }
    render(<Row />, { wrapper: page.Page });
    const opener = screen.getByText('Rename');
    opener.focus();
    fireEvent.click(opener);
    return { page, opener, field: screen.getByLabelText<HTMLInputElement>('Your name for Owner on IT') };
  }

  it('has the focus, says what it is for, and keeps what is typed at Enter', async () => {
    const { page, opener, field } = open();
    expect(document.activeElement).toBe(field);
    const hint = document.getElementById(field.getAttribute('aria-describedby')!);
    expect(hint?.textContent).toContain('Found by this name too');
    fireEvent.input(field, { target: { value: 'daily driver' } });
    fireEvent.submit(field.form!);
    expect(page.sentAs('setAlias')).toEqual([{ key: owner.key, alias: 'daily driver' }]);
    await waitFor(() => expect(screen.queryByTestId('alias-editor')).toBeNull());
    expect(document.activeElement).toBe(opener);
  });

  it('keeps nothing at Escape, closes only itself, and gives the focus back', () => {
    const { page, opener, field } = open({ alias: 'mine' });
    expect(field.value).toBe('mine');
    fireEvent.input(field, { target: { value: 'other' } });
    // Unhandled, the key would close the popup.
    expect(fireEvent.keyDown(field, { key: 'Escape' })).toBe(false);
    expect(page.sentAs('setAlias')).toEqual([]);
    expect(screen.queryByTestId('alias-editor')).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  it('takes the alias away when it is emptied, and sends nothing where nothing changed', () => {
    const { page, field } = open({ alias: 'mine' });
    fireEvent.input(field, { target: { value: '  ' } });
    fireEvent.submit(field.form!);
    expect(page.sentAs('setAlias')).toEqual([{ key: owner.key, alias: '  ' }]);
    cleanup();
    const same = open({ alias: 'mine' });
    fireEvent.submit(same.field.form!);
    expect(same.page.sentAs('setAlias')).toEqual([]);
    expect(screen.queryByTestId('alias-editor')).toBeNull();
  });

  it('cuts no name silently: one that is too long is said to be, and not kept', () => {
    const { page, field } = open();
    fireEvent.input(field, { target: { value: 'x'.repeat(61) } });
    fireEvent.submit(field.form!);
    expect(screen.getByRole('alert').textContent).toContain('at most 60 characters');
    expect(page.sentAs('setAlias')).toEqual([]);
    // An emoji is one character.
    fireEvent.input(field, { target: { value: '🚀'.repeat(60) } });
    expect(screen.queryByRole('alert')).toBeNull();
    fireEvent.submit(field.form!);
    expect(page.sentAs('setAlias')).toEqual([{ key: owner.key, alias: '🚀'.repeat(60) }]);
  });

  it('stays open with what was typed where it could not be kept, and says why', async () => {
    const { page, field } = open();
    page.answer = () => Promise.reject(new FailureError({ kind: 'internal' }));
    fireEvent.input(field, { target: { value: 'daily driver' } });
    fireEvent.submit(field.form!);
    expect((await screen.findByTestId('failure')).dataset['failure']).toBe('internal');
    expect(field.value).toBe('daily driver');
  });
});
