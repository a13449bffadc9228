// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Activation } from '../../src/domain/activation.ts';
import { epochMs, isoInstant } from '../../src/domain/duration.ts';
import { type LocalStart, suggestedStart } from '../../src/domain/local-start.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import {
  draftItem,
  eligibilitiesItem,
  journalItem,
  policiesItem,
  sessionItem,
} from '../../src/platform/items.ts';
import { localZone, shortSpanText, spanText } from '../../src/platform/time-text.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { activation, ada, createTestPage, eligibility, getMessage, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const owner = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
const zone = localZone();
const locale = { locale: 'en-GB' };

/** What the fields show of a moment. */
function fieldsOf(ms: number): LocalStart {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime();
  return {
    date: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}

async function open(options: { journal?: Activation[]; start?: LocalStart } = {}) {
  const page = createTestPage();
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(eligibilitiesItem(key, 'entra'), { rows: [], readAt: noon });
  await page.write(eligibilitiesItem(key, 'azure'), { rows: [owner], readAt: noon });
  await page.write(policiesItem(key), { [owner.key]: { readAt: noon, policy: defaultPolicy } });
  await page.write(journalItem(key), options.journal ?? []);
  const start = options.start ? { start: options.start } : {};
  await page.write(draftItem(key), { keys: [owner.key], minutes: { [owner.key]: 60 }, ...start });
  render(<Popup />, { wrapper: page.Page });
  await screen.findByTestId('form');
  await waitFor(() => expect(screen.queryByTestId('rules-checking')).toBeNull());
  return page;
}

const type = (id: string, value: string) => fireEvent.input(screen.getByTestId(id), { target: { value } });
const pick = (start: LocalStart) => {
  type('start-date', start.date);
  type('start-time', start.time);
};
const submit = () => fireEvent.click(screen.getByTestId('submit'));
const scheduled = (start: number, end: number) =>
  activation(owner, { state: 'scheduled', startsAt: isoInstant(start), endsAt: isoInstant(end) });

describe('the start of the form', () => {
  it('is now unless the person says later, and then sends the instant that their clock will show', async () => {
    const page = await open();
    expect(screen.getByTestId<HTMLInputElement>('start-now').checked).toBe(true);
    expect(screen.queryByTestId('start-date')).toBeNull();
    fireEvent.click(screen.getByTestId('start-later'));
    const suggested = suggestedStart(zone, noon);
    await waitFor(() =>
      expect(screen.getByTestId<HTMLInputElement>('start-date').value).toBe(suggested.date),
    );
    expect(screen.getByTestId<HTMLInputElement>('start-time').value).toBe(suggested.time);
    const at = noon + 21 * 60 * minute;
    pick(fieldsOf(at));
    await waitFor(() =>
      expect(screen.getByTestId('start-text').textContent).toBe(
        `${spanText(at, at + 60 * minute, locale, noon)}, your time.`,
      ),
    );
    // Tomorrow, so with its day; and with the end, which nobody could take for the start.
    expect(screen.getByTestId('submit').textContent).toBe(
      `Schedule ${shortSpanText(at, at + 60 * minute, noon, locale)}`,
    );
    submit();
    await waitFor(() => expect(page.sentAs('activate')).toHaveLength(1));
    expect(epochMs(page.sentAs('activate')[0]!.requests[0]!.ask.startsAt)).toBe(at);
  });

  it('is sent without a start when the person goes back to now', async () => {
    const page = await open({ start: fieldsOf(noon + 600 * minute) });
    expect(screen.getByTestId<HTMLInputElement>('start-later').checked).toBe(true);
    fireEvent.click(screen.getByTestId('start-now'));
    await waitFor(() => expect(screen.getByTestId('submit').textContent).toBe('Activate for 1 hour'));
    submit();
    await waitFor(() => expect(page.sentAs('activate')).toHaveLength(1));
    expect(page.sentAs('activate')[0]!.requests[0]!.ask).not.toHaveProperty('startsAt');
  });

  it('that has passed or is missing is refused with a sentence, and nothing is sent', async () => {
    const page = await open({ start: fieldsOf(noon - minute) });
    expect((await screen.findByTestId('start-error')).textContent).toContain('has passed');
    submit();
    type('start-time', '');
    await waitFor(() => expect(screen.getByTestId('start-error').textContent).toContain('Enter a day'));
    submit();
    expect(screen.getByTestId('start-date').getAttribute('aria-invalid')).toBe('true');
    expect(page.sentAs('activate')).toEqual([]);
  });

  it('whose time is taken shows by what, and is not sent until it leaves it', async () => {
    const window = { start: noon + 120 * minute, end: noon + 180 * minute };
    const page = await open({
      journal: [scheduled(window.start, window.end)],
      start: fieldsOf(noon + 180 * minute),
    });
    const clash = await screen.findByTestId('clash');
    expect(clash.textContent).toContain('Owner on IT');
    expect(clash.textContent).toContain(spanText(window.start, window.end, locale, noon));
    submit();
    expect(page.sentAs('activate')).toEqual([]);
    pick(fieldsOf(noon + 181 * minute));
    await waitFor(() => expect(screen.queryByTestId('clash')).toBeNull());
    submit();
    await waitFor(() => expect(page.sentAs('activate')).toHaveLength(1));
  });

  it('of now clashes with what is scheduled before it would end', async () => {
    const page = await open({ journal: [scheduled(noon + 30 * minute, noon + 90 * minute)] });
    await screen.findByTestId('clash');
    fireEvent.input(screen.getByTestId('length'), { target: { value: '30m' } });
    expect(screen.getByTestId('clash')).toBeTruthy();
    submit();
    expect(page.sentAs('activate')).toEqual([]);
  });
});

it('lists what is scheduled apart from the other requests, the next first, each to be cancelled', async () => {
  const page = createTestPage();
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(eligibilitiesItem(key, 'azure'), { rows: [owner], readAt: noon });
  const late = { ...scheduled(noon + 300 * minute, noon + 360 * minute), id: 'late' };
  const early = { ...scheduled(noon + 60 * minute, noon + 120 * minute), id: 'early' };
  await page.write(journalItem(key), [late, early]);
  render(<Popup />, { wrapper: page.Page });
  const section = await screen.findByTestId('waiting-section');
  await waitFor(() => expect(section.querySelectorAll('[data-testid="outcome-row"]')).toHaveLength(2));
  const [first] = section.querySelectorAll('[data-testid="outcome-state"]');
  expect(first?.textContent).toBe(
    getMessage('outcomeScheduledSpan', [spanText(noon + 60 * minute, noon + 120 * minute, locale, noon)]),
  );
  expect(screen.queryByTestId('outcomes')).toBeNull();
  // The role is free until then.
  expect(screen.getByTestId('role-row').dataset['availability']).toBe('free');
  fireEvent.click(section.querySelector('[data-testid="withdraw"]')!);
  expect(page.sentAs('withdraw')).toEqual([{ ids: ['early'] }]);
});
