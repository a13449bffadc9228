import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createCertificate } from './certificate.ts';
import type { Emulator } from './emulator.ts';

export interface ServedEmulator {
  readonly port: number;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spki: string;
  /** The certificate, for clients that check it. */
  readonly cert: string;
  /** What Chromium is started with to find this cloud, and nothing else, behind Microsoft's host names. */
  readonly chromiumArguments: readonly string[];
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Serves every host of the cloud over TLS on 127.0.0.1, told apart by the `Host` header.
 * @param options.port any free one by default
 */
export async function serveEmulator(
  emulator: Emulator,
  options: { port?: number } = {},
): Promise<ServedEmulator> {
  const { key, cert, spki } = await createCertificate(emulator.hosts, Date.now());
  const listener = getRequestListener(
    async (request, env) => {
      const { incoming } = env as HttpBindings;
      try {
        const outcome = await emulator.dispatch(request);
        if (outcome instanceof Response) return outcome;
      } catch (error) {
        // Nobody is left to answer once the client has hung up.
        if (!request.signal.aborted) throw error;
      }
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    },
    { overrideGlobalObjects: false },
  );
  const server: Server = createServer(
    { key, cert },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const rules = [...emulator.hosts.map((host) => `MAP ${host}:443 127.0.0.1:${port}`), 'MAP * ~NOTFOUND'];
  return {
    port,
    spki,
    cert,
    chromiumArguments: [
      `--host-resolver-rules=${rules.join(', ')}`,
      `--ignore-certificate-errors-spki-list=${spki}`,
    ],
    async close() {
      emulator.faults.clear();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
