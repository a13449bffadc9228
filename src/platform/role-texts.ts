/**
 * Texts that name a role and where it holds. Of a group they read otherwise, "Owner of Payroll" against "Owner on
 * Payroll", so each has a second form, `<key>_group`.
 */
import { type Eligibility, isGroupKey, type RoleKey } from '../domain/role.ts';
import type { MessageKey, Translate } from './i18n.ts';

type Stem<K> = K extends `${infer S}_group` ? S : never;
type RoleMessageKey = Stem<MessageKey>;

/** A role by its names, as some stored items keep it. */
export interface NamedRole {
  readonly key: RoleKey;
  readonly roleName: string;
  readonly scopeName: string;
}

/** The names are the first two substitutions. */
export type TranslateRole = (key: RoleMessageKey, ...more: string[]) => string;

export function roleTexts(
  t: Translate,
  role: NamedRole | Pick<Eligibility, 'roleName' | 'scope'>,
): TranslateRole {
  const [scopeName, isGroup] =
    'scope' in role ? [role.scope.name, role.scope.kind === 'group'] : [role.scopeName, isGroupKey(role.key)];
  return (key, ...more) => t(isGroup ? `${key}_group` : key, role.roleName, scopeName, ...more);
}
