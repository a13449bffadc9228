/** How the provider of groups reads all rows, and the names in them. */
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { optionalPermissions } from '../../src/domain/permissions.ts';
import { ada } from './simulated-worker.ts';
import { allPermissions, createScripted, list, rows } from './providers-groups-rig.ts';

const forbidden = new FailureError({ kind: 'forbidden', status: 403 });

const refuse = () => {
  throw forbidden;
};

describe('the names of groups', () => {
  const named = (ids: readonly string[]) => ids.map((id) => ({ id, displayName: `Name of ${id}` }));
  const idsIn = (text: string) => [...decodeURIComponent(text).matchAll(/'(\w+)'/g)].map(([, id]) => id!);
  const names = async (provider: ReturnType<typeof createScripted>['provider']) =>
    (await provider.listEligibilities(ada)).map(({ scope }) => scope.name);

  it('come with the rows where they are expanded, and nothing more is asked', async () => {
    const { provider, urls } = createScripted({
      eligibilityScheduleInstances: list(rows(2, { group: { displayName: 'Payroll' } })),
    });
    expect(await names(provider)).toEqual(['Payroll', 'Payroll']);
    expect(urls()).toHaveLength(1);
    expect(urls()[0]).toContain('$expand=group');
  });

  it('are asked for by id where they are not, fifteen in one filter', async () => {
    const { provider, urls } = createScripted({
      eligibilityScheduleInstances: list(rows(20)),
      '/groups?': ({ url }) => ({ value: named(idsIn(url)) }),
    });
    expect((await names(provider)).toSorted()).toEqual(
      rows(20)
        .map(({ groupId }) => `Name of ${groupId}`)
        .toSorted(),
    );
    const asked = urls().filter((url) => url.includes('/groups?'));
    expect(asked.map((url) => idsIn(url).length)).toEqual([15, 5]);
    expect(asked[0]).toContain('$select=id,displayName,isAssignableToRole');
  });

  it('are asked for by getByIds where the filter is refused', async () => {
    const { provider, asked } = createScripted({
      eligibilityScheduleInstances: list(rows(2)),
      '/groups?': refuse,
      getByIds: ({ body }) => ({ value: named((body as { ids: string[] }).ids) }),
    });
    expect(await names(provider)).toEqual(['Name of g0', 'Name of g1']);
    expect(asked.at(-1)).toMatchObject({ method: 'POST', body: { ids: ['g0', 'g1'], types: ['group'] } });
  });

  it('are the ids where both are refused, and the list stands', async () => {
    const { provider } = createScripted({
      eligibilityScheduleInstances: list(rows(2)),
      '/groups?': refuse,
      getByIds: refuse,
    });
    expect(await names(provider)).toEqual(['g0', 'g1']);
  });

  it('are not asked for where the token does not cover reading groups', async () => {
    const granted = allPermissions.filter((name) => name !== optionalPermissions.groupNames);
    const { provider, asked } = createScripted({ eligibilityScheduleInstances: list(rows(1)) }, granted);
    expect(await names(provider)).toEqual(['g0']);
    expect(asked).toHaveLength(1);
  });

  it('once found out are not asked for again', async () => {
    const { provider, urls } = createScripted({
      eligibilityScheduleInstances: list(rows(1)),
      '/groups?': ({ url }) => ({ value: named(idsIn(url)) }),
    });
    await names(provider);
    expect(await names(provider)).toEqual(['Name of g0']);
    expect(urls().filter((url) => url.includes('/groups?'))).toHaveLength(1);
  });

  it('are done without where expanding the group is refused', async () => {
    const { provider, urls } = createScripted({
      "eligibilityScheduleInstances/filterByCurrentUser(on='principal')?$expand": refuse,
      eligibilityScheduleInstances: list(rows(1)),
      '/groups?': ({ url }) => ({ value: named(idsIn(url)) }),
    });
    expect(await names(provider)).toEqual(['Name of g0']);
    expect(urls()[1]).toMatch(/filterByCurrentUser\(on='principal'\)$/);
  });
});

describe('more rows than the service gives at once', () => {
  it('are read from the collection itself, by the person’s own id', async () => {
    const many = rows(60, { group: { displayName: 'Payroll' } });
    const { provider, urls } = createScripted({
      filterByCurrentUser: list(many.slice(0, 50)),
      eligibilityScheduleInstances: list(many),
    });
    expect(await provider.listEligibilities(ada)).toHaveLength(60);
    expect(urls()[1]).toContain(`$filter=principalId eq '${ada.objectId}'`);
  });
});
