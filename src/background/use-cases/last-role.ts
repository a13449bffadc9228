/**
 * "Activate last role": what the menu item says, and what a click on it and the keyboard command do. A click does
 * what the title named, or nothing; a key, which names nothing, does only what the person last asked for alone. What
 * a person has to look at first is shown as a filled form.
 */
import type { Account } from '../../domain/account.ts';
import { blocksAnother } from '../../domain/activation.ts';
import { isOpenDeactivation } from '../../domain/deactivation.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import type { LastRole } from '../../domain/habits.ts';
import { stricterOf } from '../../domain/narrowing.ts';
import {
  askOf,
  isRemembered,
  isSlip,
  needsForm,
  quickForm,
  type QuickRules,
} from '../../domain/quick-ways.ts';
import type { Translate } from '../../platform/i18n.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import type { MenuState } from '../../platform/menus.ts';
import type { Notify } from '../../platform/notifications.ts';
import type { AccountState, WorkerState } from '../worker-state.ts';
import type { ActivateRoles } from './activate-roles.ts';

export interface LastRoleOptions {
  readonly state: WorkerState;
  readonly activate: ActivateRoles;
  /** Shows the popup, or a window with it. */
  readonly openPopup: () => Promise<void>;
  readonly notify: Notify;
  readonly t: Translate;
  /** "8 h", of whole minutes. */
  readonly lengthText: (minutes: number) => string;
  /** One sentence that says what is wrong. */
  readonly failureText: (failure: Failure) => string;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface LastRoleUseCase {
  menuState(): Promise<MenuState>;
  /** @param token of the menu item that was clicked */
  onMenuClicked(token: string): Promise<void>;
  onKeyPressed(): Promise<void>;
}

interface Known {
  readonly account: Account;
  readonly own: AccountState;
  readonly role: LastRole;
}

/** Chromium cuts off the end of longer titles, where the length stands. */
const longestTitle = 75;

export function createLastRole(options: LastRoleOptions): LastRoleUseCase {
  const { state, activate, openPopup, notify, t, lengthText, failureText, now, newId } = options;
  /** In memory, because it must hold from the very tick of the click; what a worker did before is in storage. */
  let doneAt = -Infinity;

  async function current(): Promise<Known | undefined> {
    const account = await state.account();
    if (!account) return undefined;
    const own = state.of(account);
    const { lastRole } = await own.habits.read();
    return lastRole && { account, own, role: lastRole };
  }

  const nothingDone = (message: string) =>
    notify({ id: 'last-role', title: t('notifyNothingActivated'), message });

  /** When a quick way last did something for this account, by what it left in storage. */
  async function storedDoneAt(): Promise<number> {
    const account = await state.account();
    if (!account) return -Infinity;
    const own = state.of(account);
    const [journal, draft] = await Promise.all([own.journal.read(), own.draft.read()]);
    const recorded = journal.filter(({ origin }) => origin === 'menu').map((entry) => entry.recordedAt);
    return Math.max(-Infinity, draft?.askedAt ?? -Infinity, ...recorded);
  }

  /** @param work answers whether it did anything: only then the next click or key is a slip */
  async function unlessSlip(work: () => Promise<boolean>): Promise<void> {
    const at = now();
    if (isSlip(doneAt, at)) return;
    doneAt = at;
    let done = -Infinity;
    try {
      const before = await storedDoneAt();
      if (isSlip(before, at)) done = before;
      else if (await work()) done = at;
    } finally {
      doneAt = done;
    }
  }

  /** Whether the role is active, on its way or being ended, so that nothing is to be done; said in a sentence. */
  async function isTaken({ own, role }: Known): Promise<boolean> {
    const ending = (await own.deactivations.read()).some(
      (entry) => entry.role.key === role.key && isOpenDeactivation(entry.state),
    );
    if (ending) {
      await nothingDone(failureText({ kind: 'beingDeactivated' }));
      return true;
    }
    const journal = await own.journal.read();
    const earlier = journal.find((entry) => entry.role.key === role.key && blocksAnother(entry, now()));
    if (!earlier) return false;
    const key = earlier.state === 'active' ? 'notifyAlreadyActive' : 'notifyUnderWay';
    await nothingDone(t(key, role.roleName, role.scopeName));
    return true;
  }

  async function rulesOf({ own, role }: Known): Promise<QuickRules> {
    const [{ rows }, policies, settings] = await Promise.all([
      own.eligibilities(role.source).read(),
      own.policies.read(),
      state.settings.read(),
    ]);
    return {
      eligibility: rows.find(({ key }) => key === (role.narrowed?.key ?? role.key)),
      policy: stricterOf(policies[role.key]?.policy, role.narrowed && policies[role.narrowed.key]?.policy),
      now: now(),
      privilegedWithoutAsking: settings.privilegedWithoutAsking ?? false,
    };
  }

  async function showForm({ own, role }: Known, rules: QuickRules): Promise<boolean> {
    const askedAt = now();
    await own.draft.update((draft) => quickForm(role, rules, draft, askedAt));
    try {
      await openPopup();
    } catch {
      await nothingDone(roleTexts(t, role)('notifyNeedsYou'));
    }
    return true;
  }

  /** Whether anything was done. */
  async function activateOrShow(known: Known, mayActivate: boolean): Promise<boolean> {
    if (await isTaken(known)) return false;
    const { role } = known;
    const rules = await rulesOf(known);
    const isSignedIn = (await state.session.read()).status === 'signedIn';
    if (!mayActivate || !isSignedIn || needsForm(role, rules)) return showForm(known, rules);
    try {
      const { key, target } = role.narrowed ?? { key: role.key };
      const request = { key, ask: askOf(role), ...(target ? { target } : {}) };
      await activate({ bulkId: newId(), requests: [request], origin: 'menu' });
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

    onMenuClicked: (token) =>
      unlessSlip(async () => {
        const known = await current();
        if (known && tokenOf(known.account, known.role) === token) return activateOrShow(known, true);
        await nothingDone(t('notifyMenuChanged'));
        return false;
      }),

    onKeyPressed: () =>
      unlessSlip(async () => {
        const known = await current();
        if (known) return activateOrShow(known, isRemembered(known.role, now()));
        await openPopup();
        return true;
      }),
  };

  /** The names give way where the title would be cut: the longer of the two loses its end, letter by letter. */
  function fittingTitle({ key, roleName, scopeName, minutes }: LastRole): string {
    let [role, scope] = [[...roleName], [...scopeName]];
    const title = () => {
      const names = { roleName: shortened(role, roleName), scopeName: shortened(scope, scopeName) };
      return roleTexts(t, { key, ...names })('menuLastRole', lengthText(minutes));
    };
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

/** Account, role and length: everything a title names. */
function tokenOf(account: Account, role: LastRole): string {
  return [account.cloud, account.tenantId, account.objectId, role.minutes, role.key].join(' ');
}
