import type { PimSeed } from '../pim/seed.ts';
import { azureRoles } from './azure-roles.ts';
import { contosoAzure, platformEngineers } from './contoso-azure.ts';
import { contosoDirectory, contosoTenant, fabrikamTenant } from './contoso-directory.ts';
import { collaborationOperators, contosoEntra, payrollApplication, zurichBranch } from './contoso-entra.ts';
import { contosoGroups } from './contoso-groups.ts';
import { contosoScopes } from './contoso-scopes.ts';
import { entraRoles } from './entra-roles.ts';
import { manyRoles } from './many-roles.ts';
import type { Seed } from './seed.ts';

export interface ContosoOptions {
  /** Milliseconds since the epoch; everything in the seed is dated from here. */
  readonly now: number;
  /** Further roles for Ada, to make the tenant as large as wanted. */
  readonly extra?: { readonly directory?: number; readonly azure?: number };
  /** Graph scopes that nobody in Contoso consented to for Hoist, such as `groupGraphScopes`. */
  readonly unconsented?: readonly string[];
}

function pimSeed(now: number, extra: ContosoOptions['extra']): PimSeed {
  const entra = contosoEntra(now);
  const azure = contosoAzure(now);
  const groups = contosoGroups(now);
  const more = manyRoles({ now, directory: extra?.directory ?? 0, azure: extra?.azure ?? 0 });
  return {
    organizations: [contosoTenant, fabrikamTenant],
    directoryRoles: [...entraRoles, ...more.directoryRoles],
    azureRoles,
    groups: [collaborationOperators, platformEngineers, ...groups.groups],
    directoryObjects: [zurichBranch, payrollApplication],
    azureScopes: [...contosoScopes, ...more.azureScopes],
    eligibilities: [
      ...entra.eligibilities,
      ...azure.eligibilities,
      ...more.eligibilities,
      ...groups.eligibilities,
    ],
    standing: [...entra.standing, ...azure.standing, ...groups.standing],
    activations: [...entra.activations, ...azure.activations, ...groups.activations],
    policies: [...entra.policies, ...azure.policies, ...groups.policies],
  };
}

/**
 * The tenant that everything is tried on: Ada with sixteen Entra roles and twenty-three Azure roles of every sort
 * and ten groups,
 * Grace who approves, Alan as another account, Edsger without a single role, and Fabrikam next door.
 */
export function contoso({ now, extra, unconsented = [] }: ContosoOptions): Seed {
  return { ...contosoDirectory(unconsented), pim: pimSeed(now, extra) };
}

/** The same people, subscriptions and roles, with nobody eligible or assigned anywhere. */
export function emptyTenant({ now }: Pick<ContosoOptions, 'now'>): Seed {
  const pim = pimSeed(now, {});
  return {
    ...contosoDirectory(),
    pim: { ...pim, eligibilities: [], standing: [], activations: [], policies: [] },
  };
}
