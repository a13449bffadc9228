/**
 * What is being typed for one role outside of the activation form, kept so that a popup that closes takes nothing with
 * it. Of each kind there is one a role. Pure.
 */
import * as v from 'valibot';
import { LengthChoiceSchema } from './length.ts';
import { type Eligibility, type RoleKey, RoleKeySchema, ScopeSchema } from './role.ts';

const entries = {
  /** Named, for the day on which no list has it any more. */
  role: v.object({ key: RoleKeySchema, roleName: v.string(), scope: ScopeSchema }),
  /** Nothing can come of it any more; it stays until the person has seen that. */
  isGone: v.optional(v.literal(true)),
};

export const RoleDraftSchema = v.variant('kind', [
  /** Of "Ask to extend" and "Ask to renew". */
  v.object({
    kind: v.literal('extension'),
    ...entries,
    /** By how many days the end is to move. */
    days: v.number(),
    justification: v.string(),
  }),
  /** Of "Extend…"; what nobody chose or typed is absent. */
  v.object({
    kind: v.literal('followOn'),
    ...entries,
    length: v.optional(LengthChoiceSchema),
    justification: v.optional(v.string()),
  }),
  v.object({ kind: v.literal('alias'), ...entries, alias: v.string() }),
]);
export type RoleDraft = v.InferOutput<typeof RoleDraftSchema>;
export type RoleDraftKind = RoleDraft['kind'];
export type RoleDraftOf<K extends RoleDraftKind> = Extract<RoleDraft, { kind: K }>;
/** Which draft one means. */
export type DraftName = { readonly kind: RoleDraftKind; readonly role: { readonly key: RoleKey } };

/** What a draft remembers of its role. */
export function draftedRole({ key, roleName, scope }: Pick<Eligibility, 'key' | 'roleName' | 'scope'>) {
  return { key, roleName, scope };
}

/** The draft that is being typed; not one of which nothing can come. */
export function openDraft<K extends RoleDraftKind>(
  drafts: readonly RoleDraft[],
  kind: K,
  key: RoleKey,
): RoleDraftOf<K> | undefined {
  return drafts.find(
    (one): one is RoleDraftOf<K> => one.kind === kind && one.role.key === key && !one.isGone,
  );
}

/** With this one in the place of an earlier one of its kind and role, or at the end. */
export function withDraft(drafts: readonly RoleDraft[], draft: RoleDraft): RoleDraft[] {
  return drafts.some((one) => isSameDraft(one, draft))
    ? drafts.map((one) => (isSameDraft(one, draft) ? draft : one))
    : [...drafts, draft];
}

/** The very same list where there is none. */
export function withoutDraft(drafts: RoleDraft[], name: DraftName): RoleDraft[] {
  const others = drafts.filter((one) => !isSameDraft(one, name));
  return others.length === drafts.length ? drafts : others;
}

export function isSameDraft(one: DraftName, other: DraftName): boolean {
  return one.kind === other.kind && one.role.key === other.role.key;
}

/** What the person typed in words; empty where nothing. */
export function typedText(draft: RoleDraft): string {
  return (draft.kind === 'alias' ? draft.alias : (draft.justification ?? '')).trim();
}
