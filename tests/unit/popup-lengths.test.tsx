// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Draft } from '../../src/domain/habits.ts';
import { type ActivationPolicy, defaultPolicy } from '../../src/domain/policy.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import { draftItem, eligibilitiesItem, policiesItem, sessionItem } from '../../src/platform/items.ts';
import { localZone, momentText } from '../../src/platform/time-text.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { ada, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const owner = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
const reader = eligibility('Reader');
const contributor = eligibility('Contributor');
const all = [owner, reader, contributor];

type Policies = readonly (readonly [Eligibility, Partial<ActivationPolicy>])[];

async function open(policies: Policies, draft?: Partial<Draft>) {
  const test = createTestPage();
  await test.write(sessionItem, { status: 'signedIn', account: ada });
  await test.write(eligibilitiesItem(key, 'azure'), { rows: all, readAt: noon });
  const pages = policies.map(([role, policy]) => [
    role.key,
    { readAt: noon, policy: { ...defaultPolicy, ...policy } },
  ]);
  await test.write(policiesItem(key), Object.fromEntries(pages));
  await test.write(draftItem(key), { keys: policies.map(([role]) => role.key), minutes: {}, ...draft });
  render(<Popup />, { wrapper: test.Page });
  await screen.findByTestId('form');
  await waitFor(() =>
    expect(document.querySelectorAll('[data-rules="known"]')).toHaveLength(policies.length),
  );
  return test;
}

const field = (id = 'length') => screen.getByTestId<HTMLInputElement>(id);
const slider = () => field('length-slider');
const type = (text: string, id = 'length') => fireEvent.input(field(id), { target: { value: text } });
const result = (id = 'length') => screen.getByTestId(`${id}-result`).textContent;
const press = (element: HTMLElement, key: string) => fireEvent.keyDown(element, { key });
const submit = () => fireEvent.click(screen.getByTestId('submit'));
const rowOf = (role: Eligibility) =>
  screen.getAllByTestId('form-role').find((one) => one.dataset['key'] === role.key)!;
const lengthOf = (role: Eligibility) => within(rowOf(role)).getByTestId<HTMLInputElement>('length');
const after = (minutes: number) => momentText(noon + minutes * minute, noon, { locale: 'en-GB' });
/** What a clock on the wall shows so long after noon in UTC. */
const wallClock = (minutes: number) =>
  Temporal.Instant.fromEpochMilliseconds(noon + minutes * minute)
    .toZonedDateTimeISO(localZone())
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });

