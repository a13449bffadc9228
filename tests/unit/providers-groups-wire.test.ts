import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { isGroupKey, isUnnamedGroup } from '../../src/domain/role.ts';
import { GroupAssignmentRow, GroupEligibilityRow } from '../../src/providers/groups-wire.ts';

const groupId = '2B5ED229-4072-478d-9504-a047ebd4b07d';
const row = {
  id: `${groupId}_member_1`,
  groupId,
  accessId: 'member',
  memberType: 'direct',
  principalId: '3cce9d87-3986-4f19-8335-7ed075408ca2',
  startDateTime: '2026-10-09T08:00:00Z',
  endDateTime: null,
};
const eligible = (members: object) => v.parse(GroupEligibilityRow, { ...row, ...members }).role;

describe('an eligibility for a group', () => {
  it('is known by the access and the group', () => {
    const role = eligible({ eligibilityScheduleId: 's', endDateTime: '2027-01-01T00:00:00Z' });
    expect(role).toEqual({
      key: `groups|member|${groupId.toLowerCase()}`,
      source: 'groups',
      roleName: 'Member',
      roleDefinitionId: 'member',
      templateId: 'member',
      scope: { kind: 'group', id: groupId, name: groupId },
      memberType: 'direct',
      eligibilityScheduleId: 's',
      endsAt: '2027-01-01T00:00:00Z',
    });
    expect(isGroupKey(role.key)).toBe(true);
  });

  it('as an owner is another one than as a member', () => {
    expect(eligible({ accessId: 'owner' })).toMatchObject({ roleName: 'Owner', roleDefinitionId: 'owner' });
    expect(eligible({ accessId: 'owner' }).key).not.toBe(eligible({}).key);
  });

  it('reads the enums in any case', () => {
    expect(eligible({ accessId: 'Owner', memberType: 'Group' })).toEqual(
      eligible({ accessId: 'owner', memberType: 'group' }),
    );
  });

  it.each(['unknownFutureValue', '', null, undefined])('of no known access (%s) is none', (accessId) => {
    expect(v.safeParse(GroupEligibilityRow, { ...row, accessId }).success).toBe(false);
  });

  it.each([
    ['the name of the group', { displayName: 'Payroll' }, { name: 'Payroll' }, false],
    [
      'whether it can hold roles',
      { displayName: 'Tier 0', isAssignableToRole: true },
      { name: 'Tier 0', isAssignableToRole: true },
      false,
    ],
    ['its id where it has none', { displayName: null, isAssignableToRole: null }, { name: groupId }, true],
    ['its id where it was left empty', null, { name: groupId }, true],
    ['its id where it has empty text', { displayName: '' }, { name: groupId }, true],
  ] as const)('has %s', (_, group, expected, unnamed) => {
    const { scope } = eligible({ group });
    expect(scope).toEqual({ kind: 'group', id: groupId, ...expected });
    expect(isUnnamedGroup(scope)).toBe(unnamed);
  });
});

describe('an assignment of a group', () => {
  const active = (members: object) => v.parse(GroupAssignmentRow, { ...row, ...members }).role;

  it('tells activated from assigned, in any case', () => {
    expect(active({ assignmentType: 'activated' }).assignmentType).toBe('activated');
    expect(active({ assignmentType: 'Activated' }).assignmentType).toBe('activated');
    expect(active({ assignmentType: 'Assigned' }).assignmentType).toBe('assigned');
  });

  it('has neither start nor end where it is permanent', () => {
    const role = active({ assignmentType: 'assigned', startDateTime: null });
    expect(role).not.toHaveProperty('startsAt');
    expect(role).not.toHaveProperty('endsAt');
  });
});
