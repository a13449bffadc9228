/**
 * Has the person prove who they are for activations that wait for it: one window for each thing that is asked for,
 * however many roles and services ask. Only a person's own click opens a window: the one that asked for the roles,
 * for as long as it is a moment ago, or the one on a request that waits.
 */
import { type Account, accountKey } from '../../domain/account.ts';
import { type Activation, type ActivationEvent } from '../../domain/activation.ts';
import { type Resource, resourceOf } from '../../domain/clouds.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import type { Happening } from '../../domain/request-entry.ts';
import type { WorkerState } from '../worker-state.ts';

export interface ProveIdentityOptions {
  readonly state: WorkerState;
  /**
   * Opens a window, unless the claims were proved a moment ago.
   * @throws FailureError
   */
  readonly stepUp: (
    account: Account,
    wish: {
      readonly resource: Resource;
      readonly claims: string | undefined;
      /** The service has refused the token that was had with these claims. */
      readonly refused: boolean;
      /** Only a window can help. */
      readonly anew: boolean;
    },
  ) => Promise<void>;
  /** Writes what happened into the journal; the entry after it, where there is one. */
  readonly happened: (
    account: Account,
    id: string,
    happening: Happening<ActivationEvent>,
  ) => Promise<Activation | undefined>;
  /** Goes on with what is recorded; not awaited. */
  readonly follow: (account: Account) => void;
  /** What was proved renewed the session too. */
  readonly onProved: (account: Account) => Promise<void>;
  /** Names this life of the worker. */
  readonly workerId: string;
  readonly now: () => number;
}

export interface ProveIdentity {
  /** A person asked for this bulk just now. */
  personIsHere(bulkId: string): void;
  /** Whether a window may open for the entry: who sees that need not be told. */
  isPersonHere(entry: Activation): boolean;
  /** For an entry that needs proof: opens a window if the person is here, and is done when it has closed. */
  onNeeded(account: Account, entry: Activation): Promise<void>;
  /** The person wants to go on with these entries, now. */
  verify(account: Account, ids: readonly string[]): Promise<void>;
  /** On wake: a window that another life of the worker opened has nobody waiting for it any more. */
  noticeInterruption(account: Account): Promise<void>;
}

/** What was asked a moment ago may open a window; what comes later has to be clicked. */
const hereForMs = 60_000;

/** One click of a person: what they proved since, and what they would not. */
interface Visit {
  /** Ms since the epoch. */
  until: number;
  readonly windows: Map<string, Promise<Failure | undefined>>;
}

export function createProveIdentity(options: ProveIdentityOptions): ProveIdentity {
  const { state, stepUp, happened, follow, onProved, workerId, now } = options;
  const visits = new Map<string, Visit>();

  function visitOf({ bulkId }: Activation): Visit | undefined {
    const visit = visits.get(bulkId);
    return visit && now() < visit.until ? visit : undefined;
  }

  const newVisit = (): Visit => ({ until: now() + hereForMs, windows: new Map() });

  /**
   * What one asks for after the other is proved one after the other: the first opens the window, the next find it
   * proved; what was cancelled once is not asked again in the same visit.
   */
  function prove(visit: Visit, account: Account, { proof, role }: Activation): Promise<Failure | undefined> {
    const claims = proof?.claims;
    const resource = resourceOf(role.source);
    const asked = `${accountKey(account)} ${claims ?? resource}`;
    const before = visit.windows.get(asked);
    const result = (async () => {
      const failed = await before;
      if (failed) return failed;
      const refused = proof?.unconvinced === true;
      // What was proved in this visit is proved, but the token of before must not come again.
      const anew = refused && before === undefined;
      try {
        await stepUp(account, { resource, claims, refused, anew });
        return undefined;
      } catch (thrown) {
        return ofWindow(failureOf(thrown));
      } finally {
        // Who has a window before them is here.
        visit.until = Math.max(visit.until, now() + hereForMs);
      }
    })();
    visit.windows.set(asked, result);
    return result;
  }

  async function carryOut(visit: Visit, account: Account, entry: Activation): Promise<void> {
    const opened = await happened(account, entry.id, { type: 'windowOpened', workerId });
    if (opened?.state !== 'proofNeeded') return;
    const failure = await prove(visit, account, opened);
    if (!(await state.isSignedIn(account))) return;
    if (failure) {
      await happened(account, entry.id, { type: 'notProved', failure });
      return;
    }
    await onProved(account);
    await happened(account, entry.id, { type: 'proved', by: 'person' });
    follow(account);
  }

  return {
    personIsHere(bulkId) {
      for (const [id, { until }] of visits) if (until <= now()) visits.delete(id);
      visits.set(bulkId, newVisit());
    },
    isPersonHere: (entry) => visitOf(entry) !== undefined,
    async onNeeded(account, entry) {
      const visit = visitOf(entry);
      if (visit) await carryOut(visit, account, entry);
    },
    async verify(account, ids) {
      const journal = await state.of(account).journal.read();
      const visit = newVisit();
      const waiting = journal.filter(({ id, state: at }) => ids.includes(id) && at === 'proofNeeded');
      for (const { bulkId } of waiting) visits.set(bulkId, visit);
      await Promise.all(waiting.map((entry) => carryOut(visit, account, entry)));
    },
    async noticeInterruption(account) {
      const journal = await state.of(account).journal.read();
      for (const { id, state: at, proof } of journal) {
        if (at !== 'proofNeeded' || !proof?.windowOf || proof.windowOf === workerId) continue;
        await happened(account, id, { type: 'notProved', failure: { kind: 'proofInterrupted' } });
      }
    },
  };
}

/** The sign-in window's failures, as they are said of a window that asks for proof. */
function ofWindow(failure: Failure): Failure {
  if (failure.kind !== 'signInCancelled') return failure;
  const { message } = failure;
  return { kind: 'proofCancelled', ...(message ? { message } : {}) };
}
