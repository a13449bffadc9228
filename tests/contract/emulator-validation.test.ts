import { describe, expect, it } from 'vitest';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { armPath, guid, put, putBody, requestPath, type Put } from './emulator-arm-calls.ts';
import { activate, deactivate, mine, requests } from './emulator-graph-calls.ts';
import {
  ada,
  createRig,
  errorOf,
  hour,
  propertiesOf,
  rowsOf,
  type Answer,
  type Json,
  type Rig,
} from './emulator-pim-rig.ts';
import { hasSpecs, specsSuite } from './emulator-specs-folder.ts';
import { loadSwagger } from './emulator-specs-swagger.ts';

/** Everything that a validation must leave as it was. */
async function everything(rig: Rig): Promise<unknown[]> {
  const graph = await rig.graph('GET', `${requests}/${mine}`);
  const arm = await rig.arm('GET', armPath('roleAssignmentScheduleRequests'));
  const active = await rig.arm('GET', armPath('roleAssignmentScheduleInstances'));
  return [rowsOf(graph), rowsOf(arm), rowsOf(active)];
}

describe('Graph checks a request without carrying it out', () => {
  const check = (rig: Rig, role: string, change: Json = {}): Promise<Answer> =>
    activate(rig, { role, change: { ...change, isValidationOnly: true } });
  const codeOf = async (answer: Promise<Answer>): Promise<string> =>
    errorOf(await answer)?.code ?? 'accepted';

  it('answers as the knobs say: a zero id or a new one, 201 or 200, Granted or as if sent', async () => {
    const rig = createRig();
    const zero = await check(rig, 'User Administrator');
    expect([zero.status, zero.body]).toEqual([
      201,
      expect.objectContaining({
        isValidationOnly: true,
        id: '00000000-0000-0000-0000-000000000000',
        status: 'Granted',
      }),
    ]);
    Object.assign(rig.knobs.graph, {
      validationOnlyId: 'new',
      validationOnlyHttp: 200,
      validationOnlyStatus: 'asIfSent',
    });
    const fresh = await check(rig, 'User Administrator');
    expect([fresh.status, fresh.body.status]).toEqual([200, 'Provisioned']);
    expect(fresh.body.id).not.toBe('00000000-0000-0000-0000-000000000000');
    expect((await rig.graph('GET', `${requests}/${String(fresh.body.id)}`)).status).toBe(404);
    const pending = await check(rig, 'Global Administrator');
    expect(pending.body).toMatchObject({ status: 'PendingApproval', isValidationOnly: true });
  });

  it('refuses what the request itself would be refused for', async () => {
    const rig = createRig();
    const before = await everything(rig);
    const policy = await check(rig, 'User Administrator', { justification: '' });
    expect(errorOf(policy)).toMatchObject({
      code: 'RoleAssignmentRequestPolicyValidationFailed',
      message: 'The following policy rules failed: JustificationRule - Justification is required',
    });
    expect(await codeOf(check(rig, 'Global Reader'))).toBe('RoleAssignmentExists');
    expect(await codeOf(check(rig, 'Security Administrator'))).toBe(
      'RoleAssignmentRequestAcrsValidationFailed',
    );
    expect(await codeOf(check(rig, 'Compliance Administrator'))).toBe(
      'RoleAssignmentRequestPolicyValidationFailed',
    );
    expect(await codeOf(check(rig, 'User Administrator'))).toBe('accepted');
    expect(await everything(rig)).toEqual(before);
  });

  it('and leaves no window, no open request and no deactivation behind', async () => {
    const rig = createRig();
    const scheduleInfo = {
      startDateTime: '2026-11-20T10:00:00Z',
      expiration: { type: 'AfterDuration', duration: 'PT1H' },
    };
    await check(rig, 'User Administrator', { scheduleInfo });
    expect((await activate(rig, { role: 'User Administrator', change: { scheduleInfo } })).status).toBe(201);
    await check(rig, 'Global Administrator');
    expect((await activate(rig, { role: 'Global Administrator' })).status).toBe(201);
    const off = await check(rig, 'Global Reader', { action: 'selfDeactivate', scheduleInfo: null });
    expect(off.body).toMatchObject({ isValidationOnly: true, status: 'Revoked' });
    expect((await deactivate(rig, 'Global Reader')).body.status).toBe('Revoked');
  });
});

describe('ARM checks a request without carrying it out', () => {
  const own: Put = { role: 'Contributor', scope: subscriptionId('Contoso Web Shop'), id: guid(1) };
  const check = (rig: Rig, request: Put, as = ada): Promise<Answer> =>
    rig.arm('POST', armPath(`roleAssignmentScheduleRequests/${request.id}/validate`, request.scope, null), {
      as,
      body: putBody(request),
    });

  it('answers 200 with the request as it would be', async () => {
    const rig = createRig();
    const before = await everything(rig);
    const answer = await check(rig, own);
    expect(answer.status).toBe(200);
    expect(propertiesOf(answer.body)).toMatchObject({ requestType: 'SelfActivate', status: 'Provisioned' });
    expect(answer.body.name).toBe(own.id);
    expect(await everything(rig)).toEqual(before);
    expect((await rig.arm('GET', requestPath(own))).status).toBe(404);
    expect((await put(rig, own)).status).toBe(201);
    expect(errorOf(await check(rig, { ...own, id: guid(2) })).code).toBe('RoleAssignmentExists');
  });

  it('refuses what the request itself would be refused for', async () => {
    const rig = createRig();
    const refused = async (request: Put): Promise<string> => errorOf(await check(rig, request)).message;
    expect(await refused({ ...own, duration: 'PT9H' })).toContain('ExpirationRule');
    expect(await refused({ ...own, change: { justification: '' } })).toContain('JustificationRule');
    const production = subscriptionId('Contoso Production');
    expect(await refused({ role: 'Owner', scope: production, id: guid(3) })).toContain('claims=');
    expect(await refused({ role: 'Contributor', scope: production, id: guid(3) })).toContain('TicketingRule');
    expect((await check(rig, { ...own, id: 'monday' })).status).toBe(400);
    rig.knobs.arm.mandatoryMfa = true;
    expect((await check(rig, own, { ...ada, amr: ['pwd'] })).status).toBe(403);
  });

  it('or is not there at all, as it is turned', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.validate = 'notFound';
    });
    expect((await check(rig, own)).status).toBe(404);
    rig.clock.advance(hour);
    expect((await put(rig, own)).status).toBe(201);
  });
});

describe.skipIf(!hasSpecs)(`ARM’s validation ${specsSuite}: swagger 2020-10-01`, () => {
  it('answers with a request', async () => {
    const request = { role: 'Contributor', scope: subscriptionId('Contoso Web Shop'), id: guid(1) };
    const path = armPath(`roleAssignmentScheduleRequests/${request.id}/validate`, request.scope, null);
    const { body } = await createRig().arm('POST', path, { body: putBody(request) });
    const type = ['RoleAssignmentScheduleRequest.json', 'RoleAssignmentScheduleRequest'] as const;
    expect(body).toHaveProperty('properties.status');
    expect(loadSwagger().complaints(...type, body)).toEqual([]);
  });
});
