/** Who a token answer is for. */
import type { AuthenticationResult } from '@azure/msal-browser';
import type { Account, CloudName } from '../domain/account.ts';
import { FailureError } from '../domain/failure.ts';
import { personalAccountsTenant } from './endpoints.ts';

/**
 * The account of an answer, from the claims of its id token.
 * @throws FailureError `personalAccount`, which PIM does not know; `signInOther` when the answer names nobody
 */
export function accountOf(cloud: CloudName, answer: AuthenticationResult): Account {
  const { oid, tid } = answer.idTokenClaims as { oid?: string; tid?: string };
  const { username, name, homeAccountId } = answer.account;
  if (tid?.toLowerCase() === personalAccountsTenant)
    throw new FailureError({ kind: 'personalAccount', facts: { username } });
  if (!oid || !tid) throw new FailureError({ kind: 'signInOther', message: 'The answer names no account.' });
  return {
    cloud,
    objectId: oid.toLowerCase(),
    tenantId: tid.toLowerCase(),
    homeAccountId,
    username,
    name: name || username,
  };
}

/** @throws FailureError `otherAccount` with the facts `expected` and `answered`, both usernames */
export function assertSameAccount(expected: Account, answered: Account): void {
  const same =
    expected.objectId.toLowerCase() === answered.objectId &&
    expected.tenantId.toLowerCase() === answered.tenantId;
  if (same) return;
  throw new FailureError({
    kind: 'otherAccount',
    facts: { expected: expected.username, answered: answered.username },
  });
}
