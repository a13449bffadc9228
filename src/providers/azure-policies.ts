/** Policies of Azure roles: settings of each pair of scope and role, inherited from nowhere (pim-api.md B.2). */
import * as v from 'valibot';
import { FailureError } from '../domain/failure.ts';
import type { ActivationPolicy } from '../domain/policy.ts';
import { type Eligibility, type RoleKey, trailingGuid } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { readBatched } from './azure-batch.ts';
import { authorizationAt } from './azure-scope.ts';
import { AzurePolicyRow } from './azure-wire.ts';
import { policyOf } from './policy-rules.ts';
import { readRows } from './wire.ts';

/** Reads the policies of these roles with the account's own client. */
export type ReadAzurePolicies = (
  http: HttpClient,
  roles: readonly Eligibility[],
) => Promise<Map<RoleKey, ActivationPolicy>>;

/** A page that is whole. */
const WholePage = v.looseObject({ value: v.array(v.unknown()), nextLink: v.optional(v.undefined()) });

/**
 * Several in one batch; one request a role where there is one alone, where the service does not take batches, and
 * for what a batch could not answer. A role whose policy is closed to the person or unreadable is left out; whether
 * an eligible person may read it is for the service to say.
 *
 * @throws FailureError when no policy came, and it was not the service that refused
 */
export function createReadAzurePolicies(apiVersion: string): ReadAzurePolicies {
  /** A service that does not take batches takes none later either; another worker asks again. */
  let batchRefused = false;

  const urlOf = ({ scope, roleDefinitionId }: Eligibility) => {
    const filter = encodeURIComponent(`roleDefinitionId eq '${roleDefinitionId}'`);
    return `${authorizationAt(scope.id)}/roleManagementPolicyAssignments?api-version=${apiVersion}&$filter=${filter}`;
  };

  /** What a batch said of each role; all that is missing here has to be asked for by itself. */
  async function batched(
    http: HttpClient,
    roles: readonly Eligibility[],
  ): Promise<Map<RoleKey, ActivationPolicy | undefined>> {
    const policies = new Map<RoleKey, ActivationPolicy | undefined>();
    if (batchRefused || roles.length < 2) return policies;
    try {
      const answers = await readBatched(http, roles.map(urlOf));
      for (const [index, role] of roles.entries()) {
        const { status = 0, body } = answers[index] ?? {};
        const page = v.safeParse(WholePage, body);
        if (status === 200 && page.success) policies.set(role.key, tryPolicyIn(page.output.value, role));
        else if (isDefinite(status)) policies.set(role.key, undefined);
      }
    } catch (thrown) {
      if (!(thrown instanceof FailureError) || !leavesSingles(thrown)) throw thrown;
      batchRefused ||= isRefusal(thrown);
    }
    return policies;
  }

  async function single(http: HttpClient, role: Eligibility): Promise<ActivationPolicy | undefined> {
    const { rows } = await readPages(http, { resource: 'arm', url: urlOf(role) });
    return policyIn(rows, role);
  }

  return async (http, roles) => {
    const own = [...new Map(roles.map((role) => [role.key, role])).values()];
    const answered = await batched(http, own);
    const left = own.filter(({ key }) => !answered.has(key));
    const read = await Promise.allSettled(
      left.map(async (role) => [role.key, await single(http, role)] as const),
    );
    const all = [...answered, ...read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))];
    const policies = new Map(all.flatMap(([key, policy]) => (policy ? [[key, policy] as const] : [])));
    const unreached = read.find((one) => one.status === 'rejected' && !isRefusal(one.reason));
    if (policies.size === 0 && unreached?.status === 'rejected') throw unreached.reason;
    return policies;
  };
}

/** The filter works but is not documented, so what comes back is matched again. */
function policyIn(
  wire: readonly unknown[],
  { templateId }: Pick<Eligibility, 'templateId'>,
): ActivationPolicy | undefined {
  const own = readRows(AzurePolicyRow, wire).rows.find(
    ({ properties }) => trailingGuid(properties.roleDefinitionId) === templateId,
  );
  return own && policyOf(own.properties.effectiveRules);
}

/** One part that cannot be understood takes no other with it. */
function tryPolicyIn(wire: readonly unknown[], role: Eligibility): ActivationPolicy | undefined {
  try {
    return policyIn(wire, role);
  } catch {
    return undefined;
  }
}

/** Whether asking role by role can help where a batch could not. */
function leavesSingles(thrown: FailureError): boolean {
  const { kind } = thrown.failure;
  return isRefusal(thrown) || kind === 'unreadable' || kind === 'serverError' || kind === 'timeout';
}

/** A definite answer, from which nothing follows for other roles. */
function isRefusal(thrown: unknown): boolean {
  if (!(thrown instanceof FailureError)) return false;
  const { status = 0, kind } = thrown.failure;
  return isDefinite(status) && kind !== 'signInNeeded' && kind !== 'throttled';
}

const isDefinite = (status: number) =>
  status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;
