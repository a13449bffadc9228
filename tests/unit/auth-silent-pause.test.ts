import { describe, expect, it } from 'vitest';
import { createSilentPause } from '../../src/auth/silent-pause.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { ada } from './simulated-worker.ts';

const minute = 60_000;
const alan = { ...ada, objectId: 'bbbbbbbb-0000-4000-8000-000000000002' };
const nobody = { kind: 'signInNeeded', code: 'AADSTS50058' } as const;
const proof = { kind: 'moreProofNeeded', code: 'AADSTS50076' } as const;

function setUp() {
  let time = Date.UTC(2026, 10, 23, 8);
  const area = createMemoryStorage();
  const life = () => createSilentPause(area, () => time);
  return { area, life, pass: (ms: number) => void (time += ms) };
}

describe('the pause after asking the browser in vain', () => {
  it('lasts five minutes, in the next worker too', async () => {
    const { life, pass } = setUp();
    expect(await life().reason(ada, 'graph')).toBeUndefined();
    await life().begin(ada, 'graph', nobody);
    pass(5 * minute - 1);
    expect(await life().reason(ada, 'graph')).toEqual(nobody);
    pass(1);
    expect(await life().reason(ada, 'graph')).toBeUndefined();
  });

  it('is for every API where nobody is signed in, and for one that asks for more proof alone', async () => {
    const { life } = setUp();
    await life().begin(ada, 'graph', nobody);
    expect(await life().reason(ada, 'arm')).toEqual(nobody);
    await life().begin(ada, 'arm', proof);
    expect(await life().reason(ada, 'arm')).toEqual(proof);
    expect(await life().reason(ada, 'graph')).toBeUndefined();
  });

  it('is of one account', async () => {
    const { life } = setUp();
    await life().begin(ada, 'graph', nobody);
    expect(await life().reason(alan, 'graph')).toBeUndefined();
  });

  it('ends where the person acts, before that is even written', async () => {
    const { area, life } = setUp();
    const pause = life();
    await pause.begin(ada, 'graph', nobody);
    const ended = pause.end();
    expect(await pause.reason(ada, 'graph')).toBeUndefined();
    await ended;
    expect(area.all()).toEqual({});
  });

  it('does not outlast a clock that was set back', async () => {
    const { life, pass } = setUp();
    await life().begin(ada, 'graph', nobody);
    pass(-60 * minute);
    expect(await life().reason(ada, 'graph')).toBeUndefined();
  });
});
