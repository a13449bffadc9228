/** What the provider of groups does not ask of Graph without consent to it. */
import { describe, expect, it } from 'vitest';
import { groupPermissions } from '../../src/domain/permissions.ts';
import { ada } from './simulated-worker.ts';
import { allPermissions, consentUrl, createScripted, failing, list, rows } from './providers-groups-rig.ts';

describe('without consent', () => {
  it.each([groupPermissions.eligibilities, groupPermissions.assignments])(
    'to %s nothing is asked, and what is missing is said with the link',
    async (missing) => {
      const { provider, asked } = createScripted(
        {},
        allPermissions.filter((name) => name !== missing),
      );
      const expected = { kind: 'permissionMissing', facts: { scope: missing, consentUrl } };
      expect(await failing(provider.listEligibilities(ada))).toEqual(expected);
      expect(asked).toEqual([]);
    },
  );

  it('to eligibilities alone, active groups are listed all the same', async () => {
    const { provider } = createScripted(
      { assignmentScheduleInstances: list([]) },
      allPermissions.filter((name) => name !== groupPermissions.eligibilities),
    );
    expect(await provider.listAssignments(ada)).toEqual([]);
  });

  it('to assignments, active groups are not asked for', async () => {
    const { provider, asked } = createScripted(
      {},
      allPermissions.filter((name) => name !== groupPermissions.assignments),
    );
    expect(await failing(provider.listAssignments(ada))).toMatchObject({ kind: 'permissionMissing' });
    expect(asked).toEqual([]);
  });

  it('to policies the groups are listed, and no policy is asked for: it says what is missing', async () => {
    const { provider, asked } = createScripted(
      { eligibilityScheduleInstances: list(rows(1, { group: { displayName: 'Payroll' } })) },
      allPermissions.filter((name) => name !== groupPermissions.policies),
    );
    const roles = await provider.listEligibilities(ada);
    expect(await failing(provider.readPolicies(ada, roles))).toEqual({
      kind: 'permissionMissing',
      facts: { scope: groupPermissions.policies, consentUrl },
    });
    expect(asked).toHaveLength(1);
  });

  it('that nobody knows of, the service is asked', async () => {
    const { provider } = createScripted({ eligibilityScheduleInstances: list([]) }, undefined);
    expect(await provider.listEligibilities(ada)).toEqual([]);
  });
});
