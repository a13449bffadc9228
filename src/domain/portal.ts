/**
 * The portals that Hoist works with, and the news that their open tabs are told: which roles became active, and
 * what each tab has answered. Pure; which tabs are open, and when they were loaded, is for others to say.
 */
import * as v from 'valibot';
import { type Activation, type ActivationState } from './activation.ts';
import { type Eligibility, type RoleKey, RoleKeySchema } from './role.ts';
import type { PortalMode } from './settings.ts';

/** Host patterns of the public cloud's portals; `manifest.json` repeats them (pim-api.md H). */
const portalHosts = [
  'portal.azure.com',
  '*.portal.azure.com',
  'entra.microsoft.com',
  'intune.microsoft.com',
  'admin.microsoft.com',
  'security.microsoft.com',
  'purview.microsoft.com',
  'admin.cloud.microsoft',
] as const;

/** The same as match patterns, for the browser. */
export const portalMatchPatterns: readonly string[] = portalHosts.map((host) => `https://${host}/*`);

/** Whether this is the address of a portal's own page. */
export function isPortalUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' &&
    portalHosts.some((host) => (host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host))
  );
}

export const portalAnswers = ['refresh', 'refreshAll', 'later'] as const;
export type PortalAnswer = (typeof portalAnswers)[number];

/** What a portal tab is asked to show, or to do where `reload` says so. */
export interface PortalPrompt {
  readonly bulkId: string;
  /** Display names, to be shown as text only. */
  readonly roles: readonly { readonly roleName: string; readonly scopeName: string }[];
  /** When the latest of them became active, ms since the epoch. A page loaded later got its tokens later too. */
  readonly activeAt: number;
  /** The page's cached access tokens go before it is reloaded. */
  readonly dropTokens?: true;
  /** Reload without a question, unless the page is being typed into: at once, or when it is next looked at. */
  readonly reload?: 'now' | 'whenVisible';
}

/** The worker's only message to a portal tab: show this prompt, or take it away. */
export type PortalTabMessage =
  | { readonly hoist: 'prompt'; readonly prompt: PortalPrompt }
  | { readonly hoist: 'dismiss'; readonly bulkId: string };

export const PortalNewsSchema = v.object({
  bulkId: v.string(),
  roles: v.array(v.object({ key: RoleKeySchema, roleName: v.string(), scopeName: v.string() })),
  /** When the latest of the roles became active, ms since the epoch. */
  activeAt: v.number(),
  /** Counts the changes of `roles`; clocks may be set back, this is not. */
  revision: v.number(),
  /** By tab id: what was answered, and to which revision. */
  answers: v.record(
    v.string(),
    v.object({
      answer: v.picklist(['refresh', 'later']),
      revision: v.number(),
      /** When the tab was last told to refresh, ms since the epoch. */
      refreshedAt: v.optional(v.number()),
      /** The offer to sign in to the portal again was answered too. */
      signInAnswered: v.optional(v.boolean()),
    }),
  ),
});
export type PortalNews = v.InferOutput<typeof PortalNewsSchema>;

/** Nobody wonders any more why a page behaves as before an activation this long ago. */
const newsLifeMs = 2 * 60 * 60_000;

export function isOver(news: PortalNews, now: number): boolean {
  return now - news.activeAt > newsLifeMs;
}

/**
 * The news after a role became active: the same bulk's grow by it, another bulk's are replaced. The very same object
 * when the role is in it already.
 */
export function withActiveRole(
  news: PortalNews | null,
  bulkId: string,
  role: Pick<Eligibility, 'key' | 'roleName' | 'scope'>,
  activeAt: number,
): PortalNews {
  const told = news && news.bulkId === bulkId && !isOver(news, activeAt) ? news : undefined;
  if (told?.roles.some(({ key }) => key === role.key)) return told;
  return {
    bulkId,
    roles: [...(told?.roles ?? []), { key: role.key, roleName: role.roleName, scopeName: role.scope.name }],
    activeAt: Math.max(activeAt, told?.activeAt ?? 0),
    revision: (told?.revision ?? 0) + 1,
    answers: told?.answers ?? {},
  };
}

export function withAnswer(news: PortalNews, tabId: number, answer: 'refresh' | 'later'): PortalNews {
  const answered = { ...news.answers[tabId], answer, revision: news.revision };
  return { ...news, answers: { ...news.answers, [tabId]: answered } };
}

/**
 * What this tab is to be told now, or `null`. "Later" holds for the whole bulk, or ten roles would ask ten times;
 * a refresh holds until another role of the bulk becomes active, because the page's tokens do not know that one.
 */
export function promptFor(
  news: PortalNews | null,
  tabId: number,
  { mode, settled, now }: { mode: PortalMode; settled: boolean; now: number },
): PortalPrompt | null {
  if (!news || mode === 'off' || isOver(news, now)) return null;
  const answered = news.answers[tabId];
  if (answered?.answer === 'later' || answered?.revision === news.revision) return null;
  // A page that reloads by itself does so once, when nothing of the bulk is on its way any more.
  if (mode === 'reload' && !settled) return null;
  return { ...toldOf(news), ...(mode === 'reload' ? { reload: 'whenVisible' as const } : {}) };
}

/** The prompt that "Refresh all" sends to the other tabs. */
export function refreshAllPrompt(news: PortalNews): PortalPrompt {
  return { ...toldOf(news), reload: 'now' };
}

function toldOf({ bulkId, roles, activeAt }: PortalNews): PortalPrompt {
  return {
    bulkId,
    roles: roles.map(({ roleName, scopeName }) => ({ roleName, scopeName })),
    activeAt,
    ...(roles.some(({ key }) => isInTokens(key)) ? { dropTokens: true as const } : {}),
  };
}

/**
 * Directory roles and group memberships are written into a token when it is issued, so an older one never has them.
 * Azure looks its assignments up at each request, and keeps what it found for some minutes (pim-api.md I): for Azure
 * roles alone the page keeps its tokens.
 */
function isInTokens(key: RoleKey): boolean {
  return !key.startsWith('azure|');
}

const onItsWay: ReadonlySet<ActivationState> = new Set(['recorded', 'sending', 'looking', 'following']);

/** Whether no role of the bulk is still about to become active; one that a person must approve is not waited for. */
export function isBulkSettled(journal: readonly Activation[], bulkId: string): boolean {
  return !journal.some((entry) => entry.bulkId === bulkId && onItsWay.has(entry.state));
}
