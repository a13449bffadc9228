/** Keeps the policy book: what each role's policy asks, with an age; a form never waits for it. */
import type { Account } from '../../domain/account.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import type { PolicyBook } from '../../domain/lists.ts';
import { narrowedTo } from '../../domain/narrowing.ts';
import { type Eligibility, type RoleKey, type Source, sources, type Target } from '../../domain/role.ts';
import type { PimProvider } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';

export interface ReadPoliciesOptions {
  readonly state: WorkerState;
  readonly providers: Record<Source, PimProvider>;
  readonly now: () => number;
}

export interface NarrowedKey {
  /** Of the eligibility. */
  readonly key: RoleKey;
  readonly target: Target;
}

export interface ReadPolicies {
  /**
   * Reads the policies of these roles that are absent, unread or older than `olderThanMs`: of eligibilities, and of
   * what was asked for below them, which the journal knows.
   */
  read(account: Account, keys: readonly RoleKey[], olderThanMs?: number): Promise<void>;
  /** Reads the policies of these eligibilities at scopes below their own. */
  readNarrowed(account: Account, wanted: readonly NarrowedKey[]): Promise<void>;
  /** After a list was read: the policies of a source whose service gives many in one request. */
  readAhead(account: Account, source: Source): Promise<void>;
}

/** A policy changes rarely, and the service checks every request anyway. */
const policyLifeMs = 60 * 60_000;

export function createReadPolicies({ state, providers, now }: ReadPoliciesOptions): ReadPolicies {
  async function read(account: Account, keys: readonly RoleKey[], olderThanMs = policyLifeMs): Promise<void> {
    const own = state.of(account);
    const [journal, ...lists] = await Promise.all([
      own.journal.read(),
      ...sources.map((source) => own.eligibilities(source).read()),
    ]);
    const known = [
      ...journal.flatMap(({ role }) => (role.narrowed ? [role] : [])),
      ...lists.flatMap(({ rows }) => rows),
    ];
    // The list's own row comes last, and wins.
    const byKey = new Map(known.map((role) => [role.key, role]));
    await readRoles(
      account,
      keys.flatMap((key) => byKey.get(key) ?? []),
      olderThanMs,
    );
  }

  async function readRoles(
    account: Account,
    asked: readonly Eligibility[],
    olderThanMs = policyLifeMs,
  ): Promise<void> {
    const own = state.of(account);
    const book = await own.policies.read();
    const wanted = asked.filter(({ key }) => isStale(book[key], now(), olderThanMs));
    await Promise.all(
      sources.map(async (source) => {
        const roles = wanted.filter((role) => role.source === source);
        if (roles.length === 0) return;
        const pages = await pagesOf(account, providers[source], roles);
        await own.policies.update((known) => ({ ...known, ...pages }));
      }),
    );
  }

  async function pagesOf(
    account: Account,
    provider: PimProvider,
    roles: readonly Eligibility[],
  ): Promise<PolicyBook> {
    const readAt = now();
    let policies: Awaited<ReturnType<PimProvider['readPolicies']>> | undefined;
    let failure: Failure | undefined;
    try {
      policies = await provider.readPolicies(account, roles);
    } catch (thrown) {
      failure = failureOf(thrown);
    }
    return Object.fromEntries(
      roles.map(({ key }) => {
        const policy = policies?.get(key);
        return [key, policy ? { readAt, policy } : { readAt, failure: failure ?? { kind: 'forbidden' } }];
      }),
    );
  }

  return {
    read,
    async readNarrowed(account, wanted) {
      const { rows } = await state.of(account).eligibilities('azure').read();
      const byKey = new Map(rows.map((row) => [row.key, row]));
      await readRoles(
        account,
        wanted.flatMap(({ key, target }) => {
          const eligibility = byKey.get(key);
          return (eligibility && narrowedTo(eligibility, target)) ?? [];
        }),
      );
    },
    async readAhead(account, source) {
      if (source === 'azure') return;
      const { rows } = await state.of(account).eligibilities(source).read();
      await read(
        account,
        rows.map((row) => row.key),
      );
    },
  };
}

function isStale(page: PolicyBook[string] | undefined, now: number, olderThanMs: number): boolean {
  return !page?.policy || now - page.readAt >= olderThanMs;
}
