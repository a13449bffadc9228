/** What the provider of groups asks and does not ask of Graph, over a scripted one. */
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { groupPermissions, optionalPermissions } from '../../src/domain/permissions.ts';
import { roleKey } from '../../src/domain/role.ts';
import type { HttpClient, HttpRequest } from '../../src/http/client.ts';
import { createGroupsProvider } from '../../src/providers/groups.ts';
import { ada } from './simulated-worker.ts';

const all = [...Object.values(groupPermissions), ...Object.values(optionalPermissions)];
const consentUrl = 'https://consent.test/';
const forbidden = new FailureError({ kind: 'forbidden', status: 403 });

const rows = (count: number, members: object = {}) =>
  Array.from({ length: count }, (_, n) => ({
    id: `i${n}`,
    groupId: `g${n}`,
    accessId: 'member',
    memberType: 'direct',
    ...members,
  }));

type Answer = (request: HttpRequest) => unknown;

/** @param answers by a part of the address; the first that fits answers, and nothing else may be asked */
function createScripted(
  answers: Record<string, Answer>,
  granted: readonly string[] | undefined = all,
  groupIds?: readonly string[],
) {
  const asked: HttpRequest[] = [];
  const tokens: string[] = [];
  const http: HttpClient = {
    async request(request) {
      asked.push(request);
      const [, answer] = Object.entries(answers).find(([part]) => request.url.includes(part)) ?? [];
      if (!answer) throw new Error(`Nobody expected ${request.url}`);
      return { status: 200, headers: new Headers(), serverNow: 0, body: answer(request) };
    },
    serverNow: () => 0,
    aheadMs: async () => 0,
    as: () => http,
  };
  const provider = createGroupsProvider({
    http,
    now: () => 0,
    sleep: async () => undefined,
    granted: async () => granted,
    consentUrl: async () => consentUrl,
    groupIdsInNewToken: async () => (tokens.push('minted'), groupIds),
  });
  return { provider, asked, tokens, urls: () => asked.map(({ url }) => decodeURIComponent(url)) };
}

const list = (value: object[]) => () => ({ value });
const refuse = () => {
  throw forbidden;
};
const failing = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (thrown: FailureError) => thrown.failure,
  );

describe('without consent', () => {
  it.each([groupPermissions.eligibilities, groupPermissions.assignments])(
    'to %s nothing is asked, and what is missing is said with the link',
    async (missing) => {
      const { provider, asked } = createScripted(
        {},
        all.filter((name) => name !== missing),
      );
      const expected = { kind: 'permissionMissing', facts: { scope: missing, consentUrl } };
      expect(await failing(provider.listEligibilities(ada))).toEqual(expected);
      expect(asked).toEqual([]);
    },
  );

  it('to eligibilities alone, active groups are listed all the same', async () => {
    const { provider } = createScripted(
      { assignmentScheduleInstances: list([]) },
      all.filter((name) => name !== groupPermissions.eligibilities),
    );
    expect(await provider.listAssignments(ada)).toEqual([]);
  });

  it('to assignments, active groups are not asked for', async () => {
    const { provider, asked } = createScripted(
      {},
      all.filter((name) => name !== groupPermissions.assignments),
    );
    expect(await failing(provider.listAssignments(ada))).toMatchObject({ kind: 'permissionMissing' });
    expect(asked).toEqual([]);
  });

  it('to policies the groups are listed, and no policy is asked for: it says what is missing', async () => {
    const { provider, asked } = createScripted(
      { eligibilityScheduleInstances: list(rows(1, { group: { displayName: 'Payroll' } })) },
      all.filter((name) => name !== groupPermissions.policies),
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
    const granted = all.filter((name) => name !== optionalPermissions.groupNames);
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

describe('policies of groups', () => {
  const policy = (access: string, scopeId: string, maximumDuration: string) => ({
    scopeId,
    roleDefinitionId: access,
    policy: {
      rules: [
        { id: 'Expiration_EndUser_Assignment', maximumDuration },
        { id: 'Enablement_EndUser_Assignment', enabledRules: ['Justification'] },
      ],
    },
  });
  const answer = (bodyOf: (url: string) => object, status = 200) => ({
    eligibilityScheduleInstances: list([...rows(1), ...rows(1, { id: 'o', accessId: 'owner' })]),
    '/groups?': list([]),
    $batch: ({ body }: HttpRequest) => ({
      responses: (body as { requests: { id: string; url: string }[] }).requests.map(({ id, url }) => ({
        id,
        status,
        body: bodyOf(decodeURIComponent(url)),
      })),
    }),
  });

  it('are asked for one by one access in one batch, and never mixed up', async () => {
    // A service that pays no heed to the filter gives both.
    const both = { value: [policy('Owner', 'G0', 'PT1H'), policy('member', 'g0', 'PT8H')] };
    const { provider, asked } = createScripted(answer(() => both));
    const roles = await provider.listEligibilities(ada);
    const policies = await provider.readPolicies(ada, roles);
    expect([...policies].map(([key, { maximumMinutes }]) => [key, maximumMinutes])).toEqual([
      ['groups|member|g0', 480],
      ['groups|owner|g0', 60],
    ]);
    const batches = asked.filter(({ url }) => url.includes('$batch'));
    expect(batches).toHaveLength(1);
    const paths = (batches[0]!.body as { requests: { url: string }[] }).requests;
    expect(paths.map(({ url }) => decodeURIComponent(url))).toEqual(
      ['member', 'owner'].map((access) =>
        expect.stringContaining(
          `scopeId eq 'g0' and scopeType eq 'Group' and roleDefinitionId eq '${access}'`,
        ),
      ),
    );
  });

  it.each([
    ['a group that PIM has not taken in', () => ({ value: [] }), 200],
    ['a group that is closed to the person', () => ({ error: { code: 'Forbidden', message: 'No.' } }), 403],
    ['the other access’s policy alone', () => ({ value: [policy('approver', 'g0', 'PT1H')] }), 200],
    [
      'another group’s policy alone',
      () => ({ value: [policy('member', 'g9', 'PT1H'), policy('owner', 'g9', 'PT1H')] }),
      200,
    ],
  ] as const)('are left to the service for %s', async (_, bodyOf, status) => {
    const { provider } = createScripted(answer(bodyOf, status));
    expect(await provider.readPolicies(ada, await provider.listEligibilities(ada))).toEqual(new Map());
  });

  it('that could not be reached are said to have failed', async () => {
    const { provider } = createScripted(answer(() => ({}), 503));
    const roles = await provider.listEligibilities(ada);
    expect(await failing(provider.readPolicies(ada, roles))).toMatchObject({ kind: 'serverError' });
  });
});

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
      all,
      groupIds,
    );
    const wanted = role(access);
    expect(await provider.probeEffect(ada, [wanted], [])).toEqual(new Map([[wanted.key, expected]]));
    expect(tokens).toHaveLength(minted);
  });
});
