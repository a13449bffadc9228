/** Whether Entra roles are in effect, by what a token minted now says of them (pim-api.md I). */
import type { EffectAnswer } from '../domain/effect.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import type { HeldRole } from './provider.ts';

/**
 * A token names a role's template only, not where it is held; and that it names the roles of narrower scopes is
 * confirmed nowhere. So a role that is held in two places cannot be told, nor one of a narrower scope that the token
 * leaves out: it may come or never come. Custom roles are not in tokens at all.
 *
 * @param ids template ids of the token, lower case; `undefined` where it tells none
 * @param held all roles that the person is known to hold
 */
export function entraEffect(
  role: Eligibility,
  ids: readonly string[] | undefined,
  held: readonly HeldRole[],
): EffectAnswer {
  if (!ids || role.isCustom) return 'cannotTell';
  const heldElsewhere = held.some(
    ({ key, templateId }) => templateId === role.templateId && key !== role.key,
  );
  if (ids.includes(role.templateId)) return heldElsewhere ? 'cannotTell' : 'inEffect';
  return role.scope.kind === 'directory' ? 'notYet' : 'cannotTell';
}

export function entraEffects(
  roles: readonly Eligibility[],
  ids: readonly string[] | undefined,
  held: readonly HeldRole[],
): Map<RoleKey, EffectAnswer> {
  return new Map(roles.map((role) => [role.key, entraEffect(role, ids, held)]));
}
