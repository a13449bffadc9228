/**
 * What the service asks for beyond being signed in: the claims that a token must have before a request is carried
 * out (pim-api.md F.2, F.3), and where an activation stands with them. Pure.
 */
import * as v from 'valibot';
import type { Failure } from './failure.ts';
import type { ActivationPolicy } from './policy.ts';

export const ProofSchema = v.object({
  /** As a JSON text, in the order in which it was asked for; absent where the service did not name them. */
  claims: v.optional(v.string()),
  about: v.picklist([
    /** An authentication context, `c1` to `c99`. */
    'context',
    'mfa',
    /** The session was revoked, or something about the sign-in has to be confirmed. */
    'session',
  ]),
  context: v.optional(v.string()),
  /** Asked for by the service itself, as against expected from the role's policy. */
  challenged: v.optional(v.boolean()),
  /** How often the service has asked for a proof of this request. */
  times: v.optional(v.number()),
  /** A token with these claims, had without the person, was refused all the same. */
  unconvinced: v.optional(v.boolean()),
  /** A token with these claims is in hand; how it was had, and when, in ms since the epoch. */
  given: v.optional(v.object({ by: v.picklist(['silently', 'person']), at: v.number() })),
  /** The life of the worker that has a window open for it. */
  windowOf: v.optional(v.string()),
});
export type Proof = v.InferOutput<typeof ProofSchema>;

/** The claims for an authentication context, in the service's own form. */
export function contextClaims(context: string): string {
  return JSON.stringify({ access_token: { acrs: { essential: true, value: context } } });
}

/** The claims for multifactor authentication; from Microsoft's documentation, not confirmed for PIM (pim-api.md F.2). */
export const mfaClaims = JSON.stringify({ access_token: { amr: { values: ['ngcmfa'] } } });

/** What a policy is known to ask for, so that it need not be refused first. */
export function proofByPolicy({
  authenticationContext: context,
  mfaRequired,
}: Pick<ActivationPolicy, 'authenticationContext' | 'mfaRequired'>): Proof | undefined {
  if (context) return { claims: contextClaims(context), about: 'context', context };
  return mfaRequired ? { claims: mfaClaims, about: 'mfa' } : undefined;
}

/** What a refusal asks for; `undefined` when no proof of the person's would make it good. */
export function proofByRefusal({ kind, facts = {} }: Failure): Proof | undefined {
  const { claims, context } = facts;
  switch (kind) {
    case 'authenticationContextRequired': {
      const wanted = context ? contextClaims(context) : claims;
      if (!wanted) return undefined;
      return { claims: wanted, about: 'context', ...(context ? { context } : {}), challenged: true };
    }
    case 'mfaRequired':
      return { claims: claims ?? mfaClaims, about: 'mfa', challenged: true };
    case 'moreProofNeeded':
      return { ...(claims ? { claims } : {}), about: 'session', challenged: true };
    default:
      return undefined;
  }
}

/** Both texts as one. What is no JSON object asks for nothing. */
export function mergedClaims(first: string | undefined, second: string | undefined): string | undefined {
  if (!first || !second || first === second) return first || second;
  const [one, other] = [accessTokenClaims(first), accessTokenClaims(second)];
  return JSON.stringify({ access_token: { ...one, ...other } });
}

/** The claims asked of an access token: `{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`. */
export function accessTokenClaims(claims: string): Record<string, { value?: unknown } | undefined> {
  try {
    const asked = (JSON.parse(claims) as { access_token?: unknown } | null)?.access_token;
    return typeof asked === 'object' && asked !== null ? (asked as Record<string, { value?: unknown }>) : {};
  } catch {
    return {};
  }
}
