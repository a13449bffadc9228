// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { journalItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { activation, minute, noon } from './ui-harness.tsx';
import { putBack } from './put-back.ts';
import { key, open, owner, reader, rowOf } from './popup-home-rig.tsx';

afterEach(putBack);

describe('the requests', () => {
  it('show each state, and take a settled one away', async () => {
    const page = await open();
    await page.write(journalItem(key), [
      activation(owner, { id: 'a', state: 'sending' }),
      activation(reader, {
        id: 'b',
        state: 'failed',
        settledAt: noon,
        failure: { kind: 'ticketRequired', code: 'X', message: 'TicketingRule' },
      }),
    ]);
    const [sending, failed] = await screen.findAllByTestId('outcome-row');
    expect(sending?.dataset['state']).toBe('sending');
    expect(within(sending!).queryByTestId('dismiss')).toBeNull();
    expect(failed?.textContent).toContain('The role’s rules ask for a ticket.');
    expect(rowOf(owner).dataset['availability']).toBe('underWay');
    fireEvent.click(within(failed!).getByTestId('dismiss'));
    expect(page.sentAs('dismissOutcomes')).toEqual([{ ids: ['b'] }]);
  });

  it('ask again with what was asked before, but never with its ticket', async () => {
    const page = await open();
    const ask = { minutes: 60, justification: 'Incident', ticket: { number: 'INC1', system: 'SNOW' } };
    await page.write(journalItem(key), [
      activation(reader, { state: 'failed', settledAt: noon, ask, failure: { kind: 'serverError' } }),
    ]);
    fireEvent.click(await screen.findByTestId('ask-again'));
    expect((await screen.findByTestId<HTMLInputElement>('length')).value).toBe('1h');
    expect(screen.getByTestId<HTMLTextAreaElement>('justification').value).toBe('Incident');
    expect(screen.queryByDisplayValue('INC1')).toBeNull();
  });

  it('that wait for a proof go on by a click, one or all, and can be taken away', async () => {
    const page = await open();
    const proof = { about: 'context' as const, context: 'c1', claims: '{}' };
    const waiting = (role: typeof owner, id: string, members: Partial<Activation> = {}) =>
      activation(role, { id, state: 'proofNeeded', proof, ...members });
    await page.write(journalItem(key), [
      waiting(owner, 'a', { failure: { kind: 'proofCancelled' } }),
      waiting(reader, 'b'),
    ]);
    const button = await screen.findByRole('button', { name: 'Verify and continue: Owner on IT' });
    fireEvent.click(button);
    expect(page.sentAs('verify')).toEqual([{ ids: ['a'] }]);
    fireEvent.click(screen.getByTestId('verify-all'));
    expect(page.sentAs('verify')[1]?.ids.toSorted()).toEqual(['a', 'b']);
    expect(screen.getByText('The verification window was closed before it was finished.')).toBeTruthy();
    fireEvent.click(screen.getAllByTestId('dismiss')[0]!);
    expect(page.sentAs('dismissOutcomes')).toHaveLength(1);
    expect(rowOf(owner).dataset['availability']).toBe('underWay');

    // While the window is open there is nothing to click here.
    await page.write(journalItem(key), [waiting(owner, 'a', { proof: { ...proof, windowOf: 'w' } })]);
    await waitFor(() => expect(screen.queryByTestId('verify')).toBeNull());
    await page.write(journalItem(key), [waiting(owner, 'a', { failure: { kind: 'proofCancelled' } })]);
    await waitFor(() =>
      expect(screen.getByTestId('announcer').textContent).toContain('verification window was closed'),
    );
  });

  it('are read out when they change, and not when they stood there before', async () => {
    const page = await open();
    await page.write(journalItem(key), [activation(owner, { state: 'following' })]);
    await waitFor(() =>
      expect(screen.getByTestId('announcer').textContent).toBe('Owner on IT: Accepted, being set up…'),
    );
    await page.write(journalItem(key), [
      activation(owner, { state: 'active', settledAt: noon, endsAt: isoInstant(noon + 480 * minute) }),
    ]);
    await waitFor(() =>
      expect(screen.getByTestId('announcer').textContent).toContain('Owner on IT: Active, ends'),
    );
    cleanup();
    render(<Popup />, { wrapper: page.Page });
    await screen.findByTestId('outcome-row');
    expect(screen.getByTestId('announcer').textContent).toBe('');
  });
});
