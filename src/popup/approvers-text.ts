/** Who approves, in words. */
import type { Approver } from '../domain/policy.ts';
import type { Texts } from '../platform/i18n.ts';

/**
 * "Grace Hopper, the group Owners or 2 others"; `undefined` where nobody's name is known.
 */
export function approversText(approvers: readonly Approver[] | undefined, texts: Texts): string | undefined {
  const { t, tn, locale } = texts;
  const names = (approvers ?? []).flatMap(({ kind, name }) => {
    if (!name) return [];
    return [kind === 'group' ? t('approverGroup', name) : name];
  });
  if (names.length === 0) return undefined;
  const shown = names.slice(0, mostNames);
  const others = (approvers?.length ?? 0) - shown.length;
  const parts = others > 0 ? [...shown, tn('approverOthers', others)] : shown;
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(parts);
}

/** More would be a crowd, and no help in finding somebody to ask. */
const mostNames = 4;
