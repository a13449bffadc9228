/** Where signing in stands, as every page shows it. */
import * as v from 'valibot';
import { AccountSchema } from './account.ts';
import { FailureSchema } from './failure.ts';

export const SessionSchema = v.object({
  status: v.picklist([
    'signedOut',
    /** A sign-in window is open. */
    'signingIn',
    'signedIn',
    /** An account is known, but its tokens need the person: shown with its lists, which stay readable. */
    'signInNeeded',
  ]),
  account: v.optional(AccountSchema),
  /** Names the worker that opened the window; another worker finding it knows that signing in was interrupted. */
  workerId: v.optional(v.string()),
  /** Why the last try did not end in a session. */
  failure: v.optional(FailureSchema),
  /** Scopes the tenant consented to, short names, by API; features follow them. */
  granted: v.optional(v.object({ graph: v.array(v.string()), arm: v.array(v.string()) })),
});
export type Session = v.InferOutput<typeof SessionSchema>;

export const signedOut: Session = { status: 'signedOut' };
