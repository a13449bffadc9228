import { describe, expect, it } from 'vitest';
import { createWorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

describe('asking for a role and for its end at the same moment', () => {
  it.each(['activate', 'deactivate'] as const)(
    'carries out the first (%s) and refuses the other',
    async (first) => {
      const rig = await createWorkerRig();
      await rig.send('signIn', {});
      await eventually(async () => (await rig.session()).status).toBe('signedIn');
      await eventually(async () => (await rig.eligible('azure')).length).toBeGreaterThan(0);
      const own = rig.state().of(await rig.account());
      await eventually(async () => (await own.assignments('azure').read()).readAt).toBeDefined();
      const { key } = (await own.assignments('azure').read()).rows.find(
        ({ assignmentType }) => assignmentType === 'activated',
      )!;
      const ask = { minutes: 30, justification: 'Daily PIM elevation' };
      const activate = () => rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
      const deactivate = () => rig.send('deactivate', { keys: [key] });
      const both = first === 'activate' ? [activate, deactivate] : [deactivate, activate];
      await Promise.all(both.map((send) => send()));
      await eventually(async () => (await rig.journal())[0]?.toldAt).toBeDefined();
      await eventually(async () => (await own.deactivations.read())[0]?.toldAt).toBeDefined();
      const kinds = [...(await rig.journal()), ...(await own.deactivations.read())].map(
        ({ failure }) => failure?.kind,
      );
      expect(kinds).toContain(first === 'activate' ? 'beingActivated' : 'beingDeactivated');
      expect(rig.emulator.pim.accepted({ action: 'selfDeactivate' })).toHaveLength(
        first === 'activate' ? 0 : 1,
      );
      expect(rig.defects).toEqual([]);
    },
  );
});
