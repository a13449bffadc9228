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

  test.each([
    ['entra', 'User Administrator', undefined, graphHost],
    ['azure', 'Owner', 'IT', armHost],
    ['groups', 'Member', 'Azure Monitoring Operators', graphHost],
  ] as const)(
    'by %s for a moment is not waited out unwritten: the caller is told, and makes one later',
    async (source, name, scope, host) => {
      const rig = createRig();
      const entry = rig.entry(await rig.role(source, name, scope));
      rig.emulator.journal.clear();
      const retryAfter = new Date(start + 4_000);
      rig.emulator.faults.add({ kind: 'status', status: 429, retryAfter, host, times: 1 });
      const sentAt = rig.now();
      const outcome = await rig.send(entry);
      expect(rig.now()).toBe(sentAt);
      expect(rig.emulator.journal.count()).toBe(1);
      if (outcome.type !== 'throttled') throw new Error(`It came to ${outcome.type}`);
      expect(outcome.notBefore - sentAt).toBeGreaterThan(3_000);
      rig.pass(outcome.notBefore - sentAt);
      expect((await rig.send(entry)).type).toBe('accepted');
      expect(rig.emulator.pim.accepted()).toHaveLength(1);
    },
  );
});
