/**
 * Whether a token has the claims that are asked for. Access tokens are their API's to read, so this is a hint that
 * saves asking the token service, never a decision: an API that refuses the token all the same is believed.
 */
import { accessTokenClaims } from '../domain/proof.ts';

/** Methods that count as multifactor authentication (pim-api.md F.2). */
const strongMethods = new Set(['mfa', 'ngcmfa', 'fido', 'rsa']);

/** `false` where a claim is asked for that this cannot judge. */
export function holdsClaims(token: string, claims: string): boolean {
  const payload = payloadOf(token);
  const asked = Object.entries(accessTokenClaims(claims));
  return (
    asked.length > 0 &&
    asked.every(([name, wanted]) => {
      if (name === 'amr') return listOf(payload['amr']).some((method) => strongMethods.has(method));
      if (name !== 'acrs') return false;
      // Without the capability PIM counts no context (pim-api.md 0.4).
      const counts = listOf(payload['xms_cc']).some((one) => one.toLowerCase() === 'cp1');
      return counts && typeof wanted?.value === 'string' && listOf(payload['acrs']).includes(wanted.value);
    })
  );
}

function payloadOf(token: string): Record<string, unknown> {
  try {
    const part = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const payload: unknown = JSON.parse(atob(part));
    return typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function listOf(claim: unknown): string[] {
  return Array.isArray(claim) ? claim.filter((one): one is string => typeof one === 'string') : [];
}
