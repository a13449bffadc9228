import { Refusal } from './aadsts.ts';

/** What a `claims` parameter asks of the access token (pim-api.md 0.4, F.2 and F.3). */
export interface RequestedClaims {
  /** Authentication contexts, such as `c1`. */
  readonly acrs: readonly string[];
  /** Is multi-factor authentication asked for by a Conditional Access policy id? */
  readonly mfa: boolean;
  /** Is it asked for by `amr`? */
  readonly amrMfa: boolean;
  /** Lower-case client capabilities: `cp1`. */
  readonly capabilities: readonly string[];
}

export const noClaims: RequestedClaims = { acrs: [], mfa: false, amrMfa: false, capabilities: [] };

const values = (claim: unknown): string[] => {
  if (typeof claim !== 'object' || claim === null) return [];
  const { value, values: many } = claim as { value?: unknown; values?: unknown };
  const all: unknown[] = Array.isArray(many) ? many : value === undefined ? [] : [value];
  return all.filter((entry): entry is string => typeof entry === 'string');
};

/**
 * Reads a `claims` parameter.
 * @throws Refusal 9002313 when the text is not a JSON object.
 */
export function parseClaims(text: string | undefined): RequestedClaims {
  if (!text) return noClaims;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Refusal(9002313);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Refusal(9002313);
  const wanted = ((parsed as Record<string, unknown>)['access_token'] ?? {}) as Record<string, unknown>;
  return {
    acrs: values(wanted['acrs']),
    mfa: values(wanted['capolids']).length > 0,
    amrMfa: values(wanted['amr']).some((method) => method === 'mfa' || method === 'ngcmfa'),
    capabilities: values(wanted['xms_cc']).map((capability) => capability.toLowerCase()),
  };
}

/** The wishes of an authorize request and of the redemption that follows it, together. */
export function mergeClaims(first: RequestedClaims, second: RequestedClaims): RequestedClaims {
  return {
    acrs: [...new Set([...first.acrs, ...second.acrs])],
    mfa: first.mfa || second.mfa,
    amrMfa: first.amrMfa || second.amrMfa,
    capabilities: [...new Set([...first.capabilities, ...second.capabilities])],
  };
}
