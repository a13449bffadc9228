// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Activation } from '../../src/domain/activation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { type Effect, type EffectState, effectStates } from '../../src/domain/effect.ts';
import type { Assignment } from '../../src/domain/role.ts';
import { assignmentsItem, journalItem, sessionItem, settingsItem } from '../../src/platform/items.ts';
import { effectText } from '../../src/popup/effect-text.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { activeRoles, outcomesOf } from '../../src/popup/view.ts';
import { activation, ada, assignment, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const owner = eligibility('Owner');
const admin = eligibility('User Administrator', { source: 'entra' });
const endsAt = noon + 60 * minute;

const active = (role: typeof owner, state?: EffectState): Activation =>
  activation(role, {
    state: 'active',
    settledAt: noon,
    endsAt: isoInstant(endsAt),
    ...(state ? { effect: { state, since: noon } satisfies Effect } : {}),
  });

async function open(journal: Activation[], rows: Assignment[] = []) {
  const page = createTestPage();
  await page.write(settingsItem, { clientId: ada.tenantId, tenant: 'organizations', portal: 'prompt' });
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(assignmentsItem(key, 'azure'), { rows, readAt: noon });
  await page.write(journalItem(key), journal);
  render(<Popup />, { wrapper: page.Page });
  await screen.findByTestId('search');
  return page;
}

const said = async (testId: 'active-row' | 'outcome-row') =>
  Object.fromEntries(
    (await screen.findAllByTestId(testId)).map((row) => [
      row.dataset['key'],
      within(row).queryByTestId('effect')?.textContent,
    ]),
  );

describe('the effect of an active role', () => {
  it('is said in both of its rows, with what is waited for', async () => {
    await open([active(owner, 'waiting'), active(admin, 'waiting')]);
    const words = {
      [owner.key]: 'Microsoft is spreading it, up to 10 minutes',
      [admin.key]: 'Microsoft is spreading it, usually within 3 minutes',
    };
    expect(await said('active-row')).toEqual(words);
    expect(await said('outcome-row')).toEqual(words);
  });

  it('is said to be there only when it is, and what cannot be seen is said so', () => {
    const page = createTestPage();
    const texts = effectStates.map((state) => [state, effectText({ state }, 'azure', page)] as const);
    expect(texts.filter(([, text]) => text === 'In effect').map(([state]) => state)).toEqual(['inEffect']);
    expect(Object.fromEntries(texts)).toMatchObject({
      cannotTell: 'Hoist cannot see from outside when it takes effect',
      notSeen: 'Microsoft has not shown it in effect yet',
    });
  });

  it('is said of a role that the list shows too, and of none that nobody looked at', async () => {
    const listed = assignment(owner, { endsAt });
    expect(activeRoles([listed], [active(owner, 'inEffect')], noon).running[0]?.effect?.state).toBe(
      'inEffect',
    );
    expect(activeRoles([listed], [active(owner)], noon).running[0]).not.toHaveProperty('effect');
    expect(activeRoles([listed], [], noon).running[0]).not.toHaveProperty('effect');
    const forGood = assignment(owner, { assignmentType: 'assigned' });
    expect(activeRoles([forGood], [active(owner, 'waiting')], noon).permanent[0]).not.toHaveProperty(
      'effect',
    );
  });

  it('is read out once when it comes, and not at every look', async () => {
    const page = await open([active(owner, 'waiting')]);
    const announced = () => screen.getByTestId('announcer').textContent;
    await screen.findAllByTestId('effect');
    const looked = active(owner, 'waiting');
    await page.write(journalItem(key), [{ ...looked, effect: { ...looked.effect!, lookedAt: noon + 1 } }]);
    expect(announced()).toBe('');
    await page.write(journalItem(key), [active(owner, 'inEffect')]);
    await waitFor(() => expect(announced()).toMatch(/^Owner on Shop: Active, ends .*\. In effect$/));
    expect((await said('active-row'))[owner.key]).toBe('In effect');
  });

  it('of an outcome that was taken away stays with the active role', () => {
    const dismissed = { ...active(owner, 'waiting'), dismissed: true };
    expect(outcomesOf([dismissed], noon)).toEqual([]);
    expect(activeRoles([], [dismissed], noon).running[0]?.effect?.state).toBe('waiting');
  });
});
