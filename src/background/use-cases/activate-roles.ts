/** Records activations in the journal. Nothing is sent here: what is recorded is carried out by following it. */
import { type Activation, advance, blocksAnother, isOpen, newActivation } from '../../domain/activation.ts';
import type { Account } from '../../domain/account.ts';
import { isOpenDeactivation } from '../../domain/deactivation.ts';
import { isoInstant } from '../../domain/duration.ts';
import { withRecent } from '../../domain/justifications.ts';
import { type Failure, FailureError } from '../../domain/failure.ts';
import { eligibleKeyOf, narrowedTo, targetOf } from '../../domain/narrowing.ts';
import type { ActivationPolicy, Ask } from '../../domain/policy.ts';
import { type Proof, proofByPolicy } from '../../domain/proof.ts';
import { type Eligibility, type RoleKey, sources, type Target } from '../../domain/role.ts';
import { withUses } from '../../domain/role-marks.ts';
import { type Clash, clashOf, laterStart } from '../../domain/window.ts';
import type { WorkerState } from '../worker-state.ts';

export interface RoleRequest {
  /** Of the eligibility. */
  readonly key: RoleKey;
  readonly ask: Ask;
  /** A scope below the eligible one, to activate at instead. */
  readonly target?: Target | undefined;
}

export interface ActivateRequest {
  /** Made by whoever asks: the same bulk twice is recorded once. */
  readonly bulkId: string;
  readonly requests: readonly RoleRequest[];
  readonly origin?: Activation['origin'];
}

export interface ActivateOptions {
  readonly state: WorkerState;
  readonly now: () => number;
  readonly newId: () => string;
  /** Sets the alarm that wakes a worker for what is about to be recorded. */
  readonly watch: () => void;
  /** Sets the recorded entries going; not awaited. */
  readonly follow: (account: Account) => void;
  /** Told what could not be written beside the entries; they are recorded all the same. */
  readonly reportError: (error: unknown) => void;
}

/**
 * Resolves when the entries are in the journal. A role with an activation under way gets no second one; that of a
 * role that is being deactivated has failed from the start, because the two could overtake each other, and so has one
 * whose time is taken.
 * @throws FailureError `roleVanished` when a role is no longer among the eligibilities, or the scope asked for cannot
 *   be below its own: then nothing is recorded
 */
export type ActivateRoles = (request: ActivateRequest) => Promise<void>;

export function createActivateRoles(options: ActivateOptions): ActivateRoles {
  const { state, now, newId, watch, follow, reportError } = options;
  return async ({ bulkId, requests, origin = 'page' }) => {
    const account = await state.requireAccount();
    const own = state.of(account);
    const [known, policies] = await Promise.all([eligibilitiesByKey(own), own.policies.read()]);
    // A role named twice is asked for once.
    const wanted = [
      ...new Map(
        requests.map(({ key, ask, target }) => {
          const eligibility = known.get(key);
          const role = eligibility && target ? narrowedTo(eligibility, target) : eligibility;
          if (!role) throw new FailureError({ kind: 'roleVanished' });
          return [role.key, { role, ask }];
        }),
      ).values(),
    ];
    const [ending, assignments] = await Promise.all([keysBeingDeactivated(own), heldRoles(own)]);
    // Before anything is written: a worker stopped after the writing leaves an entry that somebody must take up.
    watch();
    let recorded: Activation[] = [];
    await own.journal.update((journal) => {
      if (journal.some((entry) => entry.bulkId === bulkId)) return journal;
      const entries = wanted
        .filter(({ role, ask }) => ending.has(role.key) || !isUnderWay(journal, role.key, ask, now()))
        .map(({ role, ask }) => {
          const earlier = requestIdsOf(journal, role.key);
          const entry = newActivation({
            id: newId(),
            bulkId,
            role,
            ask,
            origin,
            ...(earlier.length > 0 ? { earlierRequestIds: earlier } : {}),
            proof: proofOf(policies[role.key]?.policy),
            at: now(),
          });
          const clash = clashOf(role, ask, { journal, assignments }, now());
          const failure = ending.has(role.key) ? beingDeactivated : clash && clashFailure(clash);
          return failure ? advance(entry, { type: 'notSent', failure, at: now() }) : entry;
        });
      recorded = entries;
      return entries.length > 0 ? [...withoutSettled(journal, entries, now()), ...entries] : journal;
    });
    const beside = await Promise.allSettled([
      own.draft.write(null),
      remember(own, wanted, now()),
      countUses(own, recorded, now()),
    ]);
    for (const one of beside) if (one.status === 'rejected') reportError(one.reason);
    follow(account);
  };
}

