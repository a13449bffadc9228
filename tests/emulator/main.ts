/**
 * Serves the embedded cloud alone, until Ctrl-C.
 *
 * `--port 8443` where to listen (any free port by default) · `--redirect-uri URI` registers it for Hoist, as often
 * as wanted · `--measured` turns on the lags that people measured on the real services · `--waiting` lets Alan and
 * Grace ask for roles that Ada approves · `--big` gives Ada 5,300 further roles.
 */
import 'temporal-polyfill/global';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createEmulator } from './emulator.ts';
import { measuredLatency } from './latency.ts';
import { measuredPimKnobs } from './pim/knobs.ts';
import { bigTenant } from './seeds/big-tenant.ts';
import { hoistClientId } from './seeds/contoso-directory.ts';
import { requestsForAda } from './seeds/waiting-requests.ts';
import { serveEmulator } from './serve.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'redirect-uri': { type: 'string', multiple: true, default: [] },
    measured: { type: 'boolean', default: false },
    waiting: { type: 'boolean', default: false },
    big: { type: 'boolean', default: false },
  },
});

const emulator = createEmulator({
  ...(values.big ? { seed: bigTenant({ now: Date.now() }) } : {}),
  ...(values.measured ? { knobs: { pim: measuredPimKnobs(), latencyMs: measuredLatency() } } : {}),
});
if (values.waiting) requestsForAda(emulator.pim);
for (const uri of values['redirect-uri']) emulator.directory.addRedirectUri(hoistClientId, uri);
const served = await serveEmulator(emulator, { port: Number(values.port) });

console.log(`The embedded cloud listens on 127.0.0.1:${served.port} for
${emulator.hosts.map((host) => `  https://${host}`).join('\n')}

People (any password does):
${emulator.directory.people.map((person) => `  ${person.userPrincipalName}`).join('\n')}

Client id of Hoist: ${hoistClientId}
Public key (SPKI): ${served.spki}

Start Chromium with a profile of its own and with
${served.chromiumArguments.map((argument) => `  ${argument.replace('=', '="')}"`).join('\n')}

Ctrl-C ends it.`);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await served.close();
