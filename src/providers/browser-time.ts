/**
 * The border between the services' clocks and the browser's. A provider speaks in its service's time; everything
 * beyond it (what is stored, shown, and waited for) is in the browser's, whose clock may be wrong by minutes. What
 * comes in is moved to the browser's clock here and nowhere else, and what goes out is moved back.
 */
import type { Account } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { EligibilityExtension } from '../domain/eligibility-extension.ts';
import { epochMs, isoInstant } from '../domain/duration.ts';
import type { RequestSnapshot } from '../domain/request-entry.ts';
import type { EligibilityExtensions, PimProvider } from './provider.ts';

interface Spanned {
  readonly startsAt?: string | undefined;
  readonly endsAt?: string | undefined;
}

/** @param aheadMs by how many ms the service's clock is ahead of the browser's, as known now */
export function inBrowserTime(provider: PimProvider, aheadMs: () => Promise<number>): PimProvider {
  const rowsIn = async <T extends Spanned>(rows: T[]): Promise<T[]> => {
    const ahead = await aheadMs();
    return rows.map((row) => moved(row, -ahead));
  };
  const snapshotIn = async (snapshot: RequestSnapshot | undefined) =>
    snapshot && movedSnapshot(snapshot, -(await aheadMs()));
  const { extensions, isHeld, listChildScopes, listScheduled } = provider;

  return {
    source: provider.source,
    resendIsSafe: provider.resendIsSafe,
    ...(isHeld ? { isHeld } : {}),
    ...(extensions
      ? {
          extensions: {
            async ask(account: Account, entry: EligibilityExtension) {
              const until = movedInstant(entry.until, await aheadMs()) ?? entry.until;
              const outcome = await extensions.ask(account, { ...entry, until });
              if (outcome.type !== 'accepted') return outcome;
              return { ...outcome, snapshot: movedSnapshot(outcome.snapshot, -(await aheadMs())) };
            },
            read: async (account, entry) => snapshotIn(await extensions.read(account, entry)),
            find: async (account, entry) => snapshotIn(await extensions.find(account, entry)),
          } satisfies EligibilityExtensions,
        }
      : {}),
    ...(listChildScopes ? { listChildScopes } : {}),
    ...(listScheduled
      ? {
          async listScheduled(account: Account) {
            const rows = await listScheduled(account);
            const ahead = await aheadMs();
            return rows.map(({ role, snapshot, ...row }) => ({
              ...row,
              role: moved(role, -ahead),
              snapshot: movedSnapshot(snapshot, -ahead),
            }));
          },
        }
      : {}),
    readPolicies: provider.readPolicies,
    cancel: provider.cancel,
    probeEffect: provider.probeEffect,
    listEligibilities: async (account) => rowsIn(await provider.listEligibilities(account)),
    listAssignments: async (account) => rowsIn(await provider.listAssignments(account)),

    async activate(account, entry) {
      // Before the start is chosen: a worker that has had no answer yet takes what earlier ones learned.
      const outcome = await provider.activate(account, askedBy(entry, await aheadMs()));
      if (outcome.type !== 'accepted') return outcome;
      return { ...outcome, snapshot: movedSnapshot(outcome.snapshot, -(await aheadMs())) };
    },
    check: async (account, entry) => provider.check(account, askedBy(entry, await aheadMs())),
    async deactivate(account, entry) {
      const role = moved(entry.role, await aheadMs());
      const outcome = await provider.deactivate(account, { ...entry, role });
      const ahead = await aheadMs();
      if (outcome.type === 'accepted') {
        return { ...outcome, snapshot: movedSnapshot(outcome.snapshot, -ahead) };
      }
      return outcome.type === 'notHeld' ? { ...outcome, serverNow: outcome.serverNow - ahead } : outcome;
    },

    readRequest: async (account, entry) => snapshotIn(await provider.readRequest(account, entry)),
    findRequest: async (account, entry) =>
      snapshotIn(await provider.findRequest(account, askedBy(entry, await aheadMs()))),
    findDeactivation: async (account, entry) => snapshotIn(await provider.findDeactivation(account, entry)),
  };
}

/** The entry with the later start that it asks for, where it does, moved by so many ms. */
function askedBy(entry: Activation, byMs: number): Activation {
  const startsAt = movedInstant(entry.ask.startsAt, byMs);
  return startsAt === undefined ? entry : { ...entry, ask: { ...entry.ask, startsAt } };
}

function movedSnapshot(snapshot: RequestSnapshot, byMs: number): RequestSnapshot {
  return { ...moved(snapshot, byMs), serverNow: snapshot.serverNow + byMs };
}

function moved<T extends Spanned>(spanned: T, byMs: number): T {
  if (byMs === 0) return spanned;
  const startsAt = movedInstant(spanned.startsAt, byMs);
  const endsAt = movedInstant(spanned.endsAt, byMs);
  return { ...spanned, ...(startsAt ? { startsAt } : {}), ...(endsAt ? { endsAt } : {}) };
}

/** @returns the instant, ISO 8601, moved by so many ms; `undefined` where there was none */
export function movedInstant(instant: string | undefined, byMs: number): string | undefined {
  const at = epochMs(instant);
  return at === undefined ? undefined : isoInstant(at + byMs);
}
