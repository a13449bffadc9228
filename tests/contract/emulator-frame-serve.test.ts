import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import type { Emulator } from '../emulator/emulator.ts';
import { type ServedEmulator, serveEmulator } from '../emulator/serve.ts';
import { cloud } from './token-service-client.ts';

let served: ServedEmulator | undefined;

afterEach(async () => {
  await served?.close();
  served = undefined;
});

/** Opens a request over a real TLS connection that checks the certificate for the host's name. */
function call({ port, cert }: ServedEmulator, url: string, method = 'GET'): ClientRequest {
  const { hostname, pathname, search } = new URL(url);
  const headers = { host: hostname };
  return httpsRequest({
    host: '127.0.0.1',
    port,
    servername: hostname,
    ca: cert,
    path: pathname + search,
    method,
    headers,
    agent: false,
  });
}

async function get(at: ServedEmulator, url: string): Promise<{ status: number | undefined; text: string }> {
  const sent = call(at, url);
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks = await response.toArray();
  return { status: response.statusCode, text: Buffer.concat(chunks as Buffer[]).toString() };
}

const serve = async (emulator: Emulator): Promise<ServedEmulator> => (served = await serveEmulator(emulator));

describe('the cloud over TLS', () => {
  it('answers for every host by one certificate, told apart by the Host header', async () => {
    const emulator = cloud();
    const at = await serve(emulator);
    expect((await get(at, 'https://portal.azure.com/')).text).toContain('Azure portal');
    expect((await get(at, 'https://entra.microsoft.com/')).text).toContain('Entra admin center');
    expect((await get(at, 'https://graph.microsoft.com/v1.0/me')).status).toBe(401);
    expect((await get(at, 'https://login.microsoftonline.com/common/discovery/v2.0/keys')).status).toBe(200);
    const names = new X509Certificate(at.cert).subjectAltName ?? '';
    expect(emulator.hosts.filter((host) => !names.includes(`DNS:${host}`))).toEqual([]);
    expect(emulator.journal.requests().map(({ host }) => host)).toEqual([
      'portal.azure.com',
      'entra.microsoft.com',
      'graph.microsoft.com',
      'login.microsoftonline.com',
    ]);
  });

  it('tells Chromium its key and its port', async () => {
    const at = await serve(cloud());
    const der = new X509Certificate(at.cert).publicKey.export({ type: 'spki', format: 'der' });
    expect(at.spki).toBe(createHash('sha256').update(der).digest('base64'));
    const [rules, keys] = at.chromiumArguments;
    expect(rules).toContain(`MAP login.microsoftonline.com:443 127.0.0.1:${at.port}`);
    expect(rules).toMatch(/MAP \* ~NOTFOUND$/);
    expect(keys).toContain(at.spki);
  });

  it('cuts the connection for a host it does not have', async () => {
    const at = await serve(cloud());
    const sent = call(at, 'https://portal.azure.com/');
    sent.setHeader('host', 'example.com');
    sent.end();
    await expect(once(sent, 'response')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('a reset cuts the real connection', async () => {
    const emulator = cloud();
    const at = await serve(emulator);
    emulator.faults.add({ host: 'graph.microsoft.com', kind: 'reset', times: 1 });
    await expect(get(at, 'https://graph.microsoft.com/v1.0/me')).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect((await get(at, 'https://graph.microsoft.com/v1.0/me')).status).toBe(401);
  });

  it('a stall keeps the real connection open until it is released', async () => {
    const emulator = cloud();
    const at = await serve(emulator);
    const stall = emulator.faults.add({ host: 'graph.microsoft.com', kind: 'stall' });
    let status: number | undefined;
    const answer = get(at, 'https://graph.microsoft.com/v1.0/me').then((got) => (status = got.status));
    await expect.poll(() => stall.count).toBe(1);
    expect((await get(at, 'https://portal.azure.com/')).status).toBe(200);
    expect(status).toBeUndefined();
    stall.release();
    expect(await answer).toBe(401);
  });

  it('survives a client that hangs up', async () => {
    const emulator = cloud();
    const at = await serve(emulator);
    const stall = emulator.faults.add({ host: 'graph.microsoft.com', kind: 'stall' });
    const sent = call(at, 'https://graph.microsoft.com/v1.0/me');
    sent.on('error', () => {});
    const hungUp = new Promise((resolve) => sent.once('close', resolve));
    sent.end();
    await expect.poll(() => stall.count).toBe(1);
    sent.destroy();
    await hungUp;
    stall.remove();
    expect((await get(at, 'https://graph.microsoft.com/v1.0/me')).status).toBe(401);
  });

  it('closes with requests still held', async () => {
    const emulator = cloud();
    const at = await serve(emulator);
    const stall = emulator.faults.add({ host: 'graph.microsoft.com', kind: 'stall' });
    const sent = call(at, 'https://graph.microsoft.com/v1.0/me');
    sent.end();
    const lost = expect(once(sent, 'response')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect.poll(() => stall.count).toBe(1);
    await at.close();
    served = undefined;
    await lost;
  });
});
