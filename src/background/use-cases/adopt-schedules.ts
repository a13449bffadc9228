/**
 * Takes activations that start later and were asked for elsewhere, such as in the portal, into the journal: from then
 * on they are listed, followed and cancelled like those of one's own.
 */
import type { Account } from '../../domain/account.ts';
import { type Activation, isOpen, newActivation } from '../../domain/activation.ts';
import { epochMs } from '../../domain/duration.ts';
import { failureOf } from '../../domain/failure.ts';
import type { Source } from '../../domain/role.ts';
import type { PimProvider, ScheduledRequest } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';

export interface AdoptOptions {
  readonly state: WorkerState;
  readonly providers: Record<Source, PimProvider>;
  readonly now: () => number;
  readonly newId: () => string;
  /** Sets the alarm that wakes a worker for what is about to be recorded. */
  readonly watch: () => void;
  /** Follows what was taken in; not awaited. */
  readonly follow: (account: Account) => void;
}

export type AdoptSchedules = (account: Account, source: Source) => Promise<void>;

export function createAdoptSchedules(options: AdoptOptions): AdoptSchedules {
  const { state, providers, now, newId, watch, follow } = options;

  return async (account, source) => {
    let listed: readonly ScheduledRequest[];
    try {
      listed = (await providers[source].listScheduled?.(account)) ?? [];
    } catch (thrown) {
      const failure = failureOf(thrown);
      // The service's lists of roles are read beside this, and say what is wrong; the next reading tries again.
      if (failure.kind === 'internal') throw thrown;
      return;
    }
    if (listed.length === 0 || !(await state.isSignedIn(account))) return;
    const own = state.of(account);
    const eligible = new Map((await own.eligibilities(source).read()).rows.map((role) => [role.key, role]));
    const isNew = (journal: readonly Activation[]) => listed.filter((one) => !isKnown(one, journal));
    if (isNew(await own.journal.read()).length === 0) return;
    watch();
    await own.journal.update((journal) => {
      const entries = isNew(journal).map((one) =>
        scheduledEntry({ ...one, role: eligible.get(one.role.key) ?? one.role }, newId, now()),
      );
      return entries.length > 0 ? [...journal, ...entries] : journal;
    });
    follow(account);
  };
}

/** One of ours whose answer is still on its way may be the very request that the service lists. */
function isKnown(
  { role, snapshot: { requestId } }: ScheduledRequest,
  journal: readonly Activation[],
): boolean {
  return journal.some(
    (entry) =>
      entry.id === requestId ||
      entry.requestId === requestId ||
      (entry.role.key === role.key && entry.requestId === undefined && isOpen(entry.state)),
  );
}

function scheduledEntry(
  { role, snapshot, minutes, justification }: ScheduledRequest,
  newId: () => string,
  at: number,
): Activation {
  const { requestId, status, startsAt, endsAt } = snapshot;
  const lengthMs = (epochMs(endsAt) ?? at) - (epochMs(startsAt) ?? at);
  const entry = newActivation({
    id: newId(),
    bulkId: newId(),
    role,
    ask: { minutes: minutes ?? Math.max(1, Math.round(lengthMs / 60_000)), justification },
    origin: 'page',
    at,
  });
  return {
    ...entry,
    state: 'scheduled',
    requestId,
    status,
    ...(startsAt ? { startsAt } : {}),
    ...(endsAt ? { endsAt } : {}),
  };
}
