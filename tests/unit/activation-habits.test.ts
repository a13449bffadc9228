import { describe, expect, it } from 'vitest';
import {
  ada,
  createSimulatedClock,
  createWorkerLife,
  eligibility,
  scripted,
  signedInStorage,
} from './simulated-worker.ts';

const owner = eligibility('azure', 'owner');
const reader = eligibility('azure', 'reader');

async function setUp() {
  const area = await signedInStorage([owner, reader]);
  const azure = scripted('azure', { activate: async () => ({ type: 'alreadyActive' }) });
  const worker = createWorkerLife(area, { entra: scripted('entra', {}), azure }, createSimulatedClock());
  return { worker, own: worker.state.of(ada) };
}

describe('what asking for roles leaves behind', () => {
  it('is no draft', async () => {
    const { worker, own } = await setUp();
    await own.draft.write({ keys: [owner.key], minutes: {} });
    const requests = [{ key: owner.key, ask: { minutes: 60, justification: 'Why' } }];
    await worker.activate({ bulkId: crypto.randomUUID(), requests });
    await worker.done();
    expect(await own.draft.read()).toBeNull();
  });

  it('is the last role of the bulk with its own length, and its justification', async () => {
    const { worker, own } = await setUp();
    const ticket = { number: 'INC1', system: 'ServiceNow' };
    const requests = [
      { key: owner.key, ask: { minutes: 60, justification: 'Incident 7' } },
      { key: reader.key, ask: { minutes: 30, justification: 'Incident 7', ticket } },
    ];
    await worker.activate({ bulkId: crypto.randomUUID(), requests });
    await worker.done();
    expect(await own.habits.read()).toEqual({
      justification: 'Incident 7',
      recents: ['Incident 7'],
      lastRole: {
        key: reader.key,
        source: 'azure',
        roleName: 'reader',
        scopeName: 'Contoso',
        minutes: 30,
        justification: 'Incident 7',
      },
    });
  });

  it('is the justification of before where none was asked for', async () => {
    const { worker, own } = await setUp();
    await own.habits.write({ justification: 'Incident 7' });
    const requests = [{ key: reader.key, ask: { minutes: 30, justification: ' ' } }];
    await worker.activate({ bulkId: crypto.randomUUID(), requests });
    await worker.done();
    expect((await own.habits.read()).justification).toBe('Incident 7');
  });
});
