/** An activation under way while another person is signed in. */
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/domain/account.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { ada } from './simulated-worker.ts';
import { setUp, snapshot, states } from './follow-rig.ts';

const alan: Account = {
  ...ada,
  objectId: 'bbbbbbbb-0000-4000-8000-000000000002',
  username: 'alan@contoso.com',
};

describe('somebody else signs in while an activation is under way', () => {
  it('is neither asked about nor settled with their token, and goes on when its person is back', async () => {
    const asked: string[] = [];
    const { life, bulk, provider } = await setUp('entra', {
      async activate() {
        await worker.state.session.write({ status: 'signedIn', account: alan });
        return { type: 'lost' };
      },
      async findRequest() {
        asked.push((await worker.state.requireAccount()).username);
        return undefined;
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(asked).toEqual([]);
    expect(states(await worker.journal())).toEqual(['looking']);

    await worker.state.session.write({ status: 'signedIn', account: ada });
    provider.findRequest = async () => snapshot('Provisioned');
    await worker.following.follow(ada);
    expect(states(await worker.journal())).toEqual(['active']);
  });

  it('leaves them their session and their alarm', async () => {
    const { life, bulk } = await setUp('azure', {
      async activate() {
        await worker.state.session.write({ status: 'signedIn', account: alan });
        worker.alarms.set('follow-activations', 7);
        throw new FailureError({ kind: 'signInNeeded' });
      },
    });
    const worker = life();
    await worker.activate(bulk);
    await worker.done();
    expect(worker.signInNeeded).toEqual([]);
    expect(worker.alarms.get('follow-activations')).toBe(7);
    expect(await worker.journal()).toMatchObject([{ state: 'failed', failure: { kind: 'signInNeeded' } }]);
  });
});
