import { describe, expect, it } from 'vitest';
import { listLagMs, mergeAssignments, withAssignment } from '../../src/domain/assignments.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { type Assignment, mergeByKey, roleKey, trailingGuid } from '../../src/domain/role.ts';
import { checkSettings, isTenant, normaliseSettings } from '../../src/domain/settings.ts';

const now = Date.UTC(2026, 10, 23, 12);

function assignment(name: string, change: Partial<Assignment> = {}): Assignment {
  return {
    key: roleKey('azure', name, '/subscriptions/s'),
    source: 'azure',
    roleName: name,
    roleDefinitionId: name,
    templateId: name,
    scope: { kind: 'subscription', id: '/subscriptions/s', name: 'S' },
    memberType: 'direct',
    assignmentType: 'activated',
    startsAt: isoInstant(now - 60 * 60_000),
    endsAt: isoInstant(now + 60 * 60_000),
    ...change,
  };
}

describe('a role’s key', () => {
  it('is one for every spelling of the same role', () => {
    expect(roleKey('azure', 'B24988AC', '/Subscriptions/S')).toBe(
      roleKey('azure', 'b24988ac', '/subscriptions/s'),
    );
    expect(trailingGuid('/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/B24988AC')).toBe(
      'b24988ac',
    );
  });

  it('shows a role once, by its direct row where there is one', () => {
    const byGroup = assignment('Owner', { memberType: 'group' });
    const direct = assignment('Owner');
    expect(mergeByKey([byGroup, direct])).toEqual([direct]);
    expect(mergeByKey([direct, byGroup])).toEqual([direct]);
  });
});

describe('a list of active roles that lags and drops rows', () => {
  it('keeps an activation the list cannot show yet', () => {
    const young = assignment('Owner', { startsAt: isoInstant(now - listLagMs + 1000) });
    expect(mergeAssignments([young], [], now)).toEqual({ rows: [young], missing: [] });
  });

  it('asks about one it should show', () => {
    const old = assignment('Owner');
    expect(mergeAssignments([old], [], now)).toEqual({ rows: [], missing: [old] });
  });

  it('forgets what is over, whatever the list says', () => {
    const over = assignment('Owner', { endsAt: isoInstant(now - 1) });
    expect(mergeAssignments([over], [over], now)).toEqual({ rows: [], missing: [] });
  });

  it('lets the list tell what an administrator assigned', () => {
    const assigned = assignment('Reader', { assignmentType: 'assigned' });
    expect(mergeAssignments([assigned], [], now)).toEqual({ rows: [], missing: [] });
    expect(mergeAssignments([], [assigned], now).rows).toEqual([assigned]);
  });

  it('believes the list about a role both know', () => {
    const known = assignment('Owner');
    const listed = assignment('Owner', { endsAt: isoInstant(now + 5) });
    expect(mergeAssignments([known], [listed], now)).toEqual({ rows: [listed], missing: [] });
    expect(withAssignment([known], listed)).toEqual([listed]);
  });
});

describe('settings', () => {
  const id = 'A0E1B2C3-0000-4000-8000-00000000C0DE';

  it.each([
    [{ clientId: '', tenant: 'organizations' }, {}],
    [{ clientId: ` ${id} `, tenant: '' }, {}],
    [{ clientId: 'my-app', tenant: 'contoso.onmicrosoft.com' }, { clientId: 'clientIdNotGuid' }],
    [{ clientId: `${id}0`, tenant: id }, { clientId: 'clientIdNotGuid' }],
    [{ clientId: id, tenant: ' Organizations ' }, {}],
    [{ clientId: id, tenant: 'contoso' }, { tenant: 'tenantNotKnownForm' }],
    [{ clientId: id, tenant: 'https://contoso.com' }, { tenant: 'tenantNotKnownForm' }],
    [{ clientId: id, tenant: 'contoso..com' }, { tenant: 'tenantNotKnownForm' }],
    [{ clientId: id, tenant: '-contoso.com' }, { tenant: 'tenantNotKnownForm' }],
  ])('checks %j', (typed, problems) => expect(checkSettings(typed)).toEqual(problems));

  it('stores ids in lower case and an empty tenant as organizations', () => {
    expect(normaliseSettings({ clientId: ` ${id} `, tenant: ' ', portal: 'off' })).toEqual({
      clientId: id.toLowerCase(),
      tenant: 'organizations',
      portal: 'off',
    });
  });

  it('knows tenants by id, by domain and by the word organizations; common and consumers are not offered', () => {
    expect(isTenant('contoso.co.uk')).toBe(true);
    expect(isTenant('common')).toBe(false);
    expect(isTenant('consumers')).toBe(false);
  });
});
