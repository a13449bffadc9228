import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { closeServer } from '../close-server.ts';

export interface ProbeServer {
  readonly port: number;
  /** Base64 SHA-256 of the certificate's public key. */
  readonly spki: string;
  /** `host/path` of every request so far. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * A TLS server that answers for any host, for tests of the harness itself. Each page names its host; a page with
 * `redirect_uri` in its query offers to sign in as Ada, which goes there with `#code=probe`.
 */
export async function startProbeServer(hosts: readonly string[]): Promise<ProbeServer> {
  const altNames = hosts.map((value) => ({ type: 2 as const, value }));
  const pem = await generate([{ name: 'commonName', value: 'probe' }], {
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  const publicKey = new X509Certificate(pem.cert).publicKey.export({ type: 'spki', format: 'der' });
  const requests: string[] = [];
  const server = createServer({ key: pem.private, cert: pem.cert }, (request, response) => {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
    requests.push(url.host + url.pathname);
    const redirect = url.searchParams.get('redirect_uri');
    const link = redirect ? `<a href="${redirect}#code=probe"><b>Ada Lovelace</b></a>` : '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><title>probe</title><link rel="icon" href="data:,"><h1>${url.hostname}</h1>${link}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    spki: createHash('sha256').update(publicKey).digest('base64'),
    requests,
    close: () => closeServer(server),
  };
}
