import { describe, expect, test } from 'vitest';
import { armHost, createRig, graphHost, start } from './providers-rig.ts';

describe('throttling', () => {
  test.each([
    ['entra', 'User Administrator', undefined, graphHost],
    ['azure', 'Owner', 'IT', armHost],
  ] as const)(
    'by %s over 20 s says until when, by the browser’s clock, and sends nothing more',
    async (source, name, scope, host) => {
      const rig = createRig({ browserAheadMs: 5_000 });
      const entry = rig.entry(await rig.role(source, name, scope));
      rig.emulator.journal.clear();
      rig.emulator.faults.add({ kind: 'status', status: 429, retryAfter: 45, host });
      expect(await rig.send(entry)).toEqual({ type: 'throttled', notBefore: rig.now() + 45_000 });
      expect(await rig.send(entry)).toEqual({ type: 'throttled', notBefore: rig.now() + 45_000 });
      expect(rig.emulator.journal.count()).toBe(1);
      expect(rig.emulator.pim.accepted()).toEqual([]);
    },
  );

  test('for a moment delays the activation and makes one', async () => {
    const rig = createRig();
    const entry = rig.entry(await rig.role('entra', 'User Administrator'));
    const retryAfter = new Date(start + 4_000);
    rig.emulator.faults.add({ kind: 'status', status: 429, retryAfter, host: graphHost, times: 1 });
    expect((await rig.send(entry)).type).toBe('accepted');
    expect(rig.emulator.pim.accepted()).toHaveLength(1);
  });
});
