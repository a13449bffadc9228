import { describe, expect, it } from 'vitest';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { armPath, guid, putBody, requestPath } from './emulator-arm-calls.ts';
import { createRig, errorOf, rowsOf, type Answer, type Json, type Rig } from './emulator-pim-rig.ts';

const production = subscriptionId('Contoso Production');
const development = subscriptionId('Contoso Development');

interface Part {
  readonly url: string;
  readonly httpMethod?: string;
  readonly content?: Json;
}

function batch(rig: Rig, parts: readonly Part[], path = '/batch?api-version=2020-06-01'): Promise<Answer> {
  const requests = parts.map((part, index) => ({
    httpMethod: 'GET',
    name: guid(index + 1),
    requestHeaderDetails: { commandName: 'Microsoft_Azure_PIMCommon.' },
    ...part,
  }));
  return rig.arm('POST', path, { body: { requests } });
}

const responsesOf = ({ body }: Answer): Json[] => body.responses as Json[];

describe('ARM answers many reads at once', () => {
  it('each under its name, with its own status and body, relative or absolute', async () => {
    const rig = createRig();
    const policies = armPath('roleManagementPolicyAssignments', production, null);
    const eligible = armPath('roleEligibilityScheduleInstances');
    const answer = await batch(rig, [
      { url: policies },
      { url: `https://management.azure.com${eligible}` },
      { url: armPath('roleManagementPolicyAssignments', '/subscriptions/none', null) },
    ]);
    expect(answer.status).toBe(200);
    const responses = responsesOf(answer);
    expect(responses.map(({ name, httpStatusCode }) => [name, httpStatusCode])).toEqual([
      [guid(1), 200],
      [guid(2), 200],
      [guid(3), 404],
    ]);
    expect(responses[0]?.content).toEqual((await rig.arm('GET', policies)).body);
    expect(responses[1]?.content).toEqual((await rig.arm('GET', eligible)).body);
    expect(responses[2]).toMatchObject({ content: { error: { code: 'SubscriptionNotFound' } } });
    for (const { content, contentLength } of responses) {
      expect(contentLength).toBe(JSON.stringify(content).length);
    }
  });

  it('with the caller’s own rights, up to twenty, here and in its own api-version', async () => {
    const rig = createRig();
    const url = armPath('roleAssignmentScheduleInstances', development);
    const parts = Array.from({ length: 21 }, () => ({ url }));
    expect((await batch(rig, parts)).status).toBe(400);
    expect(responsesOf(await batch(rig, parts.slice(1)))).toHaveLength(20);
    expect((await batch(rig, [{ url: 'https://graph.microsoft.com/v1.0/me' }])).status).toBe(400);
    expect((await batch(rig, [{ url: '/batch?api-version=2020-06-01' }])).status).toBe(400);
    const old = await batch(rig, parts.slice(20), '/batch?api-version=2019-01-01');
    expect(errorOf(old).code).toBe('NoRegisteredProviderFound');
    expect((await rig.arm('POST', '/batch?api-version=2020-06-01', { body: { requests: 1 } })).status).toBe(
      400,
    );
  });

  it('and writes only when so turned', async () => {
    const rig = createRig();
    const own = { role: 'Contributor', scope: subscriptionId('Contoso Web Shop'), id: guid(9) };
    const write = { url: requestPath(own), httpMethod: 'PUT', content: putBody(own) };
    expect((await batch(rig, [write])).status).toBe(400);
    expect(rig.pim.accepted()).toEqual([]);
    rig.knobs.arm.batchWrites = 'accept';
    const [response] = responsesOf(await batch(rig, [write]));
    expect(response?.httpStatusCode).toBe(201);
    expect(rig.pim.accepted()).toHaveLength(1);
    const list = await rig.arm('GET', armPath('roleAssignmentScheduleRequests', own.scope));
    expect(rowsOf(list)).toHaveLength(1);
  });
});
