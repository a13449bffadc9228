/** Who is signed in, and the key by which everything that belongs to them is stored. */
import * as v from 'valibot';

export const cloudNames = ['public'] as const;
export type CloudName = (typeof cloudNames)[number];

export const AccountSchema = v.object({
  cloud: v.picklist(cloudNames),
  /** Object id of the person in `tenantId`, lower case; the `principalId` of every request. */
  objectId: v.string(),
  tenantId: v.string(),
  /** MSAL's `uid.utid`. */
  homeAccountId: v.string(),
  /** Usually the user principal name. */
  username: v.string(),
  name: v.string(),
});

export type Account = v.InferOutput<typeof AccountSchema>;

/** `public/{tenant}/{object id}`: storage is keyed by cloud, tenant and account from the first day. */
export type AccountKey = string & { readonly __brand: 'AccountKey' };

export function accountKey(account: Pick<Account, 'cloud' | 'tenantId' | 'objectId'>): AccountKey {
  return `${account.cloud}/${account.tenantId}/${account.objectId}`.toLowerCase() as AccountKey;
}
