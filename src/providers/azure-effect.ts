/**
 * Whether Azure roles are in effect: Azure lists what the person may do at a scope, one entry for each of their roles
 * there, and a role is in effect when the entries of its own definition are among them. That there are any entries is
 * no proof: the person may have had other access. (Microsoft's API: "Permissions - List For Resource Group".)
 */
import * as v from 'valibot';
import type { Account } from '../domain/account.ts';
import type { EffectAnswer } from '../domain/effect.ts';
import { FailureError } from '../domain/failure.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { authorizationAt } from './azure-scope.ts';
import { readRows } from './wire.ts';

const apiVersion = '2022-04-01';

const texts = v.nullish(v.array(v.string()), []);
const Permission = v.looseObject({
  actions: texts,
  notActions: texts,
  dataActions: texts,
  notDataActions: texts,
});
const Definition = v.looseObject({ properties: v.looseObject({ permissions: v.array(Permission) }) });

export interface AzureEffects {
  /** One that could not be asked now is left out. @throws FailureError when none could, and no service refused */
  probe(account: Account, roles: readonly Eligibility[]): Promise<Map<RoleKey, EffectAnswer>>;
}

export function createAzureEffects(http: HttpClient): AzureEffects {
  async function permissionsAt(account: Account, scopeId: string): Promise<Permissions> {
    const url = `${authorizationAt(scopeId)}/permissions?api-version=${apiVersion}`;
    try {
      const { rows } = await readPages(http.as(account), { resource: 'arm', url });
      return readRows(Permission, rows).rows.map(canonical);
    } catch (thrown) {
      const status = refusalOf(thrown);
      // No access at all yet (pim-api.md F.2: 403), or none of the scopes where this question is answered.
      if (status === 403) return [];
      if (status === 400 || status === 404 || status === 405) return 'notAnswered';
      throw thrown;
    }
  }

  /** What the role allows; `undefined` where the person may not read it. */
  async function definitionOf(account: Account, role: Eligibility): Promise<string[] | undefined> {
    const url = `${authorizationAt(role.scope.id)}/roleDefinitions/${role.templateId}?api-version=${apiVersion}`;
    try {
      const { body } = await http.as(account).request({ resource: 'arm', method: 'GET', url });
      const read = v.safeParse(Definition, body);
      return read.success ? read.output.properties.permissions.map(canonical) : undefined;
    } catch (thrown) {
      if (refusalOf(thrown) === undefined) throw thrown;
      return undefined;
    }
  }

  async function effectOf(
    account: Account,
    role: Eligibility,
    permissions: Promise<Permissions>,
  ): Promise<EffectAnswer> {
    const allowed = await permissions;
    if (allowed === 'notAnswered') return 'cannotTell';
    if (allowed.length === 0) return 'notYet';
    const wanted = await definitionOf(account, role);
    if (!wanted) {
      // What was allowed a moment ago may have been the last of a role that was ended, and is over by now.
      const still = await permissionsAt(account, role.scope.id);
      return still.length === 0 ? 'notYet' : 'cannotTell';
    }
    if (wanted.length === 0) return 'cannotTell';
    return wanted.every((entry) => allowed.includes(entry)) ? 'inEffect' : 'notYet';
  }

  return {
    async probe(account, roles) {
      const asked = new Map<string, Promise<Permissions>>();
      const permissionsOf = ({ scope }: Eligibility) => {
        const id = scope.id.toLowerCase();
        const known = asked.get(id) ?? permissionsAt(account, scope.id);
        asked.set(id, known);
        return known;
      };
      const looks = await Promise.allSettled(
        roles.map(async (role) => [role.key, await effectOf(account, role, permissionsOf(role))] as const),
      );
      const found = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
      const failed = looks.find((look) => look.status === 'rejected');
      if (found.length === 0 && failed) throw failed.reason;
      return new Map(found);
    },
  };
}

/** What is allowed, one text an entry, or that the question is not answered at this scope. */
type Permissions = readonly string[] | 'notAnswered';

/** The entry as a text that is the same for the same permissions, in whatever order and case they come. */
function canonical({
  actions,
  notActions,
  dataActions,
  notDataActions,
}: v.InferOutput<typeof Permission>): string {
  return JSON.stringify(
    [actions, notActions, dataActions, notDataActions].map((list) =>
      [...new Set(list.map((action) => action.toLowerCase()))].toSorted(),
    ),
  );
}

/** The status of a definite refusal; silence, a failing or a busy service and a dead session are none. */
function refusalOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof FailureError)) return undefined;
  const { status = 0 } = thrown.failure;
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status) ? status : undefined;
}
