/** One eligible role, a scripted service, and as many lives of the worker as a test wants. */
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import type { RequestSnapshot } from '../../src/domain/request-entry.ts';
import type { Eligibility, Source } from '../../src/domain/role.ts';
import type { SendOutcome } from '../../src/providers/provider.ts';
import {
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  type ScriptedProvider,
  scripted,
  signedInStorage,
} from './simulated-worker.ts';

export const ask = { minutes: 60, justification: 'Daily PIM elevation' };

export const snapshot = (status: string): RequestSnapshot => ({
  requestId: 'r1',
  status,
  serverNow: Date.UTC(2026, 10, 23, 8),
});

export const accepted = (status: string): SendOutcome => ({ type: 'accepted', snapshot: snapshot(status) });
/** An activation that was recorded, and nothing of it sent. */
export const recordedAt = (at: number, role: Eligibility, bulkId: string): Activation =>
  newActivation({ id: 'a', bulkId, role, ask, origin: 'page', at });
export const states = (entries: readonly Activation[]) => entries.map((entry) => entry.state);
export const never = new Promise<never>(() => undefined);

export async function setUp(source: Source, script: Partial<ScriptedProvider>) {
  const role = eligibility(source, 'owner');
  const area = await signedInStorage([role]);
  const clock = createSimulatedClock();
  const provider = scripted(source, script);
  const providers = { entra: scripted('entra', {}), azure: scripted('azure', {}), [source]: provider };
  const bulkId = '11111111-1111-4111-8111-111111111111';
  return {
    role,
    clock,
    provider,
    bulk: { bulkId, requests: [{ key: role.key, ask }] },
    life: () => createWorkerLife(area, providers, clock),
  };
}
