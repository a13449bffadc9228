import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/domain/duration.ts';
import { activeRoles, availabilityOf, outcomesOf, sortRoles } from '../../src/popup/view.ts';
import { activation, assignment, eligibility, minute, noon } from './ui-harness.tsx';

const owner = eligibility('Owner');
const reader = eligibility('Reader');
const groups = eligibility('Groups Administrator', { source: 'entra' });
const soon = noon + 30 * minute;
const later = noon + 8 * 60 * minute;

describe('active roles', () => {
  it('stand by their end, permanent ones apart and by name', () => {
    const { running, permanent } = activeRoles(
      [
        assignment(owner, { endsAt: later }),
        assignment(groups, { endsAt: soon }),
        assignment(reader, { assignmentType: 'assigned' }),
        assignment(eligibility('Contributor'), { assignmentType: 'assigned' }),
      ],
      [],
      noon,
    );
    expect(running.map(({ role }) => role.roleName)).toEqual(['Groups Administrator', 'Owner']);
    expect(permanent.map(({ role }) => role.roleName)).toEqual(['Contributor', 'Reader']);
    expect(running[0]).toMatchObject({ activated: true, endsAt: soon });
    expect(permanent[0]).toMatchObject({ activated: false });
  });

  it('hold what the journal knows before the lists do', () => {
    const entry = activation(owner, { state: 'active', endsAt: isoInstant(later) });
    expect(activeRoles([], [entry], noon).running).toMatchObject([{ endsAt: later, activated: true }]);
  });

  it('are told once, by the list, when both know them', () => {
    const entry = activation(owner, { state: 'active', endsAt: isoInstant(later) });
    const { running } = activeRoles([assignment(owner, { endsAt: soon })], [entry], noon);
    expect(running).toMatchObject([{ endsAt: soon }]);
  });

  it.each([
    'recorded',
    'sending',
    'looking',
    'following',
    'waitingForApproval',
    'scheduled',
    'failed',
    'unknown',
  ] as const)('never hold a request that is %s', (state) => {
    const entry = activation(owner, { state, endsAt: isoInstant(later) });
    expect(activeRoles([], [entry], noon).running).toEqual([]);
  });

  it('never hold a role past its end, nor one "already active" of which nobody knows the end', () => {
    const over = activation(owner, { state: 'active', endsAt: isoInstant(noon) });
    const already = activation(reader, { state: 'active', already: true });
    const { running, permanent } = activeRoles([assignment(groups, { endsAt: noon })], [over, already], noon);
    expect([...running, ...permanent]).toEqual([]);
  });

  it('count what holds longer where a role is held twice', () => {
    const rows = [assignment(owner, { endsAt: soon }), assignment(owner, { assignmentType: 'assigned' })];
    for (const order of [rows, rows.toReversed()]) {
      const { running, permanent } = activeRoles(order, [], noon);
      expect(running).toEqual([]);
      expect(permanent).toHaveLength(1);
    }
  });
});

describe('availability', () => {
  const of = (
    ...[assignments, journal]: [Parameters<typeof activeRoles>[0], Parameters<typeof activeRoles>[1]]
  ) => availabilityOf(activeRoles(assignments, journal, noon), journal, noon)(owner.key);

  it('is free, active, or under way', () => {
    expect(of([], [])).toBe('free');
    expect(of([assignment(owner, { endsAt: soon })], [])).toBe('active');
    expect(of([], [activation(owner, { state: 'following' })])).toBe('underWay');
    expect(of([], [activation(owner, { state: 'waitingForApproval' })])).toBe('underWay');
  });

  it.each(['failed', 'unknown'] as const)('is free again after %s', (state) => {
    expect(of([], [activation(owner, { state })])).toBe('free');
  });

  it('is free again when the time is over', () => {
    expect(of([assignment(owner, { endsAt: noon })], [])).toBe('free');
    expect(of([], [activation(owner, { state: 'active', endsAt: isoInstant(noon) })])).toBe('free');
  });
});

describe('outcomes', () => {
  it('put open ones first, then the newest', () => {
    const entries = [
      activation(owner, { id: 'old', state: 'failed', recordedAt: noon - 9, settledAt: noon - 8 }),
      activation(reader, { id: 'new', state: 'failed', recordedAt: noon - 3, settledAt: noon - 2 }),
      activation(groups, { id: 'open', state: 'following', recordedAt: noon - 20 }),
    ];
    expect(outcomesOf(entries, noon).map((entry) => entry.id)).toEqual(['open', 'new', 'old']);
  });

  it('let a success go after a while, and keep what went wrong', () => {
    const settledAt = noon - 5 * minute;
    const entries = [
      activation(owner, { state: 'active', settledAt }),
      activation(reader, { state: 'failed', settledAt }),
      activation(groups, { state: 'unknown', settledAt }),
    ];
    expect(outcomesOf(entries, noon - 1)).toHaveLength(3);
    expect(outcomesOf(entries, noon).map((entry) => entry.state)).toEqual(['failed', 'unknown']);
  });
});

it('sorts roles by name, then scope, and leaves the given rows alone', () => {
  const rows = [
    eligibility('Reader'),
    eligibility('Owner', { scopeName: 'B' }),
    eligibility('Owner', { scopeName: 'A' }),
  ];
  expect(sortRoles(rows).map((row) => `${row.roleName} ${row.scope.name}`)).toEqual([
    'Owner A',
    'Owner B',
    'Reader Shop',
  ]);
  expect(rows[0]?.roleName).toBe('Reader');
});