type Own = ReturnType<WorkerState['of']>;

function proofOf(policy: ActivationPolicy | undefined): Proof | undefined {
  return policy && proofByPolicy(policy);
}

async function eligibilitiesByKey(own: Own): Promise<Map<RoleKey, Eligibility>> {
  const lists = await Promise.all(sources.map((source) => own.eligibilities(source).read()));
  return new Map(lists.flatMap(({ rows }) => rows.map((row) => [row.key, row])));
}

async function heldRoles(own: Own) {
  const lists = await Promise.all(sources.map((source) => own.assignments(source).read()));
  return lists.flatMap(({ rows }) => rows);
}

const beingDeactivated: Failure = { kind: 'beingDeactivated' };

function clashFailure(clash: Clash): Failure {
  if (clash.by === 'eligibilityEnd')
    return { kind: 'notEligibleThen', facts: { until: isoInstant(clash.at) } };
  if (clash.by === 'held') {
    const { until } = clash;
    return { kind: 'heldUntilThen', ...(until === undefined ? {} : { facts: { until: isoInstant(until) } }) };
  }
  const { start, end } = clash.window;
  return { kind: 'clashes', facts: { from: isoInstant(start), until: isoInstant(end) } };
}

/** A later start of a role that is active is no repetition: it is refused, and said. */
function isUnderWay(journal: readonly Activation[], key: RoleKey, ask: Ask, now: number): boolean {
  const isLater = laterStart(ask, now) !== undefined;
  return journal.some(
    (entry) => entry.role.key === key && blocksAnother(entry, now) && !(isLater && entry.state === 'active'),
  );
}

async function keysBeingDeactivated(own: Own): Promise<Set<RoleKey>> {
  const entries = await own.deactivations.read();
  return new Set(entries.filter(({ state }) => isOpenDeactivation(state)).map(({ role }) => role.key));
}

/** An earlier outcome of the same role gives way to the new one, but not what still goes on. */
function withoutSettled(
  journal: readonly Activation[],
  entries: readonly Activation[],
  now: number,
): Activation[] {
  const keys = new Set(entries.map((entry) => entry.role.key));
  return journal.filter(
    (entry) => !keys.has(entry.role.key) || isOpen(entry.state) || blocksAnother(entry, now),
  );
}

/** The newest few are enough: a search looks no further back than two minutes. */
function requestIdsOf(journal: readonly Activation[], key: RoleKey): string[] {
  return journal
    .filter((entry) => entry.role.key === key)
    .flatMap(({ earlierRequestIds = [], requestId }) => [
      ...earlierRequestIds,
      ...(requestId ? [requestId] : []),
    ])
    .slice(-10);
}

async function countUses(own: Own, recorded: readonly Activation[], at: number): Promise<void> {
  if (recorded.length === 0) return;
  const keys = recorded.map(({ role }) => eligibleKeyOf(role));
  await own.roleMarks.update((marks) => withUses(marks, keys, at));
}

async function remember(
  own: Own,
  wanted: readonly { role: Eligibility; ask: Ask }[],
  at: number,
): Promise<void> {
  const last = wanted.at(-1);
  if (!last) return;
  const { role, ask } = last;
  const target = targetOf(role);
  await own.habits.update((habits) => ({
    ...habits,
    justification: ask.justification.trim() || habits.justification,
    recents: wanted.reduce(
      (recents, one) => withRecent(recents, one.ask.justification),
      habits.recents ?? [],
    ),
    lastRole: {
      key: role.key,
      source: role.source,
      roleName: role.roleName,
      scopeName: role.scope.name,
      ...(role.narrowed && target ? { narrowed: { key: role.narrowed.key, target } } : {}),
      minutes: ask.minutes,
      justification: ask.justification,
      ...(wanted.length === 1 ? { namedAt: at } : {}),
    },
  }));
}
