/**
 * Tells an approver who asked for it, by a notification, how many new requests wait for a decision. Looks every
 * quarter of an hour, never where only the person could bring a token, and tells each request once.
 */
import type { Account } from '../../domain/account.ts';
import { toDecide, type PendingApproval } from '../../domain/approval.ts';
import { approvalWatchMs, newsAmong, untilNextLook, withKnown } from '../../domain/approval-watch.ts';
import { sources } from '../../domain/role.ts';
import { type Alarms, shortestAlarmMs } from '../../platform/alarms.ts';
import type { Texts } from '../../platform/i18n.ts';
import type { Notify } from '../../platform/notifications.ts';
import type { WorkerState } from '../worker-state.ts';
import type { RefreshApprovals } from './refresh-approvals.ts';

export const approvalsAlarm = 'watch-approvals';

export interface WatchApprovalsOptions {
  readonly state: WorkerState;
  readonly refreshApprovals: RefreshApprovals;
  readonly isPopupOpen: () => Promise<boolean>;
  readonly notify: Notify;
  readonly alarms: Alarms;
  readonly texts: Pick<Texts, 't' | 'tn'>;
  readonly now: () => number;
}

export interface WatchApprovals {
  /** Looks where that is due and wanted, and sets the alarm for the next look or takes it away. */
  follow(): Promise<void>;
  /** After a reading that the person asked for: what the open popup shows needs no notification. */
  onShown(account: Account): Promise<void>;
}

export function createWatchApprovals(options: WatchApprovalsOptions): WatchApprovals {
  const { state, refreshApprovals, isPopupOpen, notify, alarms, texts, now } = options;
  const { t, tn } = texts;

  async function waiting(account: Account): Promise<PendingApproval[]> {
    const own = state.of(account);
    const lists = await Promise.all(sources.map((source) => own.approvals(source).read()));
    return toDecide(
      lists.map(({ rows }) => rows),
      await own.decisions.read(),
      now(),
    );
  }

  /** Takes the look that is due, so that no other wake takes it too. */
  async function takeLook(account: Account): Promise<boolean> {
    let isMine = false;
    await state.of(account).approvalWatch.update((watch) => {
      isMine = untilNextLook(watch, now()) === 0;
      return isMine ? { ...watch, lookedAt: now() } : watch;
    });
    return isMine;
  }

  async function remember(account: Account, rows: readonly PendingApproval[]): Promise<void> {
    const keys = rows.map(({ key }) => key);
    await state.of(account).approvalWatch.update((watch) => withKnown(watch, keys, now()));
  }

  async function look(account: Account): Promise<void> {
    await refreshApprovals(account);
    // Meanwhile somebody else may be signed in, or nobody.
    if (!(await state.isSignedIn(account))) return;
    const news = newsAmong(await state.of(account).approvalWatch.read(), await waiting(account));
    if (news.length === 0) return;
    const [only] = news;
    const message =
      news.length === 1 && only
        ? t('notifyApprovalsOne', only.requester.name, only.roleName, only.scope.name)
        : t('notifyApprovalsMany');
    // The notice has one name: told again after a stop in between, it takes its own place.
    if (!(await isPopupOpen()))
      await notify({ id: approvalsAlarm, title: tn('notifyApprovals', news.length), message });
    await remember(account, news);
  }

  return {
    async follow() {
      const account = await state.account();
      const { tellApprovals } = await state.settings.read();
      if (!account || !tellApprovals) {
        alarms.clear(approvalsAlarm);
        return;
      }
      const { status } = await state.session.read();
      // Only the person can bring a token then, and nobody asked them for one.
      if (status !== 'signedIn') {
        alarms.set(approvalsAlarm, approvalWatchMs);
        return;
      }
      const isDue = await takeLook(account);
      const left = untilNextLook(await state.of(account).approvalWatch.read(), now());
      alarms.set(approvalsAlarm, Math.max(shortestAlarmMs, left));
      if (isDue) await look(account);
    },

    async onShown(account) {
      if (await isPopupOpen()) await remember(account, await waiting(account));
    },
  };
}
