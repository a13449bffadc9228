import type { ServerClock } from '../types.ts';
import type { Caller, RequestCommand } from './commands.ts';
import { refusal } from './errors.ts';
import type { PimKnobs } from './knobs.ts';
import { statusAt } from './lifecycle.ts';
import { inForce } from './lists.ts';
import type { Eligibility, Extension, ScheduleRequest, Standing } from './rows.ts';
import { lengthOf, parseSchedule } from './schedule.ts';
import { sameId, sameTarget, type PimStore } from './store.ts';

export type ExtendAction = 'selfExtend' | 'selfRenew';

export interface PimExtensions {
  /**
   * Asks an administrator to move the end of what the person was given: an eligibility, or an assignment with an end.
   * `selfExtend` is for what is still in force, `selfRenew` for what has run out. A self-activation is neither
   * (pim-api.md 0.3 and A.5).
   *
   * @param resource the collection of requests that it was sent to.
   * @throws PimError 400 where there is nothing to extend, it is too early, or one waits already.
   */
  extend(
    caller: Caller,
    command: RequestCommand,
    how: { readonly action: ExtendAction; readonly resource: Extension['resource'] },
  ): ScheduleRequest;
}

interface Options {
  readonly store: PimStore;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
}

const fortnight = 14 * 24 * 3_600_000;

/** Carries an administrator's approval out: from now on it ends as was asked. */
export function applyExtension({ extension, expiration, askedStart, decision }: ScheduleRequest): void {
  if (extension === null || decision?.approved !== true) return;
  const from = Math.max(decision.at, askedStart ?? decision.at);
  const length = lengthOf(expiration, from);
  extension.row.end = length === null ? null : from + length;
}

export function createPimExtensions({ store, clock, knobs }: Options): PimExtensions {
  /** What the collection is for: its own rows, and the eligibilities too where that is how it is turned. */
  function candidates(resource: Extension['resource']): readonly (Eligibility | Standing)[] {
    const eligibilities = resource === knobs.extensionResource ? store.eligibilities : [];
    return resource === 'assignment' ? [...eligibilities, ...store.standing] : eligibilities;
  }

  function isDue(row: Eligibility | Standing, action: ExtendAction): boolean {
    const now = clock.now();
    if (action === 'selfRenew') return row.removedAt === null && row.end !== null && row.end <= now;
    return inForce(row, now) && row.end !== null;
  }

  return {
    extend(caller, command, { action, resource }) {
      const now = clock.now();
      if (!sameId(command.principalId, caller.oid)) throw refusal.insufficient(caller.oid);
      const schedule = parseSchedule(command.schedule);
      const row = candidates(resource).find(
        (item) =>
          item.tenantId === caller.tid &&
          sameTarget(item, command) &&
          sameId(item.principalId, caller.oid) &&
          isDue(item, action),
      );
      if (row === undefined) throw refusal.doesNotExist();
      const isEarly = row.end !== null && row.end - now > fortnight;
      if (isEarly && knobs.extensionWindow === 'lastFortnight') throw refusal.tooEarlyToExtend();
      const waits = store.requests.some(
        (item) => item.extension?.row === row && statusAt(item, now, knobs) === 'PendingAdminDecision',
      );
      if (waits) throw refusal.open(knobs.openRequestCode);
      const length = lengthOf(schedule.expiration, Math.max(now, schedule.start ?? now));
      if (length !== null && length <= 0)
        throw refusal.invalidSchedule('The schedule ends before it starts.');
      const request: ScheduleRequest = {
        id: command.id,
        kind: command.kind,
        tenantId: caller.tid,
        action,
        principalId: caller.oid,
        roleId: row.roleId,
        scope: row.scope,
        eligibility: null,
        justification: command.justification,
        ticket: command.ticket,
        askedStart: schedule.start,
        sentStart: schedule.sentStart,
        expiration: schedule.expiration,
        customData: command.customData,
        createdAt: now,
        provisionMs: command.kind === 'azure' ? knobs.arm.provisionMs : knobs.graph.provisionMs,
        fails: false,
        approval: null,
        extension: { resource, row },
        seeded: false,
        decision: null,
        canceledAt: null,
        revokedAt: null,
      };
      if (!command.validationOnly) store.requests.push(request);
      return request;
    },
  };
}
