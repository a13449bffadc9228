/** The schedule of a request, which Graph and ARM write alike but for the case of their words. */
import * as v from 'valibot';
import type { RequestSnapshot } from '../domain/request-entry.ts';
import { epochMs, isoInstant, minutesOf } from '../domain/duration.ts';
import type { Ask } from '../domain/policy.ts';
import { requestPhase } from '../domain/request-status.ts';
import type { Eligibility } from '../domain/role.ts';
import { laterStart } from '../domain/window.ts';
import type { ScheduledRequest } from './provider.ts';
import { optionalInstant, optionalText, sameText } from './wire.ts';

// A time that cannot be read is no reason to lose the request that it belongs to.
const anyInstant = v.fallback(optionalInstant, undefined);

export const scheduleInfo = v.nullish(
  v.looseObject({
    startDateTime: anyInstant,
    expiration: v.nullish(v.looseObject({ endDateTime: anyInstant, duration: optionalText })),
  }),
);
export type ScheduleInfo = v.InferOutput<typeof scheduleInfo>;

/** When a request is to start: at the service's own now, or later where that was asked for; ms since the epoch. */
export function startOf(ask: Pick<Ask, 'startsAt'>, serverNow: number): number {
  return laterStart(ask, serverNow) ?? serverNow;
}

/**
 * The part of the body that asks for a length from now on (pim-api.md A.3, C.3).
 *
 * @param type as the service's own pages write it: groups in lower case (pim-api.md 0.1, D)
 */
export function scheduleFrom(
  startMs: number,
  isoDuration: string,
  type: 'AfterDuration' | 'afterDuration' = 'AfterDuration',
) {
  return { startDateTime: isoInstant(startMs), expiration: { type, duration: isoDuration } };
}

/** The part of the body that asks for an end, from now on. */
export function scheduleUntil(startMs: number, until: string) {
  return { startDateTime: isoInstant(startMs), expiration: { type: 'AfterDateTime', endDateTime: until } };
}

/** The part of the body that says why, which all services write alike. */
export function reasonsOf({ justification, ticket }: Ask) {
  return {
    ...(justification ? { justification } : {}),
    ...(ticket ? { ticketInfo: { ticketNumber: ticket.number, ticketSystem: ticket.system } } : {}),
  };
}

/** Whole minutes that the request asks for, where it asks for a length. */
export function minutesAsked(schedule: ScheduleInfo): number | undefined {
  const { duration } = schedule?.expiration ?? {};
  return duration === undefined ? undefined : minutesOf(duration);
}

/** What both services say of a request that may be an activation for later. */
interface ListedRequest {
  readonly requestId: string;
  readonly status: string;
  readonly action: string | undefined;
  readonly schedule: ScheduleInfo;
  readonly justification: string | undefined;
  readonly role: Eligibility;
}

/** Those among a person's requests that were accepted for a later start. */
export function scheduledAmong(requests: readonly ListedRequest[], serverNow: number): ScheduledRequest[] {
  return requests.flatMap((request) => {
    const { role, justification = '', schedule } = request;
    const snapshot = snapshotOf(request, serverNow);
    const isLater = (epochMs(snapshot.startsAt) ?? 0) > serverNow;
    if (!sameText(request.action, 'selfActivate') || requestPhase(request.status, isLater) !== 'scheduled')
      return [];
    return [{ role, snapshot, minutes: minutesAsked(schedule), justification }];
  });
}

export function snapshotOf(
  request: { readonly requestId: string; readonly status: string; readonly schedule: ScheduleInfo },
  serverNow: number,
): RequestSnapshot {
  const { requestId, status, schedule } = request;
  const known = { requestId, status, serverNow };
  const start = epochMs(schedule?.startDateTime);
  // Until somebody approves it, the start in the request is only the one that was asked for.
  const isWaiting = requestPhase(status, false) === 'waitingForApproval';
  if (start === undefined || isWaiting) return known;
  const minutes = minutesAsked(schedule);
  const end = epochMs(schedule?.expiration?.endDateTime) ?? (minutes && start + minutes * 60_000);
  return { ...known, startsAt: isoInstant(start), ...(end ? { endsAt: isoInstant(end) } : {}) };
}
