/**
 * Looks whether active roles are in effect, all roles of a service with one question. Built to be stopped at any
 * line: every look is written, a new worker goes on from what is written, and an alarm wakes one.
 */
import { type Account, accountKey, type AccountKey } from '../../domain/account.ts';
import { type Activation, advance, waitsForEffect } from '../../domain/activation.ts';
import { type EffectAnswer, mayBeLeftOver, type NextProbe, nextProbe } from '../../domain/effect.ts';
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import { type RoleKey, type Source, sources } from '../../domain/role.ts';
import type { Alarms } from '../../platform/alarms.ts';
import type { HeldRole, PimProvider } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';

export const effectAlarm = 'follow-effects';

export interface FollowEffectsOptions {
  readonly state: WorkerState;
  readonly providers: Record<Source, Pick<PimProvider, 'probeEffect'>>;
  readonly alarms: Alarms;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Something was found out; may be told twice and must look for itself what. */
  readonly onFound: (account: Account) => Promise<void>;
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
}

export interface FollowEffects {
  /** Sees to it that some worker wakes up for a role that has become active. */
  watch(): void;
  /** Goes on until all is found out or left to the alarm; what became active meanwhile is looked for at once. */
  follow(account: Account): Promise<void>;
}

/** One for an account: its questions are asked once, not once for every caller. */
interface Room {
  /** Ends the present sleep. */
  wake: () => void;
  /** Somebody has asked since the journal was last read. */
  asked: boolean;
  done: Promise<void>;
}

const shortestAlarmMs = 30_000;
const longestTimerMs = 10_000;

export function createFollowEffects(options: FollowEffectsOptions): FollowEffects {
  const { state, providers, alarms, now, sleep } = options;
  const rooms = new Map<AccountKey, Room>();

  /** Nothing is asked while a sign-in is needed: the person comes first, and a sign-in takes this up again. */
  async function isSignedIn(account: Account): Promise<boolean> {
    const { status, account: current } = await state.session.read();
    return status === 'signedIn' && current !== undefined && accountKey(current) === accountKey(account);
  }

  /** The answers that came; none where the service could not be asked. */
  async function ask(account: Account, source: Source, entries: readonly Activation[]) {
    try {
      const roles = entries.map(({ role }) => role);
      return await providers[source].probeEffect(account, roles, await heldRoles(account, source));
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (needsPerson(failure) && (await isSignedIn(account))) await options.onSignInNeeded(failure);
      return new Map<RoleKey, EffectAnswer>();
    }
  }

  async function heldRoles(account: Account, source: Source): Promise<HeldRole[]> {
    const own = state.of(account);
    const [{ rows }, journal] = await Promise.all([own.assignments(source).read(), own.journal.read()]);
    const active = journal.filter((entry) => entry.state === 'active' && entry.role.source === source);
    return [...rows, ...active.map(({ role }) => role)];
  }

  async function look(account: Account, source: Source, entries: readonly Activation[]): Promise<void> {
    const lookedAt = now();
    const answers = await ask(account, source, entries);
    if (!(await isSignedIn(account))) return;
    const own = state.of(account);
    const deactivations = await own.deactivations.read();
    const answerTo = ({ role }: Activation): EffectAnswer => {
      const answer = answers.get(role.key) ?? 'notYet';
      return answer === 'inEffect' && mayBeLeftOver(role, deactivations, now()) ? 'notYet' : answer;
    };
    const asked = new Set(entries.map(({ id }) => id));
    let found = false;
    await own.journal.update((journal) =>
      journal.map((entry) => {
        if (!asked.has(entry.id)) return entry;
        const after = advance(entry, { type: 'probed', answer: answerTo(entry), lookedAt, at: now() });
        found ||= after.effect?.state !== entry.effect?.state;
        return after;
      }),
    );
    if (found) await options.onFound(account);
  }

  /** Until nothing is waited for, or only an alarm is. */
  async function run(account: Account, room: Room): Promise<void> {
    const item = state.of(account).journal;
    while (await isSignedIn(account)) {
      room.asked = false;
      const woken = new Promise<void>((resolve) => {
        room.wake = resolve;
      });
      const journal = await item.read();
      const waiting = journal.filter((entry) => waitsForEffect(entry, now()));
      const looked = journal.flatMap((entry) => (entry.effect ? [{ ...entry, effect: entry.effect }] : []));
      const next = sources
        .map((source) => nextProbe(source, waiting, looked, now()))
        .filter((one): one is NextProbe => one !== undefined);
      if (next.length === 0) {
        alarms.clear(effectAlarm);
        return;
      }
      // Before anything is awaited that the worker may not live to see.
      const soonest = Math.min(...next.map(({ inMs }) => inMs));
      alarms.set(effectAlarm, Math.max(shortestAlarmMs, soonest));
      const due = next.filter(({ inMs }) => inMs === 0).map(({ source }) => source);
      if (due.length > 0) {
        await Promise.all(
          due.map((source) =>
            look(
              account,
              source,
              waiting.filter(({ role }) => role.source === source),
            ),
          ),
        );
        continue;
      }
      const timers = next.filter(({ by }) => by === 'timer').map(({ inMs }) => inMs);
      if (timers.length === 0) return;
      await Promise.race([sleep(Math.min(longestTimerMs, ...timers)), woken]);
      // A worker that does nothing with storage for 30 s is stopped; written anew, the journal stays what it was.
      await item.update((entries) => [...entries]);
    }
  }

  return {
    watch: () => alarms.set(effectAlarm, shortestAlarmMs),
    follow(account) {
      const key = accountKey(account);
      const known = rooms.get(key);
      if (known) {
        known.asked = true;
        known.wake();
        return known.done;
      }
      const room: Room = { wake: () => undefined, asked: true, done: Promise.resolve() };
      rooms.set(key, room);
      const begin = async () => {
        try {
          while (room.asked) {
            room.asked = false;
            await run(account, room);
          }
        } finally {
          rooms.delete(key);
        }
      };
      room.done = begin();
      return room.done;
    },
  };
}
