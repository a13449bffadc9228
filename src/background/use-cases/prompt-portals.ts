/**
 * Tells open portal tabs of active roles: when they are in effect, or when nobody has to wait any longer. The news is written before any tab hears of it, and every tab
 * asks again when it is looked at: a message that reaches nobody is not lost.
 */
import type { Account } from '../../domain/account.ts';
import type { Activation } from '../../domain/activation.ts';
import {
  isBulkSettled,
  isOver,
  patienceLeftMs,
  type PortalAnswer,
  type PortalNews,
  type PortalPrompt,
  promptFor,
  refreshAllPrompt,
  withActiveRole,
  withAnswer,
  whatToTell,
  withEffects,
} from '../../domain/portal.ts';
import { withRefreshAt } from '../../domain/portal-sign-in.ts';
import { showsAnotherTenant } from '../../domain/portal-tenant.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Alarms } from '../../platform/alarms.ts';
import type { PortalTabs } from '../../platform/tabs.ts';
import type { WorkerState } from '../worker-state.ts';

export interface PromptPortalsOptions {
  readonly state: WorkerState;
  readonly tabs: PortalTabs;
  readonly alarms: Alarms;
  readonly readSettings: () => Promise<Settings>;
  readonly now: () => number;
}

/** The tab that a message came from, as the message server has proved it. */
export interface TabSender {
  readonly tabId?: number | undefined;
  readonly url?: string | undefined;
}

export interface PromptPortals {
  /** For every entry that settles, however: the last one of a bulk lets tabs reload by themselves. Does not wait for tabs. */
  onSettled(account: Account, entry: Activation): Promise<void>;
  /** Takes up what was found out of the roles' effect, or that it was waited for long enough. Any number of times. */
  goOn(account: Account): Promise<void>;
  /** The prompt that the tab is to show, if any. */
  onPortalReady(sender: TabSender): Promise<PortalPrompt | null>;
  onPortalAnswer(args: { bulkId: string; answer: PortalAnswer }, sender: TabSender): Promise<void>;
  /** Forgets the news and takes every prompt away: at signing out, or when the setting is turned off. */
  withdraw(account: Account): Promise<void>;
  /** Puts the content script into tabs older than the extension; answers what went wrong, by tab. */
  injectIntoOpenTabs(): Promise<{ tabId: number; error: unknown }[]>;
}

/** Wakes a worker when tabs are to be told though it is not known that everything is in effect. */
export const portalAlarm = 'prompt-portals';
const shortestAlarmMs = 30_000;

export function createPromptPortals({
  state,
  tabs,
  alarms,
  readSettings,
  now,
}: PromptPortalsOptions): PromptPortals {
  const newsOf = (account: Account) => state.of(account).portalNews;

  async function circumstances(account: Account, news: PortalNews) {
    const [{ portal: mode }, journal] = await Promise.all([readSettings(), state.of(account).journal.read()]);
    return { mode, settled: isBulkSettled(journal, news.bulkId), now: now() };
  }

  /** A discarded tab is left alone: it loads anew when it is looked at. */
  async function loadedTabs(): Promise<number[]> {
    return (await tabs.list()).filter((tab) => !tab.discarded).map((tab) => tab.id);
  }

  /** What became active in one tenant is no news for a tab of another. */
  async function tabsOfTenant(account: Account): Promise<number[]> {
    return (await tabs.list())
      .filter((tab) => !tab.discarded && !showsAnotherTenant(tab.url ?? '', account))
      .map((tab) => tab.id);
  }

  /** What a tab has missed it hears when it asks; told again and again, a tab would reload while it is being read. */
  async function tellTabs(account: Account, news: PortalNews): Promise<void> {
    const current = await circumstances(account, news);
    const told = whatToTell(news, current);
    if (told === undefined || told === news.told) return;
    for (const id of await tabsOfTenant(account)) {
      const prompt = promptFor(news, id, current);
      if (prompt) tabs.tell(id, { hoist: 'prompt', prompt });
    }
    // Afterwards: a worker stopped in between tells it again rather than never.
    await newsOf(account).update((known) =>
      known?.bulkId === news.bulkId && known.revision === news.revision ? { ...known, told } : known,
    );
  }

  async function goOn(account: Account): Promise<void> {
    const item = newsOf(account);
    const before = await item.read();
    if (!before) return;
    const journal = await state.of(account).journal.read();
    const news = await item.update((known) => known && withEffects(known, journal));
    if (!news) return takeAway(before.bulkId);
    const inMs = patienceLeftMs(news, now());
    if (inMs > 0) alarms.set(portalAlarm, Math.max(shortestAlarmMs, inMs));
    await tellTabs(account, news);
  }

  async function takeAway(bulkId: string): Promise<void> {
    for (const id of await loadedTabs()) tabs.tell(id, { hoist: 'dismiss', bulkId });
  }

  return {
    async onSettled(account, entry) {
      const news = await newsOf(account).update((before) =>
        entry.state === 'active'
          ? withActiveRole(before, entry.bulkId, entry.role, entry.settledAt ?? now())
          : before,
      );
      if (news?.bulkId === entry.bulkId) await goOn(account);
    },
    goOn,

    async onPortalReady({ tabId, url = '' }) {
      const account = await state.account();
      if (!account || tabId === undefined || showsAnotherTenant(url, account)) return null;
      const news = await newsOf(account).read();
      return news && promptFor(news, tabId, await circumstances(account, news));
    },

    async onPortalAnswer({ bulkId, answer }, { tabId }) {
      const account = await state.account();
      if (tabId === undefined) return;
      const news = account
        ? await newsOf(account).update((before) =>
            before?.bulkId === bulkId
              ? withRefreshAt(
                  withAnswer(before, tabId, answer === 'later' ? 'later' : 'refresh'),
                  tabId,
                  now(),
                )
              : before,
          )
        : null;
      if (answer === 'later') return;
      // The page was promised a refresh, even by a prompt whose news is over.
      await tabs.reload(tabId);
      if (answer !== 'refreshAll' || !account || !news) return;
      if (news.bulkId !== bulkId || isOver(news, now())) return;
      const prompt = refreshAllPrompt(news, await circumstances(account, news));
      for (const id of await tabsOfTenant(account))
        if (id !== tabId) tabs.tell(id, { hoist: 'prompt', prompt });
    },

    async withdraw(account) {
      const item = newsOf(account);
      const news = await item.read();
      if (!news) return;
      await item.remove();
      alarms.clear(portalAlarm);
      await takeAway(news.bulkId);
    },

    async injectIntoOpenTabs() {
      const failed: { tabId: number; error: unknown }[] = [];
      await Promise.all(
        (await loadedTabs()).map((tabId) =>
          tabs.inject(tabId).catch((error: unknown) => {
            failed.push({ tabId, error });
          }),
        ),
      );
      return failed;
    },
  };
}
