/** Which policy the provider of groups takes for an access to a group. */
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../src/http/client.ts';
import { ada } from './simulated-worker.ts';
import { createScripted, failing, list, rows } from './providers-groups-rig.ts';

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
