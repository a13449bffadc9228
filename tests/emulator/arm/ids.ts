import type { ArmPimKnobs } from '../pim/knobs.ts';

/** Builds the ids that ARM writes, in the casing and the form that the knobs ask for. */
export interface ArmIds {
  /** `{scope}/providers/Microsoft.Authorization/{type}/{name}`. */
  resource(scope: string, type: string, name: string): string;
  /** Qualified by the subscription, or bare above one (pim-api.md C.1). */
  roleDefinition(scope: string, roleId: string): string;
  /** A GUID in the casing of this row. */
  guid(guid: string): string;
}

function subscriptionOf(scope: string): string | null {
  return /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? null;
}

/** Whether the row is one of those that write their GUIDs in upper case: every third one, always the same. */
function shouts(rowId: string): boolean {
  let sum = 0;
  for (const char of rowId.toLowerCase()) sum += char.codePointAt(0) ?? 0;
  return sum % 3 === 0;
}

/** @param rowId decides the casing of the whole row. */
export function createArmIds(knobs: ArmPimKnobs, rowId: string): ArmIds {
  const guid = (id: string): string => (knobs.mixedIdCasing && shouts(rowId) ? id.toUpperCase() : id);
  return {
    guid,
    resource(scope, type, name) {
      const isOldForm = knobs.idForm === '2022' && subscriptionOf(scope) !== null;
      const prefix = isOldForm ? '/providers/Microsoft.Subscription' : '';
      return `${prefix}${scope}/providers/Microsoft.Authorization/${type}/${name}`;
    },
    roleDefinition: (scope, roleId) =>
      `${subscriptionOf(scope) ?? ''}/providers/Microsoft.Authorization/roleDefinitions/${guid(roleId)}`,
  };
}
