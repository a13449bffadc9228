/**
 * Activating an Azure role at a scope below the one that the person is eligible at (pim-api.md C.4). What becomes
 * active is a role of its own, with the key of the scope that was asked for; the request names the eligibility above.
 * Pure.
 */
import type { ActivationPolicy } from './policy.ts';
import { type Eligibility, type RoleKey, roleKey, type Scope, type ScopeKind, type Target } from './role.ts';

/** Kinds that have scopes below them, outermost first. */
const layers: readonly ScopeKind[] = ['managementGroup', 'subscription', 'resourceGroup', 'resource'];

/** Whether something narrower may be asked for. What lies below a resource is never listed. */
export function canNarrow({ source, scope }: Pick<Eligibility, 'source' | 'scope'>): boolean {
  return source === 'azure' && hasChildren(scope.kind);
}

export function hasChildren(kind: ScopeKind): boolean {
  return layers.includes(kind) && kind !== 'resource';
}

/**
 * Whether a scope can be below another, by its kind and, where the ids tell it, by its place. Which management group
 * a subscription is in cannot be told by an id: there the service decides.
 */
export function canBeBelow(scope: Scope, above: Scope): boolean {
  const [own, upper] = [layers.indexOf(scope.kind), layers.indexOf(above.kind)];
  if (own < 0 || upper < 0) return false;
  if (above.kind === 'managementGroup') return pathOf(scope) !== pathOf(above);
  return own >= upper && pathOf(scope).startsWith(`${pathOf(above)}/`);
}

/** The eligibility as it is asked for at a narrower scope; `undefined` where that scope cannot be below its own. */
export function narrowedTo(eligibility: Eligibility, { scope, between }: Target): Eligibility | undefined {
  if (!canNarrow(eligibility) || !canBeBelow(scope, eligibility.scope)) return undefined;
  return {
    ...eligibility,
    key: roleKey(eligibility.source, eligibility.templateId, scope.id),
    scope,
    narrowed: { key: eligibility.key, scope: eligibility.scope, between },
  };
}

/** The key of the eligibility that a role was asked for by: its own, unless it was narrowed. */
export const eligibleKeyOf = ({ key, narrowed }: Pick<Eligibility, 'key' | 'narrowed'>): RoleKey =>
  narrowed?.key ?? key;

/** What was asked for below the eligible scope, if it was. */
export function targetOf({ scope, narrowed }: Pick<Eligibility, 'scope' | 'narrowed'>): Target | undefined {
  return narrowed && { scope, between: narrowed.between };
}

/** Where else a role could be activated. */
export interface Wider {
  readonly scope: Scope;
  /** Of the role there. */
  readonly key: RoleKey;
  /** Absent where it is the eligible scope itself. */
  readonly target: Target | undefined;
}

/**
 * Where to activate instead when a scope in a resource group is refused: at its subscription, which is asked for
 * without reading anything in it. `undefined` where nothing wider would do.
 */
export function widerThanGroup(role: Eligibility): Wider | undefined {
  const { source, templateId, scope, narrowed } = role;
  if (!narrowed || (scope.kind !== 'resourceGroup' && scope.kind !== 'resource')) return undefined;
  if (narrowed.scope.kind === 'subscription') {
    return { scope: narrowed.scope, key: narrowed.key, target: undefined };
  }
  const at = narrowed.between.findIndex(({ kind }) => kind === 'subscription');
  const subscription = narrowed.between[at];
  return (
    subscription && {
      scope: subscription,
      key: roleKey(source, templateId, subscription.id),
      target: { scope: subscription, between: narrowed.between.slice(0, at) },
    }
  );
}

/**
 * What both policies allow. Which scope's policy governs a narrowed activation is not documented (pim-api.md B.2), so
 * a request is held to the eligibility's and to the narrower scope's, as far as they are known.
 */
export function stricterOf(
  one: ActivationPolicy | undefined,
  other: ActivationPolicy | undefined,
): ActivationPolicy | undefined {
  if (!one || !other) return one ?? other;
  const authenticationContext = one.authenticationContext ?? other.authenticationContext;
  return {
    ...other,
    ...one,
    maximumMinutes: Math.min(one.maximumMinutes, other.maximumMinutes),
    justificationRequired: one.justificationRequired || other.justificationRequired,
    ticketRequired: one.ticketRequired || other.ticketRequired,
    approvalRequired: one.approvalRequired || other.approvalRequired,
    mfaRequired: one.mfaRequired || other.mfaRequired,
    ...(authenticationContext === undefined ? {} : { authenticationContext }),
  };
}

/** Lower case, and without the provider that ids of subscriptions once began with (pim-api.md C.1). */
function pathOf({ id }: Scope): string {
  return id.toLowerCase().replace(/^\/providers\/microsoft\.subscription(?=\/subscriptions\/)/, '');
}
