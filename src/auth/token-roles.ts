/** What an access token says of its holder's directory roles; the only place that looks into one. */

/**
 * The template ids in the `wids` of a token, lower case: the built-in roles that it was minted with (pim-api.md I).
 * `undefined` where the token says nothing of them, or cannot be read: its form is Microsoft's own affair.
 */
export function roleIdsOf(accessToken: string): readonly string[] | undefined {
  try {
    const [, payload = ''] = accessToken.split('.');
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
      one.charCodeAt(0),
    );
    const { wids } = JSON.parse(new TextDecoder().decode(bytes)) as { wids?: unknown };
    if (!Array.isArray(wids) || !wids.every((id) => typeof id === 'string')) return undefined;
    return wids.map((id) => id.toLowerCase());
  } catch {
    return undefined;
  }
}
