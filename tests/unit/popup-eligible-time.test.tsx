// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Eligibility } from '../../src/domain/role.ts';
import { localZone } from '../../src/platform/time-text.ts';
import { enter, lengthOf, open, page, roleOf, slider, submit, type } from './activation-form-rig.tsx';
import { eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const hour = 60 * minute;
const owner = eligibility('Owner', {
  kind: 'managementGroup',
  scopeName: 'IT',
  endsAt: noon + 3 * hour,
});
const reader = eligibility('Reader');

const rules = (...roles: Eligibility[]) => Object.fromEntries(roles.map(({ key }) => [key, page({})]));

/** What the date and time fields show so long after noon in UTC. */
function choose(ms: number): void {
  const local = Temporal.Instant.fromEpochMilliseconds(noon + ms).toZonedDateTimeISO(localZone());
  fireEvent.click(screen.getByTestId('start-later'));
  type('start-date', local.toPlainDate().toString());
  type('start-time', local.toPlainTime().toString({ smallestUnit: 'minute' }));
}

describe('the form of a role whose eligibility ends soon', () => {
  it('offers what is left of it, and says until when', async () => {
    const test = await open([owner], { policies: rules(owner), draft: drafted(owner) });
    expect(lengthOf(owner).value).toBe('2h 55m');
    expect(slider().max).toBe('175');
    expect(roleOf(owner).textContent).toMatch(/You are eligible only until/);
    submit();
    expect(test.sentAs('activate')[0]?.requests[0]?.ask.minutes).toBe(175);
  });

  it('takes a longer length that is typed, and says what PIM may do', async () => {
    const test = await open([owner], { policies: rules(owner), draft: drafted(owner) });
    type('length', '4h');
    expect(roleOf(owner).textContent).toMatch(/PIM may refuse this length, or end it then\./);
    submit();
    expect(test.sentAs('activate')[0]?.requests[0]?.ask.minutes).toBe(240);
  });

  it('offers no more than what is left in place of what the policy does not allow', async () => {
    await open([owner], { policies: rules(owner), draft: drafted(owner) });
    type('length', '12h');
    expect(roleOf(owner).textContent).toMatch(/at most 8 hours/);
    fireEvent.click(screen.getByTestId('length-offer'));
    expect(lengthOf(owner).value).toBe('2h 55m');
  });

  it('sends no start after its end, and says why', async () => {
    const test = await open([owner], { policies: rules(owner), draft: drafted(owner) });
    choose(4 * hour);
    expect(screen.getByTestId('clash').textContent).toMatch(
      /You are not eligible then\. .*Owner on IT: eligible until/,
    );
    // Once is enough.
    expect(roleOf(owner).textContent).not.toMatch(/eligible only until/);
    submit();
    expect(test.sentAs('activate')).toEqual([]);
    choose(hour);
    expect(screen.queryByTestId('clash')).toBeNull();
    expect(lengthOf(owner).value).toBe('1h 55m');
    submit();
    expect(test.sentAs('activate')[0]?.requests[0]?.ask.minutes).toBe(115);
  });

  it('gives it what is left where the length for all is longer, and the others all of it', async () => {
    const test = await open([owner, reader], {
      policies: rules(owner, reader),
      draft: { ...drafted(owner, reader) },
    });
    enter(screen.getByTestId('length-all'), '6h');
    expect(lengthOf(owner).value).toBe('2h 55m');
    expect(within(roleOf(owner)).getByText(/You are eligible only until/)).toBeTruthy();
    expect(lengthOf(reader).value).toBe('6h');
    expect(roleOf(reader).textContent).not.toMatch(/eligible only until/);
    submit();
    const minutes = test.sentAs('activate')[0]?.requests.map(({ ask }) => ask.minutes);
    expect(minutes).toEqual([175, 360]);
  });

  it('lets the service decide where the list says that it is over already', async () => {
    const over = { ...owner, endsAt: eligibility('x', { endsAt: noon - minute }).endsAt! };
    const test = await open([over], { policies: rules(over), draft: drafted(over) });
    expect(lengthOf(over).value).toBe('8h');
    expect(roleOf(over).textContent).toMatch(/PIM refuses it unless the eligibility is extended/);
    submit();
    expect(test.sentAs('activate')).toHaveLength(1);
  });
});

function drafted(...roles: Eligibility[]) {
  return { keys: roles.map(({ key }) => key), minutes: {}, justification: 'Release' };
}
