/** Checks what the form would ask for, without asking for it: no journal knows of it, no role becomes active by it. */
import type { Account } from '../../domain/account.ts';
import { type Activation, newActivation } from '../../domain/activation.ts';
import type { CheckResult } from '../../domain/check.ts';
import { type Failure, failureOf, mayPass, needsPerson } from '../../domain/failure.ts';
import { narrowedTo } from '../../domain/narrowing.ts';
import { type Eligibility, type RoleKey, type Source, sources } from '../../domain/role.ts';
import type { PimProvider } from '../../providers/provider.ts';
import type { RoleRequest } from './activate-roles.ts';
import type { WorkerState } from '../worker-state.ts';

export interface CheckRequest {
  /** Made by the form. */
  readonly checkId: string;
  readonly requests: readonly RoleRequest[];
}

export interface CheckRequestsOptions {
  readonly state: WorkerState;
  readonly providers: Record<Source, PimProvider>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
  /** Told where a role may have become active after all, against what was asked. */
  readonly onUnclear: (account: Account, source: Source) => void;
  /** Goes on with work that nobody waits for. */
  readonly goOn: (work: Promise<unknown>) => void;
}

/** Resolves when it is recorded that the requests are being checked; the answers follow in the stored item. */
export type CheckRequests = (request: CheckRequest) => Promise<void>;

export function createCheckRequests(options: CheckRequestsOptions): CheckRequests {
  const { state, providers, now, newId, onSignInNeeded, onUnclear, goOn } = options;

  async function checkOne(account: Account, entry: Activation): Promise<CheckResult> {
    try {
      const outcome = await providers[entry.role.source].check(account, entry);
      if (outcome.type === 'unclear') onUnclear(account, entry.role.source);
      if (outcome.type === 'accepted') return { result: 'accepted', waits: outcome.waits };
      return { result: outcome.type };
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (needsPerson(failure)) await onSignInNeeded(failure);
      return isJudgement(failure)
        ? { result: 'refused', failure }
        : { result: 'failed', failure: unasked(failure) };
    }
  }

  return async ({ checkId, requests }) => {
    const account = await state.requireAccount();
    const own = state.of(account);
    const lists = await Promise.all(sources.map((source) => own.eligibilities(source).read()));
    const known = new Map<RoleKey, Eligibility>(
      lists.flatMap(({ rows }) => rows.map((row) => [row.key, row] as const)),
    );
    const vanished: CheckResult = { result: 'refused', failure: { kind: 'roleVanished' } };
    const wanted = [...new Map(requests.map((one) => [one.key, one])).values()].map(
      ({ key, ask, target }) => {
        const eligibility = known.get(key);
        const role = eligibility && target ? narrowedTo(eligibility, target) : eligibility;
        if (!role) return { key, entry: undefined };
        const entry = newActivation({ id: newId(), bulkId: checkId, role, ask, origin: 'page', at: now() });
        return { key, entry };
      },
    );
    await own.check.write({
      id: checkId,
      rows: Object.fromEntries(
        wanted.map(({ key, entry }) => [key, entry ? { result: 'checking' } : vanished]),
      ),
    });
    for (const { key, entry } of wanted) {
      if (!entry) continue;
      goOn(
        checkOne(account, entry).then((result) =>
          // A later check has taken this one's place meanwhile.
          own.check.update((check) =>
            check?.id === checkId ? { ...check, rows: { ...check.rows, [key]: result } } : check,
          ),
        ),
      );
    }
  };
}

/** Whether the service judged the request, rather than not having been asked. */
function isJudgement(failure: Failure): boolean {
  const { status = 0, kind } = failure;
  if (kind === 'refused') return true;
  return (
    status >= 400 && status < 500 && !mayPass(failure) && !needsPerson(failure) && kind !== 'outcomeUnknown'
  );
}

/** The answer to a write may be lost, which for a check means no more than that there is none. */
function unasked(failure: Failure): Failure {
  if (failure.kind !== 'outcomeUnknown') return failure;
  const { status = 0, facts } = failure;
  if (status >= 500) return { ...failure, kind: 'serverError' };
  if (facts?.['seconds']) return { ...failure, kind: 'timeout' };
  return { ...failure, kind: status >= 200 ? 'unreadable' : 'offline' };
}
