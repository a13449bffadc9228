import { describe, expect, it } from 'vitest';
import { createOwnTokens } from '../../src/background/own-tokens.ts';
import type { Account } from '../../src/domain/account.ts';
import { ada } from './simulated-worker.ts';

const alan: Account = { ...ada, objectId: 'bbbbbbbb-0000-4000-8000-000000000002' };
const tokens = { getToken: async () => 'token' };

describe('a token for the work of an account', () => {
  it('is given to nobody’s work and to the work of whoever is signed in', async () => {
    const own = createOwnTokens(tokens, async () => ada);
    expect(await own.getToken('graph')).toBe('token');
    expect(await own.getToken('arm', { account: { ...ada, objectId: ada.objectId.toUpperCase() } })).toBe(
      'token',
    );
  });

  it.each([
    ['somebody else', alan],
    ['the same person in another tenant', { ...ada, tenantId: alan.objectId }],
    ['nobody', undefined],
  ])('is withheld while %s is signed in', async (_, current) => {
    const own = createOwnTokens(tokens, async () => current);
    await expect(own.getToken('graph', { account: ada })).rejects.toMatchObject({
      failure: { kind: 'signInNeeded' },
    });
  });

  it('is withheld when the account changes while it is fetched', async () => {
    let current = ada;
    const slow = {
      async getToken() {
        current = alan;
        return 'token';
      },
    };
    const own = createOwnTokens(slow, async () => current);
    await expect(own.getToken('graph', { account: ada })).rejects.toMatchObject({
      failure: { kind: 'signInNeeded' },
    });
  });
});
