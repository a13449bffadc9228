import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/domain/duration.ts';
import type { Effect } from '../../src/domain/effect.ts';
import { sortedByNames } from '../../src/domain/role-names.ts';
import { activeRoles, availabilityOf, idsToDismiss, outcomesOf, waitingOf } from '../../src/popup/view.ts';
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

  it('keep a success while its effect is waited for, and for a while from when that is known', () => {
    const settledAt = noon - 9 * minute;
    const endsAt = isoInstant(later);
    const of = (members: Partial<Effect> & Pick<Effect, 'state'>, now: number, end = endsAt) =>
      outcomesOf(
        [
          activation(owner, {
            state: 'active',
            settledAt,
            endsAt: end,
            effect: { since: settledAt, ...members },
          }),
        ],
        now,
      ).length;
    expect(of({ state: 'waiting' }, noon)).toBe(1);
    // Nobody looked, because the person has to sign in.
    expect(of({ state: 'waiting' }, noon + 60 * minute)).toBe(1);
    expect(of({ state: 'waiting' }, noon, isoInstant(noon))).toBe(0);
    for (const state of ['inEffect', 'notSeen', 'cannotTell'] as const) {
      expect(of({ state, settledAt: noon }, noon + 5 * minute - 1), state).toBe(1);
      expect(of({ state, settledAt: noon }, noon + 5 * minute), state).toBe(0);
    }
    // Seen at once, and what was written before looks told their time.
    expect(of({ state: 'inEffect', settledAt }, noon)).toBe(0);
    expect(of({ state: 'inEffect' }, noon)).toBe(0);
  });

  describe('of a role that was asked for again', () => {
    const before = { recordedAt: noon - 9, settledAt: noon - 8 };
    const shown = (...entries: Parameters<typeof activation>[1][]) =>
      outcomesOf(
        entries.map((members) => activation(owner, members)),
        noon,
      ).map((entry) => entry.id);

    it.each(['sending', 'active', 'failed'] as const)(
      'a failure is history beside one that is %s',
      (state) => {
        expect(shown({ id: 'old', state: 'failed', ...before }, { id: 'new', state })).toEqual(['new']);
      },
    );

    it('what may have arrived stays until another is known to be active', () => {
      const old = { id: 'old', state: 'unknown', ...before } as const;
      expect(shown(old, { id: 'new', state: 'failed' })).toContain('old');
      expect(shown(old, { id: 'new', state: 'sending' })).toContain('old');
      expect(shown(old, { id: 'new', state: 'active' })).toEqual(['new']);
    });

    it('a failure of another role, and an open request, stay', () => {
      const entries = [
        activation(reader, { id: 'other', state: 'failed', ...before }),
        activation(owner, { id: 'open', state: 'waitingForApproval', recordedAt: noon - 9 }),
        activation(owner, { id: 'new', state: 'failed' }),
      ];
      expect(outcomesOf(entries, noon).map(({ id }) => id)).toEqual(['new', 'other']);
      expect(waitingOf(entries).map(({ id }) => id)).toEqual(['open']);
    });

    it('history goes with what made it history, and nothing else does', () => {
      const entries = [
        activation(owner, { id: 'old', state: 'failed', ...before }),
        activation(reader, { id: 'other', state: 'failed', ...before }),
        activation(owner, { id: 'open', state: 'scheduled', recordedAt: noon - 9 }),
        activation(owner, { id: 'new', state: 'failed' }),
      ];
      expect(idsToDismiss(entries[3]!, entries)).toEqual(['new', 'old']);
      expect(idsToDismiss(entries[0]!, entries)).toEqual(['old']);
    });
  });
});

it('sorts roles by name, then scope, and leaves the given rows alone', () => {
  const rows = [
    eligibility('Reader'),
    eligibility('Owner', { scopeName: 'B' }),
    eligibility('Owner', { scopeName: 'A' }),
  ];
  expect(sortedByNames(rows).map((row) => `${row.roleName} ${row.scope.name}`)).toEqual([
    'Owner A',
    'Owner B',
    'Reader Shop',
  ]);
  expect(rows[0]?.roleName).toBe('Reader');
});
