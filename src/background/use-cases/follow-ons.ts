/** Keeps what people asked to be offered again, tells them when it is due, and activates it at their click, once. */
import type { Account } from '../../domain/account.ts';
import { epochMs } from '../../domain/duration.ts';
import { FailureError } from '../../domain/failure.ts';
import { type FollowOn, followOnPhase, isTakenUp, nextChange } from '../../domain/follow-on.ts';
import type { Ask } from '../../domain/policy.ts';
import { type RoleKey, sources } from '../../domain/role.ts';
import { withoutDraft } from '../../domain/role-draft.ts';
import { type Alarms, shortestAlarmMs } from '../../platform/alarms.ts';
import type { Texts } from '../../platform/i18n.ts';
import type { Notify } from '../../platform/notifications.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import type { WorkerState } from '../worker-state.ts';
import type { ActivateRoles } from './activate-roles.ts';

export const followOnAlarm = 'follow-ons';

export interface FollowOnOptions {
  readonly state: WorkerState;
  readonly activate: ActivateRoles;
  readonly notify: Notify;
  readonly alarms: Alarms;
  readonly t: Texts['t'];
  readonly now: () => number;
  readonly newId: () => string;
}

export interface FollowOns {
  /** @throws FailureError `roleVanished` when the role is not eligible, `notFound` when no activation of it runs */
  ask(request: { readonly key: RoleKey; readonly ask: Ask }): Promise<void>;
  /** Activates it, or has the form opened where it needs a ticket, if it is due and was not used; `notSentInTime` when it comes too late. */
  use(id: string): Promise<void>;
  drop(id: string): Promise<void>;
  /** The running activation was ended by the person: what was to follow it is forgotten. */
  forgetRole(account: Account, key: RoleKey): Promise<void>;
  /** Tells what is due or was dropped, and sets the alarm for the next. */
  follow(account: Account): Promise<void>;
}

export function createFollowOns(options: FollowOnOptions): FollowOns {
  const { state, activate, notify, alarms, t, now, newId } = options;

  async function remove(account: Account, isGone: (one: FollowOn) => boolean): Promise<void> {
    await state.of(account).followOns.update((known) => {
      const kept = known.filter((one) => !isGone(one));
      return kept.length === known.length ? known : kept;
    });
  }

  async function tell(account: Account, one: FollowOn, phase: 'due' | 'late'): Promise<void> {
    const tr = roleTexts(t, one.role);
    const text =
      phase === 'due'
        ? { title: tr('notifyFollowOn'), message: t('notifyFollowOnMeans') }
        : { title: tr('notifyFollowOnLate'), message: t('notifyFollowOnLateMeans') };
    if (!(await state.settings.read()).quiet) await notify({ id: `follow-on ${one.id}`, ...text });
    await state
      .of(account)
      .followOns.update((known) =>
        known.map((other) => (other.id === one.id ? { ...other, told: phase } : other)),
      );
  }

  const followOns: FollowOns = {
    async ask({ key, ask }) {
      const account = await state.requireAccount();
      const own = state.of(account);
      const eligible = await Promise.all(sources.map((source) => own.eligibilities(source).read()));
      const role = eligible.flatMap(({ rows }) => rows).find((row) => row.key === key);
      if (!role) throw new FailureError({ kind: 'roleVanished' });
      const lists = await Promise.all(sources.map((source) => own.assignments(source).read()));
      const running = lists
        .flatMap(({ rows }) => rows)
        .find((row) => row.key === key && row.assignmentType === 'activated');
      const endsAt = epochMs(running?.endsAt);
      if (endsAt === undefined || endsAt <= now()) throw new FailureError({ kind: 'notFound' });
      // Before it is written: a worker stopped after the writing leaves what somebody must tell.
      alarms.set(followOnAlarm, shortestAlarmMs);
      await own.followOns.update((known) => [
        ...known.filter((one) => one.role.key !== key),
        { id: newId(), role, ask, endsAt },
      ]);
      await own.roleDrafts.update((drafts) => withoutDraft(drafts, { kind: 'followOn', role }));
      await followOns.follow(account);
    },

    async use(id) {
      const account = await state.requireAccount();
      const one = (await state.of(account).followOns.read()).find((known) => known.id === id);
      if (!one || followOnPhase(one, now()) === 'waiting') return;
      if (followOnPhase(one, now()) !== 'due') throw new FailureError({ kind: 'notSentInTime' });
      const own = state.of(account);
      if ((await own.policies.read())[one.role.key]?.policy?.ticketRequired) {
        // A ticket is good for one request, so the form asks for one. The offer stands until that was sent.
        const { key } = one.role;
        const { minutes, justification } = one.ask;
        await own.draft.write({ keys: [key], minutes: { [key]: minutes }, justification, askedAt: now() });
        return;
      }
      await activate({ bulkId: one.id, requests: [{ key: one.role.key, ask: one.ask }] });
      // Afterwards: a worker stopped in between has recorded it, and the next sees that by its name.
      await remove(account, (known) => known.id === id);
    },

    async drop(id) {
      await remove(await state.requireAccount(), (one) => one.id === id);
    },

    forgetRole: (account, key) =>
      remove(account, (one) => one.role.key === key && followOnPhase(one, now()) === 'waiting'),

    async follow(account) {
      const own = state.of(account);
      const journal = await own.journal.read();
      await remove(account, (one) => isTakenUp(one, journal) || followOnPhase(one, now()) === 'over');
      const known = await own.followOns.read();
      for (const one of known) {
        const phase = followOnPhase(one, now());
        if ((phase === 'due' || phase === 'late') && one.told !== phase) await tell(account, one, phase);
      }
      const next = Math.min(...known.map((one) => nextChange(one, now()) ?? Infinity));
      if (Number.isFinite(next)) alarms.set(followOnAlarm, Math.max(shortestAlarmMs, next - now()));
      else alarms.clear(followOnAlarm);
    },
  };
  return followOns;
}