describe('a length', () => {
  it('is shown by slider, text and end, which say the same', async () => {
    await open([[owner, {}]]);
    expect(field().value).toBe('8h');
    expect([slider().min, slider().max, slider().value]).toEqual(['30', '480', '480']);
    expect(result()).toBe(`8 h, until ${after(480)}`);
    expect(slider().getAttribute('aria-valuetext')).toBe(`8 hours, until ${after(480)}`);
    type('90m');
    await waitFor(() => expect(result()).toBe(`1 h 30 min, until ${after(90)}`));
    expect(slider().value).toBe('90');
    expect(field().value).toBe('90m');
  });

  it('is drawn to sensible stops, and moved by keys of the slider and of the field', async () => {
    await open([[owner, { maximumMinutes: 480 }]]);
    fireEvent.input(slider(), { target: { value: '131.7' } });
    await waitFor(() => expect(field().value).toBe('2h'));
    for (const [name, shown] of [
      ['ArrowRight', '2h 30m'],
      ['ArrowUp', '3h'],
      ['ArrowLeft', '2h 30m'],
      ['PageUp', '4h 30m'],
      ['PageDown', '2h 30m'],
      ['End', '8h'],
      ['Home', '30m'],
    ] as const) {
      press(slider(), name);
      await waitFor(() => expect(field().value, name).toBe(shown));
    }
    press(field(), 'ArrowUp');
    await waitFor(() => expect(field().value).toBe('1h'));
    expect(press(field(), 'ArrowLeft')).toBe(true);
    expect(field().value).toBe('1h');
  });

  it('is kept where it was when a drag ends at the same stop', async () => {
    await open([[owner, {}]]);
    fireEvent.input(slider(), { target: { value: '476' } });
    expect(slider().value).toBe('480');
  });

  it('may be named by its end', async () => {
    const test = await open([[owner, {}]]);
    type(`until ${wallClock(200)}`);
    await waitFor(() => expect(result()).toBe(`3 h 20 min, until ${after(200)}`));
    expect(screen.getByTestId('submit').textContent).toBe('Activate for 3 hours 20 minutes');
    submit();
    await waitFor(() => expect(test.sentAs('activate')[0]?.requests[0]?.ask.minutes).toBe(200));
  });

  it('over the policy says the maximum and offers it, and what was typed stays', async () => {
    const test = await open([[owner, { maximumMinutes: 240 }]]);
    type(`until ${wallClock(600)}`);
    expect((await screen.findByRole('alert')).textContent).toBe(
      'This role can be active for at most 4 hours.',
    );
    expect(result()).toContain('10 h');
    expect(field().value).toBe(`until ${wallClock(600)}`);
    submit();
    expect(test.sentAs('activate')).toEqual([]);
    expect(field().value).toBe(`until ${wallClock(600)}`);
    fireEvent.click(screen.getByTestId('length-offer'));
    await waitFor(() => expect(field().value).toBe('4h'));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(document.activeElement).toBe(field());
  });

  it('under what PIM takes is said when it is sent, with what it takes', async () => {
    const test = await open([[owner, {}]]);
    type('2m');
    expect(screen.queryByRole('alert')).toBeNull();
    submit();
    expect((await screen.findByRole('alert')).textContent).toBe('PIM allows no length under 5 minutes.');
    expect(test.sentAs('activate')).toEqual([]);
    fireEvent.click(screen.getByTestId('length-offer'));
    await waitFor(() => expect(field().value).toBe('5m'));
  });

  it.each([
    [30, '5', '30m'],
    [5, '5', '5m'],
    [1440, '30', '8h'],
    [2880, '60', '8h'],
    [100, '15', '1h 40m'],
  ])('within a policy of %i minutes starts from %s, usually %s', async (maximumMinutes, shortest, usual) => {
    const test = await open([[owner, { maximumMinutes }]]);
    expect([slider().min, slider().max, field().value]).toEqual([shortest, String(maximumMinutes), usual]);
    expect(slider().disabled).toBe(maximumMinutes === 5);
    press(field(), 'PageUp');
    type(String(maximumMinutes / 60) + 'h');
    await waitFor(() => expect(slider().value).toBe(String(maximumMinutes)));
    submit();
    await waitFor(() => expect(test.sentAs('activate')[0]?.requests[0]?.ask.minutes).toBe(maximumMinutes));
  });

  it('comes back as it was typed, also where it is none yet', async () => {
    const test = await open([[owner, {}]]);
    type('until 1');
    expect(await test.store.item(draftItem(key)).read()).toMatchObject({ typed: { [owner.key]: 'until 1' } });
    type('until');
    const draft = await test.store.item(draftItem(key)).read();
    expect(draft).toEqual({ keys: [owner.key], minutes: {}, typed: { [owner.key]: 'until' } });
    cleanup();
    await open([[owner, {}]], draft!);
    expect(field().value).toBe('until');
    expect(result()).toBe('');
  });
});

