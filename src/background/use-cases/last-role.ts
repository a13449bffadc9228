/**
 * "Activate last role": what the menu item says, what a click on it does, and how the person hears of the outcome.
 * A click activates exactly what the title named, or nothing.
 */
import type { Account } from '../../domain/account.ts';
import { type Activation, blocksAnother } from '../../domain/activation.ts';
import { epochMs } from '../../domain/duration.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import type { LastRole } from '../../domain/habits.ts';
import { type AskProblem, checkAsk } from '../../domain/policy.ts';
import type { Translate } from '../../platform/i18n.ts';
import type { MenuState } from '../../platform/menus.ts';
import type { Notify } from '../../platform/notifications.ts';
import type { AccountState, WorkerState } from '../worker-state.ts';
import type { ActivateRoles } from './activate-roles.ts';

export interface LastRoleOptions {
  readonly state: WorkerState;
  readonly activate: ActivateRoles;
  readonly notify: Notify;
  readonly t: Translate;
  /** "8 h", of whole minutes. */
  readonly lengthText: (minutes: number) => string;
  /** "17:30", of milliseconds since the epoch. */
  readonly timeText: (at: number) => string;
  /** One sentence that says what is wrong. */
  readonly failureText: (failure: Failure) => string;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface LastRoleUseCase {
  menuState(): Promise<MenuState>;
  /** @param token of the menu item that was clicked */
  onMenuClicked(token: string): Promise<void>;
  /** For an entry that settled or began to wait for approval; tells those that the menu started and nobody was told. */
  onOutcome(entry: Activation): Promise<void>;
}

/** A second click within this time is a slip. */
const slipMs = 5_000;
/** Chromium cuts off the end of longer titles, where the length stands. */
const longestTitle = 75;

export function createLastRole(options: LastRoleOptions): LastRoleUseCase {
  const { state, activate, notify, t, lengthText, timeText, failureText, now, newId } = options;
  /** In memory, because it must hold from the very tick of the click; no worker stops within five seconds of one. */
  let clickedAt = -Infinity;

  async function current(): Promise<{ account: Account; own: AccountState; role: LastRole } | undefined> {
    const account = await state.account();
    if (!account) return undefined;
    const own = state.of(account);
    const { lastRole } = await own.habits.read();
    return lastRole && { account, own, role: lastRole };
  }

  const nothingDone = (message: string) =>
    notify({ id: 'last-role', title: t('notifyNothingActivated'), message });

  /** Why this role cannot be activated from the menu now, in a sentence; `undefined` when it can. */
  async function obstacle(own: AccountState, role: LastRole): Promise<string | undefined> {
    const names = [role.roleName, role.scopeName] as const;
    if ((await state.session.read()).status !== 'signedIn') return t('notifySignInFirst');
    const journal = await own.journal.read();
    const earlier = journal.find((entry) => entry.role.key === role.key && blocksAnother(entry, now()));
    if (earlier) return t(earlier.state === 'active' ? 'notifyAlreadyActive' : 'notifyUnderWay', ...names);
    const policy = (await own.policies.read())[role.key]?.policy;
    const [problem] = policy ? checkAsk(askOf(role), policy) : [];
    return problem && problemText(problem, names);
  }

  function problemText(problem: AskProblem, names: readonly [string, string]): string {
    switch (problem.field) {
      case 'minutes':
        return t('notifyOtherLength', ...names, lengthText(problem.maximumMinutes));
      case 'justification':
        return t('notifyJustificationNeeded', ...names);
      case 'ticketNumber':
      case 'ticketSystem':
        return t('notifyTicketNeeded', ...names);
    }
  }

  /** Whether anything was activated. */
  async function activateNamed(token: string): Promise<boolean> {
    const known = await current();
    if (!known || tokenOf(known.account, known.role) !== token) {
      await nothingDone(t('notifyMenuChanged'));
      return false;
    }
    const { own, role } = known;
    const refusal = await obstacle(own, role);
    if (refusal !== undefined) {
      await nothingDone(refusal);
      return false;
    }
    try {
      await activate({ bulkId: newId(), requests: [{ key: role.key, ask: askOf(role) }], origin: 'menu' });
      return true;
    } catch (thrown) {
      await nothingDone(failureText(failureOf(thrown)));
      return false;
    }
  }

  return {
    async menuState() {
      const known = await current();
      if (!known) return { enabled: false, title: t('menuNoLastRole') };
      const { account, role } = known;
      return { enabled: true, title: fittingTitle(role), token: tokenOf(account, role) };
    },

    async onMenuClicked(token) {
      const at = now();
      if (at - clickedAt < slipMs) return;
      clickedAt = at;
      let activated = false;
      try {
        activated = await activateNamed(token);
      } finally {
        // Only a click that did something makes the next one a slip.
        if (!activated) clickedAt = -Infinity;
      }
    },

    async onOutcome(entry) {
      if (entry.origin !== 'menu' || entry.toldAt !== undefined) return;
      const outcome = outcomeText(entry);
      if (outcome) await notify({ id: entry.id, ...outcome });
    },
  };

  function outcomeText(entry: Activation): { title: string; message: string } | undefined {
    const names = [entry.role.roleName, entry.role.scope.name] as const;
    const end = epochMs(entry.endsAt);
    switch (entry.state) {
      case 'active':
        return {
          title: t(entry.already ? 'notifyAlreadyActive' : 'notifyActive', ...names),
          message: end === undefined ? '' : t('notifyActiveUntil', timeText(end)),
        };
      case 'waitingForApproval':
        return { title: t('notifyWaiting', ...names), message: t('notifyWaitingMeans') };
      case 'failed':
        return {
          title: t('notifyFailed', ...names),
          message: failureText(entry.failure ?? { kind: 'refused' }),
        };
      case 'unknown':
        return {
          title: t('notifyUnknown', ...names),
          message: failureText(entry.failure ?? { kind: 'outcomeUnknown' }),
        };
      default:
        return undefined;
    }
  }

  /** The names give way where the title would be cut: the longer of the two loses its end, letter by letter. */
  function fittingTitle({ roleName, scopeName, minutes }: LastRole): string {
    let [role, scope] = [[...roleName], [...scopeName]];
    const title = () =>
      t('menuLastRole', shortened(role, roleName), shortened(scope, scopeName), lengthText(minutes));
    while (title().length > longestTitle && role.length + scope.length > 2) {
      if (role.length > scope.length) role = role.slice(0, -1);
      else scope = scope.slice(0, -1);
    }
    return title();
  }
}

function shortened(letters: readonly string[], whole: string): string {
  const kept = letters.join('');
  return kept === whole ? whole : `${kept.trimEnd()}…`;
}

function askOf({ minutes, justification }: LastRole) {
  return { minutes, justification };
}

/** Account, role and length: everything a title names. */
function tokenOf(account: Account, role: LastRole): string {
  return [account.cloud, account.tenantId, account.objectId, role.minutes, role.key].join(' ');
}
