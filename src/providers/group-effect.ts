/** Whether access to groups is in effect: the active row, and what a token minted after it says (pim-api.md I). */
import type { EffectAnswer } from '../domain/effect.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';

/**
 * Tokens name the groups that one is a member of, where the tenant lets them and there are not too many; never those
 * that one owns.
 *
 * @param listed keys of the active rows
 * @param groupIds of a token minted after that, lower case; `undefined` where it tells none
 */
export function groupEffect(
  { key, templateId, scope }: Pick<Eligibility, 'key' | 'templateId' | 'scope'>,
  listed: ReadonlySet<RoleKey>,
  groupIds: readonly string[] | undefined,
): EffectAnswer {
  if (!listed.has(key)) return 'notYet';
  if (templateId === 'owner' || !groupIds) return 'cannotTell';
  return groupIds.includes(scope.id.toLowerCase()) ? 'inEffect' : 'notYet';
}
