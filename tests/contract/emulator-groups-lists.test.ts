import { describe, expect, it } from 'vitest';
import { platformEngineers } from '../emulator/seeds/contoso-azure.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { collaborationOperators } from '../emulator/seeds/contoso-entra.ts';
import { pimGroups } from '../emulator/seeds/contoso-groups.ts';
import {
  activateGroup,
  activeGroups,
  eligibleGroups,
  groupRequests,
  ofGroup,
  ownGroupRequests,
  privileged,
} from './emulator-group-calls.ts';
import { ada, createRig, errorOf, hour, rowsOf, tokenOf, type Json } from './emulator-pim-rig.ts';

const { releaseManagers, financeData, onCall, administratorsNews, clusterAdministrators } = pimGroups;

describe('The groups that Ada is eligible for', () => {
  it('are told with member and owner of one group as two rows', async () => {
    const rows = rowsOf(await createRig().graph('GET', eligibleGroups));
    expect(rows).toHaveLength(11);
    const both = rows.filter(({ groupId }) => groupId === releaseManagers.id);
    expect(both.map(({ accessId }) => accessId)).toEqual(['member', 'owner']);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const { id, groupId, accessId, eligibilityScheduleId } of rows) {
      expect(String(id)).toMatch(new RegExp(`^${String(groupId)}_${String(accessId)}_`));
      expect(String(eligibilityScheduleId)).toMatch(new RegExp(`^${String(groupId)}_${String(accessId)}_`));
    }
  });

  it('name the group as principal where she is eligible through it, or her when so turned', async () => {
    const rig = createRig();
    const nested = async (): Promise<Json | undefined> =>
      ofGroup(await rig.graph('GET', eligibleGroups), clusterAdministrators)[0];
    expect(await nested()).toMatchObject({ memberType: 'group', principalId: platformEngineers.id });
    rig.knobs.graph.groupRowPrincipal = 'user';
    expect(await nested()).toMatchObject({ memberType: 'group', principalId: people.ada.id });
  });

  it('spell their enumerations in the recorded or in the documented casing', async () => {
    const rig = createRig();
    const spelling = async (): Promise<unknown[]> =>
      [
        ...ofGroup(await rig.graph('GET', activeGroups), onCall),
        ...ofGroup(await rig.graph('GET', activeGroups), administratorsNews),
      ].map(({ assignmentType, memberType, accessId }) => [assignmentType, memberType, accessId]);
    expect(await spelling()).toEqual([
      ['activated', 'direct', 'member'],
      ['assigned', 'direct', 'member'],
    ]);
    rig.knobs.group.enumCasing = 'pascal';
    expect(await spelling()).toEqual([
      ['Activated', 'Direct', 'member'],
      ['Assigned', 'Direct', 'member'],
    ]);
  });

  it('are nobody else’s: Grace has none, and Alan only his own', async () => {
    const rig = createRig();
    const seen = async (who: (typeof people)[keyof typeof people]): Promise<unknown[]> =>
      rowsOf(await rig.graph('GET', eligibleGroups, { as: tokenOf(who) })).map(({ groupId }) => groupId);
    expect(await seen(people.grace)).toEqual([]);
    expect(await seen(people.alan)).toEqual([releaseManagers.id]);
  });

  it('are filtered and selected, and stop silently at the cap', async () => {
    const rig = createRig();
    const query = "?$filter=accessId eq 'owner'&$select=groupId,accessId";
    const rows = rowsOf(await rig.graph('GET', eligibleGroups + query));
    expect(rows.map(({ groupId }) => groupId)).toEqual([pimGroups.payrollApplication.id, releaseManagers.id]);
    expect(Object.keys(rows[0] ?? {})).toEqual(['@odata.type', 'groupId', 'accessId']);
    rig.knobs.graph.filterByCurrentUserCap = 3;
    const capped = await rig.graph('GET', eligibleGroups);
    expect(rowsOf(capped)).toHaveLength(3);
    expect(capped.body).not.toHaveProperty('@odata.nextLink');
    expect((await rig.graph('GET', `${eligibleGroups}?$top=5`)).status).toBe(400);
  });
});