describe('the lengths of several roles', () => {
  const policies = [
    [owner, { maximumMinutes: 60 }],
    [reader, {}],
    [contributor, { maximumMinutes: 240 }],
  ] as const;
  const values = () => [owner, reader, contributor].map((role) => lengthOf(role).value);

  it('follow the one for all, and a role that may have less says so', async () => {
    const test = await open(policies);
    expect(values()).toEqual(['1h', '8h', '4h']);
    expect(result('length-all')).toBe('As set below');
    type('3h', 'length-all');
    await waitFor(() => expect(values()).toEqual(['1h', '3h', '3h']));
    expect(rowOf(owner).textContent).toContain('Its rules allow at most 1 h.');
    expect(rowOf(reader).textContent).not.toContain('at most');
    fireEvent.click(within(rowOf(contributor)).getByTestId('length-shorter'));
    await waitFor(() => expect(values()).toEqual(['1h', '3h', '2h 45m']));
    submit();
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
    expect(test.sentAs('activate')[0]!.requests.map(({ ask }) => ask.minutes)).toEqual([60, 180, 165]);
  });

  it('may all be named by their end, and show what that comes to', async () => {
    await open(policies);
    type(`until ${wallClock(120)}`, 'length-all');
    await waitFor(() => expect(within(rowOf(reader)).getByTestId('length-result').textContent).toBe('2 h'));
    expect(values()).toEqual(['1h', `until ${wallClock(120)}`, `until ${wallClock(120)}`]);
  });

  it('are kept with the one for all, and give way to the rules when these come', async () => {
    const test = await open(policies);
    type('3h', 'length-all');
    const draft = await test.store.item(draftItem(key)).read();
    expect(draft).toMatchObject({ minutes: {}, lengthForAll: { typed: '3h' } });
    await test.write(policiesItem(key), {
      [owner.key]: { readAt: noon, policy: { ...defaultPolicy, maximumMinutes: 120 } },
    });
    await waitFor(() => expect(lengthOf(owner).value).toBe('2h'));
  });

  it('stay as they are while the one for all is no length, which is said once and is not sent', async () => {
    const test = await open(policies, { minutes: { [reader.key]: 45 } });
    type('until', 'length-all');
    expect(values()).toEqual(['1h', '45m', '4h']);
    submit();
    expect((await screen.findAllByRole('alert')).map(({ textContent }) => textContent)).toEqual([
      'Type a length such as 90m, 2h or 1:30, or an end such as until 17:00.',
    ]);
    expect(test.sentAs('activate')).toEqual([]);
    type('', 'length-all');
    await waitFor(() => expect(result('length-all')).toBe('As set below'));
  });

  it('have an end for all that none of them may reach', async () => {
    await open(policies);
    type('9h', 'length-all');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'None of these roles can be active for more than 8 hours.',
    );
    fireEvent.click(screen.getByTestId('length-offer'));
    await waitFor(() => expect(field('length-all').value).toBe('8h'));
    expect(values()).toEqual(['1h', '8h', '4h']);
  });

  it('show the one for all still, where all but one role are left out', async () => {
    await open([policies[0], policies[1]]);
    type('3h', 'length-all');
    fireEvent.click(within(rowOf(owner)).getByTestId('form-remove'));
    await waitFor(() => expect(screen.queryByTestId('length-all')).toBeNull());
    expect(lengthOf(reader).value).toBe('3h');
    expect(screen.getByTestId('submit').textContent).toBe('Activate for 3 hours');
  });
});

describe('what several roles will ask for', () => {
  it('is counted at the top, and said of each in a few words', async () => {
    await open([
      [owner, { approvalRequired: true, approvers: [{ kind: 'person', name: 'Grace Hopper' }] }],
      [reader, { approvalRequired: true, mfaRequired: true }],
      [contributor, { ticketRequired: true }],
    ]);
    expect(screen.getByTestId('form-summary').textContent).toBe('2 need approval·1 will ask you to verify');
    expect(rowOf(owner).textContent).toContain('Needs approval by Grace Hopper');
    expect(screen.getByTestId('ticket-roles').textContent).toBe(
      'Asked for by Contributor on Shop. The other roles are not given it.',
    );
  });

  it('is nothing to speak of where nothing is', async () => {
    await open([
      [owner, {}],
      [reader, {}],
    ]);
    expect(screen.queryByTestId('form-summary')).toBeNull();
    expect(screen.queryByTestId('ticket-roles')).toBeNull();
  });
});
