import type { AzureScope } from '../pim/seed.ts';
import type { ArmCall, ArmContext } from './context.ts';
import { armRefusal } from './errors.ts';
import { listPage } from './paging.ts';
import { scopeOf } from './sent.ts';

/** The resource types of a `$filter`, in lower case; null for every type. @throws PimError 400. */
function wantedTypes(filter: string | undefined): ReadonlySet<string> | null {
  if (filter === undefined) return null;
  const terms = filter.trim().split(/\s+or\s+/i);
  const types = terms.map((term) => /^resourceType\s+eq\s+'([^']+)'$/i.exec(term.trim())?.[1]);
  const unknown = types.indexOf(undefined);
  if (unknown >= 0) throw armRefusal.invalidContent(`The filter '${terms[unknown]}' is not known`);
  return new Set(types.map((type) => String(type).toLowerCase()));
}

/**
 * `{scope}/…/eligibleChildResources`: what lies right below a scope and the caller is eligible for, and with
 * `$getAllChildren=true` everything further down too (pim-api.md C.4).
 */
export function createChildResources({ pim, knobs }: ArmContext): (call: ArmCall) => Response {
  const { scopes } = pim.store;

  return (call) => {
    const above = scopeOf(pim, call);
    const { c, token } = call;
    const types = wantedTypes(c.req.query('$filter'));
    const eligible = pim.lists.eligible(token, 'azure').map(({ eligibility }) => eligibility.scope);
    const isEligible = ({ id }: AzureScope): boolean =>
      eligible.some(
        (scope) =>
          scopes.within(id, scope) ||
          (knobs.arm.eligibleChildren === 'alsoAbove' && scopes.within(scope, id)),
      );
    const below =
      c.req.query('$getAllChildren')?.toLowerCase() === 'true'
        ? scopes.below(above.id)
        : scopes.childrenOf(above.id);
    const rows = below
      .filter((scope) => (types === null || types.has(scope.type)) && isEligible(scope))
      .map(({ id, displayName, type }) => ({ name: displayName, id, type }));
    return c.json(listPage(rows, c.req.url, knobs.arm.pageSize));
  };
}