describe('A group’s name', () => {
  const names = async (rig = createRig(), as = ada): Promise<Map<unknown, unknown>> => {
    const rows = rowsOf(await rig.graph('GET', `${eligibleGroups}?$expand=group,principal`, { as }));
    return new Map(rows.map(({ groupId, group }) => [groupId, (group as Json | null)?.displayName ?? null]));
  };

  it('comes with $expand=group, but not for every group', async () => {
    const found = await names();
    expect(found.get(pimGroups.launchControl.id)).toBe(pimGroups.launchControl.displayName);
    expect(found.get(financeData.id)).toBeNull();
    expect([...found.values()].filter((name) => name === null)).toHaveLength(1);
  });

  it.each([
    ['full', ada, 0],
    ['empty', ada, 10],
    ['needsScope', ada, 0],
    ['needsScope', { ...ada, scp: ada.scp.filter((scope) => scope !== 'GroupMember.Read.All') }, 10],
  ] as const)('with the knob at %s (%#)', async (expandGroup, as, missing) => {
    const rig = createRig(undefined, (knobs) => {
      knobs.group.expandGroup = expandGroup;
    });
    const found = await names(rig, as);
    expect([...found.values()].filter((name) => name === null)).toHaveLength(missing);
  });

  it('is found by the group’s id, by several ids, and by getByIds', async () => {
    const rig = createRig();
    const one = await rig.graph('GET', `/v1.0/groups/${financeData.id}?$select=displayName`);
    expect(one.body).toMatchObject({ displayName: 'Finance Data Readers' });
    expect(one.body).not.toHaveProperty('id');
    const ids = [financeData.id, releaseManagers.id.toUpperCase(), people.ada.id];
    const filter = `$filter=id in (${ids.map((id) => `'${id}'`).join(', ')})`;
    const several = await rig.graph('GET', `/v1.0/groups?${filter}&$select=id,isAssignableToRole`);
    expect(rowsOf(several)).toEqual([
      { id: financeData.id, isAssignableToRole: false },
      { id: releaseManagers.id, isAssignableToRole: false },
    ]);
    const body = { ids, types: ['group'] };
    const byIds = await rig.graph('POST', '/v1.0/directoryObjects/getByIds', { body });
    expect(rowsOf(byIds).map(({ displayName }) => displayName)).toEqual([
      'Finance Data Readers',
      'Release Managers',
    ]);
  });

  it('is refused without a scope, in another tenant, and beyond fifteen ids at once', async () => {
    const rig = createRig();
    const path = `/v1.0/groups/${financeData.id}`;
    const without = { ...ada, scp: ada.scp.filter((scope) => scope !== 'GroupMember.Read.All') };
    const refused = await rig.graph('GET', path, { as: without });
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'Authorization_RequestDenied']);
    expect((await rig.graph('GET', path, { as: tokenOf(people.barbara) })).status).toBe(404);
    const ids = (count: number): string =>
      Array.from(
        { length: count },
        (_, index) => `'00000000-0000-4000-8000-${String(index).padStart(12, '0')}'`,
      ).join();
    const many = await rig.graph('GET', `/v1.0/groups?$filter=id in (${ids(16)})`);
    expect([many.status, errorOf(many).code]).toEqual([400, 'Request_UnsupportedQuery']);
    expect((await rig.graph('GET', `/v1.0/groups?$filter=id in (${ids(15)})`)).status).toBe(200);
    const other = await rig.graph('GET', "/v1.0/groups?$filter=startswith(displayName,'F')");
    expect(other.status).toBe(400);
  });
});

