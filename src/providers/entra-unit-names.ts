/**
 * Names of administrative units by themselves. `$expand=directoryScope` brings them with the rows, but one scope that
 * may not be read can have the whole expansion refused, and the names of all others with it (pim-api.md A.1).
 * (Microsoft's API: "Get administrativeUnit", least permission AdministrativeUnit.Read.All.)
 */
import * as v from 'valibot';
import type { Account } from '../domain/account.ts';
import type { Scope } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';

const Unit = v.looseObject({ displayName: v.pipe(v.string(), v.minLength(1)) });

const permissions: ReadonlySet<string> = new Set(['AdministrativeUnit.Read.All', 'Directory.Read.All']);

export interface UnitNamesOptions {
  readonly http: HttpClient;
  /** Permissions of Graph that were consented to, short names; `undefined` where that is not known. */
  readonly granted: () => Promise<readonly string[] | undefined>;
}

/** The rows with the names of units that could be read; each unit is asked for once a list. Never throws. */
export type NameUnits = <T extends { readonly scope: Scope }>(
  account: Account,
  rows: readonly T[],
) => Promise<T[]>;

export function createNameUnits({ http, granted }: UnitNamesOptions): NameUnits {
  async function nameOf(account: Account, id: string): Promise<string | undefined> {
    const url = `/v1.0/directory/administrativeUnits/${encodeURIComponent(id)}?$select=displayName`;
    try {
      const { body } = await http.as(account).request({ resource: 'graph', method: 'GET', url });
      const read = v.safeParse(Unit, body);
      return read.success ? read.output.displayName : undefined;
    } catch {
      // A name is not worth a list.
      return undefined;
    }
  }

  return async (account, rows) => {
    const isMeant = ({ kind, isNameless }: Scope) => kind === 'administrativeUnit' && isNameless === true;
    const ids = [...new Set(rows.filter(({ scope }) => isMeant(scope)).map(({ scope }) => scope.name))];
    const may = ids.length > 0 && (await granted())?.some((name) => permissions.has(name));
    if (!may) return [...rows];
    const names = new Map(await Promise.all(ids.map(async (id) => [id, await nameOf(account, id)] as const)));
    return rows.map((row) => {
      const name = isMeant(row.scope) ? names.get(row.scope.name) : undefined;
      if (name === undefined) return row;
      const { isNameless: _, ...scope } = row.scope;
      return { ...row, scope: { ...scope, name } };
    });
  };
}
