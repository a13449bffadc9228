import { describe, expect, it } from 'vitest';
import { fetchFrom } from '../emulator/fetch-from.ts';
import { createKnobs } from '../emulator/knobs.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { contoso } from '../emulator/seeds/contoso.ts';
import { cloud, GRAPH, graphToken, NOW, ORIGIN, signIn, windowOf } from './token-service-client.ts';

describe('the cloud as one fetch', () => {
  it('answers by host, and rejects for a host it does not have as a failed look-up would', async () => {
    const emulator = cloud();
    expect((await emulator.fetch(new Request('https://portal.azure.com/'))).status).toBe(200);
    await expect(emulator.fetch(new Request('https://example.com/'))).rejects.toMatchObject({
      name: 'TypeError',
      cause: { code: 'ENOTFOUND' },
    });
    expect(emulator.journal.count({ host: 'example.com' })).toBe(0);
  });

  it('has every host that the design names', () => {
    expect(cloud().hosts).toEqual(
      expect.arrayContaining([
        'login.microsoftonline.com',
        'graph.microsoft.com',
        'management.azure.com',
        'portal.azure.com',
        'entra.microsoft.com',
        'intune.microsoft.com',
        'admin.microsoft.com',
        'admin.cloud.microsoft',
        'security.microsoft.com',
        'purview.microsoft.com',
      ]),
    );
  });

  it('adds the extension’s origin to everything but GET and HEAD', async () => {
    const emulator = cloud();
    const fetch = fetchFrom(emulator, ORIGIN);
    await fetch('https://graph.microsoft.com/v1.0/me');
    await fetch('https://graph.microsoft.com/v1.0/me', { method: 'POST', body: '{}' });
    await fetch(new URL('https://graph.microsoft.com/v1.0/me'), { method: 'DELETE' });
    const origins = emulator.journal.requests({ path: '/v1.0/me' }).map(({ headers }) => headers['origin']);
    expect(origins).toEqual([undefined, ORIGIN, ORIGIN]);
  });

  it('stops waiting when the caller gives up', async () => {
    const emulator = cloud({ knobs: { latencyMs: { graph: 60_000 } } });
    const controller = new AbortController();
    const answer = fetchFrom(emulator, ORIGIN)('https://graph.microsoft.com/v1.0/me', {
      signal: controller.signal,
    });
    controller.abort(new DOMException('enough', 'TimeoutError'));
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(emulator.journal.last()).toMatchObject({ path: '/v1.0/me' });
    expect(emulator.journal.last()).not.toHaveProperty('status');
  });

  it('does not let two clouds share what happens in one of them', async () => {
    const seed = contoso({ now: NOW });
    const [one, other] = [cloud({ seed }), cloud({ seed })];
    one.directory.addRedirectUri(hoistClientId, 'https://one.example/');
    one.directory.withdrawConsent(hoistClientId, people.ada.tenantId, 'graph');
    expect(other.directory.registration(hoistClientId)?.redirectUris).not.toContain('https://one.example/');
    expect((await (await signIn(other, windowOf(other))).redeem()).status).toBe(200);
  });
});

describe('the journal', () => {
  it('writes down what was asked and answered, and by whom', async () => {
    const emulator = cloud();
    const token = await graphToken(emulator);
    const path =
      "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')";
    await emulator.fetch(
      new Request(`https://graph.microsoft.com${path}?$expand=roleDefinition`, {
        headers: { authorization: `Bearer ${token}` },
      }),
    );
    expect(emulator.journal.last({ path: /filterByCurrentUser/ })).toMatchObject({
      at: NOW,
      host: 'graph.microsoft.com',
      method: 'GET',
      path,
      query: { $expand: 'roleDefinition' },
      status: 200,
      oid: people.ada.id,
      token: { appid: hoistClientId },
    });
  });

  it('keeps no caller where the token was refused', async () => {
    const emulator = cloud();
    await emulator.fetch(
      new Request('https://graph.microsoft.com/v1.0/me', { headers: { authorization: 'Bearer x.y.z' } }),
    );
    expect(emulator.journal.last()).toMatchObject({ status: 401 });
    expect(emulator.journal.last()).not.toHaveProperty('oid');
  });

  it('blots out what would let somebody act as the sender', async () => {
    const emulator = cloud();
    const { body } = await (await signIn(emulator, windowOf(emulator))).redeem();
    await emulator.fetch(
      new Request('https://graph.microsoft.com/v1.0/me', {
        headers: { authorization: `Bearer ${body.access_token}` },
      }),
    );
    const written = JSON.stringify(emulator.journal.entries);
    expect(written).not.toContain(body.access_token);
    expect(written).not.toContain('embedded-cloud');
    const token = emulator.journal.last({ path: /token$/ });
    expect(token?.body).toMatchObject({
      client_id: hoistClientId,
      code: '<redacted>',
      code_verifier: '<redacted>',
      scope: expect.stringContaining(GRAPH),
    });
    expect(emulator.journal.last()?.headers).toMatchObject({ authorization: '<redacted>' });
  });

  it('finds by host, method, path and whatever else, in the order of arrival', async () => {
    const emulator = cloud();
    for (const path of ['/a', '/b', '/a'])
      await emulator.fetch(new Request(`https://management.azure.com${path}`));
    await emulator.fetch(
      new Request('https://management.azure.com/a', {
        method: 'PUT',
        body: '{"n":1}',
        headers: { 'content-type': 'application/json' },
      }),
    );
    const { journal } = emulator;
    expect(journal.count({ host: 'management.azure.com', method: 'GET', path: '/a' })).toBe(2);
    expect(journal.requests({ path: /a$/g }).map(({ sequence }) => sequence)).toEqual([1, 3, 4]);
    expect(
      journal.requests({ where: ({ body }) => (body as { n?: number } | undefined)?.n === 1 }),
    ).toHaveLength(1);
    journal.clear();
    expect(journal.count()).toBe(0);
  });
});

describe('knobs', () => {
  it('change deep in their defaults and replace lists whole', () => {
    const knobs = createKnobs({
      token: { forced: [{ code: 50058, at: 'authorize' }], mfaAtSignIn: true },
      pim: { arm: { listLagMs: 120_000 } },
    });
    const plain = createKnobs();
    expect(knobs.token).toEqual({
      ...plain.token,
      forced: [{ code: 50058, at: 'authorize' }],
      mfaAtSignIn: true,
    });
    expect(knobs.pim.arm).toEqual({ ...plain.pim.arm, listLagMs: 120_000 });
    expect(knobs.pim.graph).toEqual(plain.pim.graph);
  });

  it('may be turned while the cloud runs', async () => {
    const emulator = cloud();
    emulator.knobs.token.accessTokenLifeMs = 60_000;
    const { body } = await (await signIn(emulator, windowOf(emulator))).redeem();
    expect(body.expires_in).toBe(60);
  });
});
