import type { Context } from 'hono';
import type { ArmPimKnobs } from '../pim/knobs.ts';
import type { Pim } from '../pim/pim.ts';
import { hasMfa } from '../pim/rules.ts';
import type { AzureScope } from '../pim/seed.ts';
import type { AccessToken } from '../types.ts';
import type { ArmCall } from './context.ts';
import { armRefusal } from './errors.ts';

/** The scope that a call names. @throws PimError 404 for one that the caller's tenant does not have. */
export function scopeOf(pim: Pim, { path, token }: ArmCall): AzureScope {
  const scope = pim.store.scopes.find(path.scope);
  if (scope !== null && scope.tenantId === token.tid) return scope;
  const subscription = /^\/subscriptions\/([^/]+)$/i.exec(path.scope)?.[1];
  if (subscription !== undefined) throw armRefusal.subscriptionNotFound(subscription);
  throw armRefusal.notFound(`The scope '${path.scope}'`);
}

/** `$filter` without its spaces and its casing; undefined where none was sent. */
export function filterOf({ c }: ArmCall): string | undefined {
  return c.req.query('$filter')?.replaceAll(' ', '').toLowerCase();
}

/** Azure's mandatory MFA asks it of every write. @throws PimError 403. */
export function requireMfa(knobs: ArmPimKnobs, token: AccessToken): void {
  if (knobs.mandatoryMfa && !hasMfa(token.amr)) throw armRefusal.mandatoryMfa();
}

/** The body as text. @throws PimError 415 for one that is not declared as JSON. */
export async function sentText(c: Context): Promise<string> {
  const mediaType = c.req.header('content-type') ?? '';
  if (!/^application\/json\b/i.test(mediaType)) throw armRefusal.unsupportedMediaType(mediaType);
  return c.req.text();
}

/** @throws PimError 400 for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw armRefusal.invalidContent('Unexpected character');
  }
}
