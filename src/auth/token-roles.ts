/** What an access token says of its holder's directory roles and groups; the only place that looks into one. */

/**
 * The template ids in the `wids` of a token, lower case: the built-in roles that it was minted with (pim-api.md I).
 * `undefined` where the token says nothing of them, or cannot be read: its form is Microsoft's own affair.
 */
export function roleIdsOf(accessToken: string): readonly string[] | undefined {
  return idsIn(accessToken, 'wids');
}

/** The ids in its `groups`, which are left out where the tenant wants it so, or where there are too many. */
export function groupIdsOf(accessToken: string): readonly string[] | undefined {
  return idsIn(accessToken, 'groups');
}

function idsIn(accessToken: string, claim: 'wids' | 'groups'): readonly string[] | undefined {
  try {
    const [, payload = ''] = accessToken.split('.');
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
      one.charCodeAt(0),
    );
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const ids = claims[claim];
    if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) return undefined;
    return ids.map((id) => id.toLowerCase());
  } catch {
    return undefined;
  }
}