describe('The collections of PIM for Groups', () => {
  it('want a filter on a principal or on a group', async () => {
    const rig = createRig();
    for (const set of [
      'eligibilityScheduleInstances',
      'eligibilitySchedules',
      'assignmentScheduleRequests',
    ]) {
      expect((await rig.graph('GET', `${privileged}/${set}`)).status).toBe(400);
      const own = await rig.graph('GET', `${privileged}/${set}?$filter=principalId eq '${people.ada.id}'`);
      expect([set, own.status]).toEqual([set, 200]);
    }
  });

  it('show by one’s own id what one holds directly, in pages', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.graph.pageSize = 4;
    });
    const own = `$filter=principalId eq '${people.ada.id}'`;
    const first = await rig.graph('GET', `${privileged}/eligibilityScheduleInstances?${own}`);
    const seen = [...rowsOf(first)];
    for (let link = first.body['@odata.nextLink']; typeof link === 'string';) {
      const next = await rig.graph('GET', link);
      seen.push(...rowsOf(next));
      link = next.body['@odata.nextLink'];
    }
    expect(seen).toHaveLength(10);
    expect(seen.some(({ groupId }) => groupId === clusterAdministrators.id)).toBe(false);
    Object.assign(rig.knobs.graph, { pageSize: 100, groupRowPrincipal: 'user' });
    const turned = await rig.graph('GET', `${privileged}/eligibilityScheduleInstances?${own}`);
    expect(rowsOf(turned)).toHaveLength(10);
  });

  it('show a group to those who are in it, and to nobody else', async () => {
    const rig = createRig();
    const path = `${privileged}/eligibilityScheduleInstances?$filter=groupId eq '${releaseManagers.id}'`;
    const refused = await rig.graph('GET', path);
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'UnauthorizedAccessException']);
    await activateGroup(rig, releaseManagers, 'member');
    const rows = rowsOf(await rig.graph('GET', path));
    expect(rows.map(({ principalId, accessId }) => [principalId, accessId]).toSorted()).toEqual(
      [
        [people.ada.id, 'member'],
        [people.ada.id, 'owner'],
        [people.alan.id, 'member'],
      ].toSorted(),
    );
    rig.knobs.graph.collectionsForbidden = true;
    expect((await rig.graph('GET', path)).status).toBe(403);
  });

  it('do not show somebody else’s rows by their id', async () => {
    const path = `${groupRequests}?$filter=principalId eq '${people.alan.id}'`;
    expect((await createRig().graph('GET', path)).status).toBe(403);
  });

  it('keep what is not there yet apart from what is not there at all', async () => {
    const rig = createRig();
    const alone = `${privileged}/assignmentScheduleInstances/nothing_of_that_id`;
    expect((await rig.graph('GET', alone)).status).toBe(404);
    expect((await rig.graph('GET', `${privileged}/resources`)).status).toBe(400);
    const creator = `${groupRequests}/filterByCurrentUser(on='createdBy')`;
    expect((await rig.graph('GET', creator)).status).toBe(501);
  });
});

describe('What Ada’s groups look like to begin with', () => {
  it('one activation runs, one assignment is for good, and the request can be read', async () => {
    const rig = createRig();
    const rows = rowsOf(await rig.graph('GET', `${activeGroups}?$expand=activatedUsing`));
    expect(rows.map(({ groupId }) => groupId)).toEqual([administratorsNews.id, onCall.id]);
    expect(rows[0]).toMatchObject({ startDateTime: null, endDateTime: null, activatedUsing: null });
    expect(rows[1]?.activatedUsing).toMatchObject({ groupId: onCall.id, accessId: 'member' });
    const [request] = rowsOf(await rig.graph('GET', ownGroupRequests));
    expect(request).toMatchObject({ status: 'Provisioned', targetScheduleId: rows[1]?.id });
    rig.clock.advance(8 * hour);
    expect(rowsOf(await rig.graph('GET', activeGroups))).toHaveLength(1);
  });

  it('and none of it shows among Entra or Azure roles', async () => {
    const rig = createRig();
    const path =
      "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')";
    expect(rowsOf(await rig.graph('GET', path))).toHaveLength(16);
    const azure =
      '/providers/Microsoft.Authorization/roleEligibilityScheduleInstances?api-version=2020-10-01&$filter=asTarget()';
    expect(rowsOf(await rig.arm('GET', azure))).toHaveLength(23);
  });

  it('a group outside PIM has no row and no policy', async () => {
    const rows = rowsOf(await createRig().graph('GET', eligibleGroups));
    expect(rows.some(({ groupId }) => groupId === collaborationOperators.id)).toBe(false);
  });
});
