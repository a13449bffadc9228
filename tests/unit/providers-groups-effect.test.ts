/** By what the provider of groups tells whether an access is in effect. */
import { describe, expect, it } from 'vitest';
import { roleKey } from '../../src/domain/role.ts';
import { ada } from './simulated-worker.ts';
import { allPermissions, createScripted, list, rows } from './providers-groups-rig.ts';

describe('the effect of access to a group', () => {
  const role = (access: 'member' | 'owner') => ({
    key: roleKey('groups', access, 'g0'),
    source: 'groups' as const,
    roleName: access,
    roleDefinitionId: access,
    templateId: access,
    scope: { kind: 'group' as const, id: 'G0', name: 'Payroll' },
    memberType: 'direct' as const,
  });
  const active = (access: 'member' | 'owner') => rows(1, { accessId: access, assignmentType: 'activated' });

  it.each([
    ['is not there while no row is active', 'member', [], ['g0'], 'notYet', 0],
    ['is not there while only the owner’s row is active', 'member', active('owner'), ['g0'], 'notYet', 0],
    [
      'is not there while a new token does not name the group',
      'member',
      active('member'),
      ['g9'],
      'notYet',
      1,
    ],
    ['is there when a new token names the group', 'member', active('member'), ['g9', 'g0'], 'inEffect', 1],
    ['cannot be told where tokens name no groups', 'member', active('member'), undefined, 'cannotTell', 1],
    [
      'cannot be told of an owner, for whom no token is asked',
      'owner',
      active('owner'),
      ['g0'],
      'cannotTell',
      0,
    ],
  ] as const)('%s', async (_, access, listed, groupIds, expected, minted) => {
    const { provider, tokens } = createScripted(
      { assignmentScheduleInstances: list([...listed]) },
      allPermissions,
      groupIds,
    );
    const wanted = role(access);
    expect(await provider.probeEffect(ada, [wanted], [])).toEqual(new Map([[wanted.key, expected]]));
    expect(tokens).toHaveLength(minted);
  });
});
