/** What is read of the services and stored for the pages: lists, rules, scopes. The use cases, constructed. */
import type { Account } from '../../domain/account.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Source } from '../../domain/role.ts';
import type { WorkerLife } from '../ports.ts';
import { createReadChildScopes, type ReadChildScopes } from '../use-cases/read-child-scopes.ts';
import { createReadGroupRoles, type ReadGroupRoles } from '../use-cases/read-group-roles.ts';
import { createReadPolicies, type ReadPolicies } from '../use-cases/read-policies.ts';
import { createRefreshRoles, type RefreshRoles } from '../use-cases/refresh-roles.ts';

export interface ReadingOptions {
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
  /** The lists of a source were read, or failed. */
  readonly onRead: (account: Account, source: Source) => Promise<void>;
}

export interface Reading {
  readonly refreshRoles: RefreshRoles;
  readonly readPolicies: ReadPolicies;
  readonly readGroupRoles: ReadGroupRoles;
  readonly readChildScopes: ReadChildScopes;
}

export function createReading(life: WorkerLife, { onSignInNeeded, onRead }: ReadingOptions): Reading {
  const { ports, state, services, goOn } = life;
  const { providers, groupRoles } = services;
  const { now } = ports;
  const readPolicies = createReadPolicies({ state, providers, now });
  return {
    readPolicies,
    readGroupRoles: createReadGroupRoles({ state, reader: groupRoles, now }),
    readChildScopes: createReadChildScopes({ state, provider: providers.azure, now, onSignInNeeded }),
    refreshRoles: createRefreshRoles({
      state,
      providers,
      now,
      onSignInNeeded,
      async onRead(account, source) {
        goOn(readPolicies.readAhead(account, source));
        await onRead(account, source);
      },
    }),
  };
}
