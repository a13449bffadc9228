import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { canBeBelow, hasChildren } from '../domain/narrowing.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import { createScopePaths } from '../domain/scope-path.ts';

/** Between the names of a path; what is on its right lies within what is on its left. */
export const pathSign = ' › ';

/** As much of a role as tells where it lies, also of one that is active or was asked for. */
export type PlacedRole = Pick<Eligibility, 'scope'> & { readonly key: string } & Partial<
    Pick<Eligibility, 'source' | 'templateId' | 'narrowed'>
  >;

export interface RolePlace {
  /** The names of the scopes above its own; empty where nothing tells them. */
  readonly path: string;
  /** Of the eligibility that it is held or asked for by, whose name it goes by; its own key where that is not known. */
  readonly eligibleKey: RoleKey;
}

/** Where roles lie, also those that are held below the scope they were given at. */
export function createRolePlaces(eligible: readonly Eligibility[]): (role: PlacedRole) => RolePlace {
  // Of thousands a few are drawn: each is looked at when somebody asks for it, and once.
  const scopes = once(() => new Map(eligible.map(({ key, scope }) => [key as string, scope])));
  const naming = once(() => [...scopes().values()].filter(({ kind }) => kind === 'subscription'));
  const pathTo = once(() => createScopePaths(naming()));
  const known = new Map<string, RolePlace>();
  const byTemplate = once(() => {
    const wide = new Map<string, Eligibility[]>();
    for (const one of eligible) {
      if (one.source !== 'azure' || !hasChildren(one.scope.kind)) continue;
      const others = wide.get(one.templateId);
      if (others) others.push(one);
      else wide.set(one.templateId, [one]);
    }
    return wide;
  });

  /** By ids alone, so never from a management group; of two that both lie above it none is meant more than the other. */
  function above({ source, templateId, scope }: PlacedRole): RoleKey | undefined {
    if (source !== 'azure' || templateId === undefined) return undefined;
    const wider = (byTemplate().get(templateId) ?? []).filter(
      (one) => one.scope.kind !== 'managementGroup' && canBeBelow(scope, one.scope),
    );
    return wider.length === 1 ? wider[0]!.key : undefined;
  }

  function placeOfEligible(key: string): RolePlace | undefined {
    const scope = scopes().get(key);
    if (!scope) return undefined;
    const place = { path: pathTo()(scope).join(pathSign), eligibleKey: key as RoleKey };
    known.set(key, place);
    return place;
  }

  return (role) => {
    const { key, scope, narrowed } = role;
    const own = known.get(key) ?? placeOfEligible(key);
    if (own) return own;
    // Those on the way down are named where it was asked for.
    const path = narrowed
      ? createScopePaths([...naming(), narrowed.scope, ...narrowed.between])(scope)
      : pathTo()(scope);
    return {
      path: path.join(pathSign),
      eligibleKey: narrowed?.key ?? above(role) ?? (key as RoleKey),
    };
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** What is written beside a role's name. */
export interface ShownPlace {
  readonly path: string;
  readonly alias: string | undefined;
}
export type PlaceOf = (role: PlacedRole) => ShownPlace;

const Places = createContext<PlaceOf>(() => ({ path: '', alias: undefined }));
/** Where the person's own roles lie, for the rows of their requests. */
export const PlacesProvider = Places.Provider;
export const usePlaceOf = (): PlaceOf => useContext(Places);
