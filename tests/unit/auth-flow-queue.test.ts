import { describe, expect, it } from 'vitest';
import { createFlowQueue } from '../../src/auth/flow-queue.ts';

describe('flow queue', () => {
  it('runs one flow at a time, in order', async () => {
    const queue = createFlowQueue();
    const events: string[] = [];
    const ends: (() => void)[] = [];
    const flow = (name: string) =>
      queue.run(async () => {
        events.push(`${name} began`);
        await new Promise<void>((resolve) => ends.push(resolve));
        events.push(`${name} ended`);
        return name;
      });
    const first = flow('first');
    const second = flow('second');
    await Promise.resolve();
    expect(events).toEqual(['first began']);
    ends[0]!();
    expect(await first).toBe('first');
    await Promise.resolve();
    await Promise.resolve();
    expect(events).toEqual(['first began', 'first ended', 'second began']);
    ends[1]!();
    expect(await second).toBe('second');
  });

  it('goes on after a flow that failed, and hands its error to its own caller alone', async () => {
    const queue = createFlowQueue();
    const failed = queue.run(() => Promise.reject(new Error('cancelled')));
    const next = queue.run(() => Promise.resolve('signed in'));
    await expect(failed).rejects.toThrow('cancelled');
    await expect(next).resolves.toBe('signed in');
  });
});
