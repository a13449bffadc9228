/** Keeps what groups bring, for the form that activates a membership; the form never waits for it. */
import type { Account } from '../../domain/account.ts';
import type { GroupRoles } from '../../domain/group-roles.ts';
import type { Eligibility, RoleKey } from '../../domain/role.ts';
import type { GroupRolesReader } from '../../providers/group-roles.ts';
import type { WorkerState } from '../worker-state.ts';

export interface ReadGroupRolesOptions {
  readonly state: WorkerState;
  readonly reader: GroupRolesReader;
  readonly now: () => number;
}

export type ReadGroupRoles = (account: Account, keys: readonly RoleKey[]) => Promise<void>;

/** Roles of a group change rarely; what is readable changes with every activation, so not for an hour. */
const lifeMs = 10 * 60_000;

export function createReadGroupRoles({ state, reader, now }: ReadGroupRolesOptions): ReadGroupRoles {
  return async (account, keys) => {
    const own = state.of(account);
    const [{ rows }, book, azure] = await Promise.all([
      own.eligibilities('groups').read(),
      own.groupRoles.read(),
      namesOfAzureRoles(own.eligibilities('azure').read(), own.assignments('azure').read()),
    ]);
    const isStale = (groupId: string) => {
      const known = book[groupId.toLowerCase()];
      return !known || now() - known.readAt >= lifeMs || known.readAt > now();
    };
    const groups = rows
      // What a group holds is its members'; its owners get nothing of it.
      .filter(
        ({ key, templateId, scope }) => keys.includes(key) && templateId === 'member' && isStale(scope.id),
      )
      .map(({ scope }) => scope);
    await Promise.all(
      groups.map(async (group) => {
        const readAt = now();
        const read: GroupRoles = await reader
          .read(account, group, (guid) => azure.get(guid))
          .then((found) => ({ readAt, ...found }))
          // Could not be asked: said as not readable, and asked again by the next form.
          .catch(() => ({ readAt: 0, roles: [], unread: ['entra', 'azure'] }));
        await own.groupRoles.update((known) => ({ ...known, [group.id.toLowerCase()]: read }));
      }),
    );
  };
}

async function namesOfAzureRoles(
  ...lists: readonly Promise<{ readonly rows: readonly Pick<Eligibility, 'templateId' | 'roleName'>[] }>[]
): Promise<Map<string, string>> {
  const rows = (await Promise.all(lists)).flatMap((list) => list.rows);
  return new Map(rows.map(({ templateId, roleName }) => [templateId, roleName]));
}
