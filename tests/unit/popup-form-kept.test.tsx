// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { draftItem, eligibilitiesItem, journalItem } from '../../src/platform/items.ts';
import { activation, noon, type TestPage } from './ui-harness.tsx';
import {
  enter,
  groups,
  key,
  lengthOf,
  open,
  owner,
  page,
  reader,
  slider,
  submit,
  type,
} from './activation-form-rig.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
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
