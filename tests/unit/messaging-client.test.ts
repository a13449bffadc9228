import { describe, expect, it } from 'vitest';
import { createCommandClient, createSecondTry, type SendMessage } from '../../src/messaging/client.ts';

const never = new Promise<never>(() => undefined);
const answer = { ok: true, result: undefined };
const overdue = () => Promise.resolve();
const patient = () => never;

/** Answers the first message so, and every later one as a worker does. */
function worker(first: () => Promise<unknown>): { send: SendMessage; received: unknown[] } {
  const received: unknown[] = [];
  return {
    received,
    send(message) {
      received.push(message);
      return received.length === 1 ? first() : Promise.resolve(answer);
    },
  };
}

describe('a command of a page', () => {
  it.each([
    ['nobody answers', () => never, overdue],
    ['the worker is stopped while it answers', () => Promise.reject(new Error('channel closed')), patient],
    ['the answer is none', () => Promise.resolve(undefined), patient],
  ])('is sent once more when %s', async (_, first, patience) => {
    const { send, received } = worker(first);
    await createCommandClient(createSecondTry(send, patience)).send('signIn', {});
    expect(received).toEqual([
      { command: 'signIn', args: {} },
      { command: 'signIn', args: {} },
    ]);
  });

  it('is sent once when it is answered, refused or not', async () => {
    const failure = { kind: 'offline' } as const;
    const { send, received } = worker(() => Promise.resolve({ ok: false, failure }));
    const client = createCommandClient(createSecondTry(send, patient));
    await expect(client.send('signIn', {})).rejects.toMatchObject({ failure });
    expect(received).toHaveLength(1);
  });

  it('fails when nobody answers the second time either', async () => {
    const client = createCommandClient(createSecondTry(() => Promise.resolve(undefined), patient));
    await expect(client.send('signIn', {})).rejects.toMatchObject({ failure: { kind: 'internal' } });
  });
});
