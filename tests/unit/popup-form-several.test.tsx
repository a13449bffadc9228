// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { noon } from './ui-harness.tsx';
import {
  enter,
  groups,
  lengthOf,
  open,
  owner,
  page,
  reader,
  roleOf,
  submit,
  type,
} from './activation-form-rig.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
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
