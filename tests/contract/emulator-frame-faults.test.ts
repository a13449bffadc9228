import { describe, expect, it } from 'vitest';
import type { Emulator } from '../emulator/emulator.ts';
import type { FaultKind } from '../emulator/faults.ts';
import { hoistClientId } from '../emulator/seeds/contoso-directory.ts';
import { activateEntraRole, cloud, GRAPH, postToken, signIn, windowOf } from './token-service-client.ts';

const GROUPS = 'https://graph.microsoft.com/v1.0/roleManagement/directory/roleDefinitions';
const LIST =
  "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')";
const host = 'graph.microsoft.com';

async function list(emulator: Emulator, capabilities: string[] = []): Promise<Response> {
  const token = await emulator.tokens.issue({
    upn: 'ada@contoso.com',
    clientId: hoistClientId,
    api: 'graph',
    capabilities,
  });
  return emulator.fetch(
    new Request(`https://${host}${LIST}`, { headers: { authorization: `Bearer ${token}` } }),
  );
}

describe('faults', () => {
  it.each<[string, FaultKind, number, string | null]>([
    ['429 with seconds', { kind: 'status', status: 429, retryAfter: 7 }, 429, '7'],
    ['429 with nought', { kind: 'status', status: 429, retryAfter: 0 }, 429, '0'],
    [
      '429 with a date',
      { kind: 'status', status: 429, retryAfter: new Date('2026-11-23T08:00:30Z') },
      429,
      'Mon, 23 Nov 2026 08:00:30 GMT',
    ],
    ['429 without a word', { kind: 'status', status: 429 }, 429, null],
    ['500', { kind: 'status', status: 500 }, 500, null],
    ['503 with seconds', { kind: 'status', status: 503, retryAfter: 2 }, 503, '2'],
  ])('%s', async (_, kind, status, retryAfter) => {
    const emulator = cloud();
    emulator.faults.add({ host, ...kind });
    const answer = await list(emulator);
    expect({ status: answer.status, retryAfter: answer.headers.get('retry-after') }).toEqual({
      status,
      retryAfter,
    });
    expect(await answer.json()).toMatchObject({
      error: { code: expect.any(String), message: expect.any(String) },
    });
    expect(emulator.journal.last()).toMatchObject({ status, fault: 'status' });
    expect(emulator.journal.last()).not.toHaveProperty('oid');
  });

  it.each([502, 200] as const)('an HTML page with %i', async (status) => {
    const emulator = cloud();
    emulator.faults.add({ host, kind: 'html', status });
    const answer = await list(emulator);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('text/html');
    await expect(answer.json()).rejects.toThrow(SyntaxError);
  });

  it('JSON cut in the middle, and JSON of another shape', async () => {
    const emulator = cloud();
    const whole = await (await list(emulator)).text();
    const cut = emulator.faults.add({ host, kind: 'truncated-json' });
    const answer = await list(emulator);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(whole.length).toBeGreaterThan(text.length);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    cut.remove();
    emulator.faults.add({ host, kind: 'wrong-json', body: { value: 'not a list' } });
    expect(await (await list(emulator)).json()).toEqual({ value: 'not a list' });
  });

  it('a refusal in the envelope of its service', async () => {
    const emulator = cloud();
    const licence = { code: 'AadPremiumLicenseRequired', message: 'The tenant needs a licence.' };
    emulator.faults.add({ host, kind: 'refusal', status: 403, ...licence });
    const answer = await list(emulator);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({
      error: { ...licence, innerError: expect.objectContaining({ date: '2026-11-23T08:00:00' }) },
    });
    const locked = { code: 'ResourceIsLocked', message: 'The resource is locked.' };
    emulator.faults.add({ host: 'management.azure.com', kind: 'refusal', status: 400, ...locked });
    const arm = await emulator.fetch(new Request('https://management.azure.com/subscriptions'));
    expect([arm.status, await arm.json()]).toEqual([400, { error: locked }]);
  });

  it('a connection that is cut before anything happens', async () => {
    const emulator = cloud();
    emulator.faults.add({ host, kind: 'reset', method: 'POST' });
    const before = emulator.pim.store.requests.length;
    await expect(activateEntraRole(emulator, 'User Administrator')).rejects.toMatchObject({
      name: 'TypeError',
      cause: { code: 'ECONNRESET' },
    });
    expect(emulator.pim.store.requests).toHaveLength(before);
    expect(emulator.journal.last({ method: 'POST' })).not.toHaveProperty('status');
  });

  it.each<FaultKind>([
    { kind: 'reset', after: true },
    { kind: 'status', status: 503, after: true },
    { kind: 'html', status: 502, after: true },
  ])('an answer that is lost after the request was carried out (%o)', async (kind) => {
    const emulator = cloud();
    emulator.faults.add({ host, method: 'POST', ...kind });
    const before = emulator.pim.store.requests.length;
    await expect(activateEntraRole(emulator, 'User Administrator')).rejects.toThrow();
    expect(emulator.pim.store.requests).toHaveLength(before + 1);
  });

  it('a stall holds the request until it is released, then it goes on', async () => {
    const emulator = cloud();
    const stall = emulator.faults.add({ host, kind: 'stall', times: 1 });
    const answer = list(emulator);
    await expect.poll(() => stall.count).toBe(1);
    expect(emulator.journal.last()).not.toHaveProperty('status');
    expect((await list(emulator)).status).toBe(200);
    stall.release();
    expect((await answer).status).toBe(200);
  });

  it('a stall ends when the caller gives up', async () => {
    const emulator = cloud();
    const stall = emulator.faults.add({ host, kind: 'stall' });
    const controller = new AbortController();
    const answer = emulator.fetch(new Request(GROUPS, { signal: controller.signal }));
    await expect.poll(() => stall.count).toBe(1);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('a delay lets the request through afterwards', async () => {
    const emulator = cloud();
    emulator.faults.add({ host, kind: 'delay', ms: 30 });
    const started = performance.now();
    expect((await list(emulator)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });

  it('a claims challenge strikes tokens that declare cp1, once', async () => {
    const emulator = cloud();
    const cae = emulator.faults.add({ host, kind: 'cae', times: 1 });
    expect((await list(emulator)).status).toBe(200);
    const challenged = await list(emulator, ['cp1']);
    expect(challenged.status).toBe(401);
    expect(challenged.headers.get('www-authenticate')).toContain('error="insufficient_claims", claims="');
    expect((await list(emulator, ['cp1'])).status).toBe(200);
    expect(cae.count).toBe(1);
  });
});

describe('where a fault strikes', () => {
  it('is settled by host, method, path, times and any other condition', async () => {
    const emulator = cloud();
    const fault = emulator.faults.add({
      host,
      path: /filterByCurrentUser/g,
      kind: 'status',
      status: 500,
      times: 2,
    });
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await list(emulator)).status);
    expect(statuses).toEqual([500, 500, 200]);
    expect(fault.count).toBe(2);
    emulator.faults.add({ host: 'management.azure.com', kind: 'status', status: 500 });
    expect((await list(emulator)).status).toBe(200);
  });

  it('can be one client’s token requests', async () => {
    const emulator = cloud();
    const { redeem } = await signIn(emulator, windowOf(emulator));
    emulator.faults.add({
      host: 'login.microsoftonline.com',
      path: /token$/,
      kind: 'status',
      status: 503,
      where: ({ body }) => (body as { grant_type?: string } | undefined)?.grant_type === 'refresh_token',
    });
    const { status, body } = await redeem();
    expect(status).toBe(200);
    const refused = await postToken(emulator, {
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token,
      scope: GRAPH,
    });
    expect(refused).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
  });

  it('is nowhere any more after it was removed', async () => {
    const emulator = cloud();
    const one = emulator.faults.add({ host, kind: 'status', status: 500 });
    one.remove();
    emulator.faults.add({ host, kind: 'reset' });
    emulator.faults.clear();
    expect((await list(emulator)).status).toBe(200);
  });

  it('leaves preflights alone unless they are named', async () => {
    const emulator = cloud();
    emulator.faults.add({ host: 'login.microsoftonline.com', kind: 'reset' });
    const preflight = new Request('https://login.microsoftonline.com/organizations/oauth2/v2.0/token', {
      method: 'OPTIONS',
      headers: { origin: 'https://portal.azure.com', 'access-control-request-headers': 'x' },
    });
    expect((await emulator.fetch(preflight)).status).toBe(204);
  });
});
