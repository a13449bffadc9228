/**
 * The portals that Hoist works with, and the news that their open tabs are told: which roles became active, and
 * what each tab has answered. Pure; which tabs are open, and when they were loaded, is for others to say.
 */
import * as v from 'valibot';
import { type Activation, type ActivationState } from './activation.ts';
import { type Eligibility, isGroupKey, type RoleKey, RoleKeySchema } from './role.ts';
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
  readonly roles: readonly {
    readonly roleName: string;
    readonly scopeName: string;
    readonly isGroup?: true;
  }[];
  /** From when on they work, as far as is known, ms since the epoch. A page loaded later got its tokens later too. */
  readonly activeAt: number;
  /** The page's cached access tokens go before it is reloaded. */
  readonly dropTokens?: true;
  /** That all of them are in effect is not known: after a refresh the portal may go on refusing for a while. */
  readonly mayTakeMinutes?: boolean;
  /** Reload without a question, unless the page is being typed into: at once, or when it is next looked at. */
  readonly reload?: 'now' | 'whenVisible';
}

/** The worker's only message to a portal tab: show this prompt, or take it away. */
export type PortalTabMessage =
  | { readonly hoist: 'prompt'; readonly prompt: PortalPrompt }
  | { readonly hoist: 'dismiss'; readonly bulkId: string };

export const PortalNewsSchema = v.object({
  bulkId: v.string(),
  roles: v.array(
    v.object({
      key: RoleKeySchema,
      roleName: v.string(),
      scopeName: v.string(),
      activeAt: v.optional(v.number()),
      /** Absent while it is waited for. */
      effect: v.optional(v.picklist(['inEffect', 'unknown'])),
      effectAt: v.optional(v.number()),
    }),
  ),
  /** When the latest of the roles became active, ms since the epoch. */
  activeAt: v.number(),
  /** Counts what is worth telling once more: clocks may be set back, this is not. */
  revision: v.number(),
  /** What tabs were told of by themselves, by {@link whatToTell}. */
  told: v.optional(v.string()),
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
    roles: [
      ...(told?.roles ?? []),
      { key: role.key, roleName: role.roleName, scopeName: role.scope.name, activeAt },
    ],
    activeAt: Math.max(activeAt, told?.activeAt ?? 0),
    revision: (told?.revision ?? 0) + 1,
    answers: told?.answers ?? {},
  };
}

export function withAnswer(news: PortalNews, tabId: number, answer: 'refresh' | 'later'): PortalNews {
  const answered = { ...news.answers[tabId], answer, revision: news.revision };
  return { ...news, answers: { ...news.answers, [tabId]: answered } };
}

/** How things stand around the news. */
export interface Circumstances {
  readonly mode: PortalMode;
  /** {@link isBulkSettled} */
  readonly settled: boolean;
  readonly now: number;
}

/**
 * What this tab is to be told now, or `null`. "Later" holds for the whole bulk, or ten roles would ask ten times;
 * a refresh holds until another role of the bulk becomes active or the last one took effect, because the page's
 * tokens do not know that one.
 */
export function promptFor(
  news: PortalNews | null,
  tabId: number,
  { mode, settled, now }: Circumstances,
): PortalPrompt | null {
  if (!news || mode === 'off' || isOver(news, now)) return null;
  const answered = news.answers[tabId];
  if (answered?.answer === 'later' || answered?.revision === news.revision) return null;
  const stage = stageOf(news, settled, now);
  if (!stage) return null;
  // A page that reloads by itself does so once, when there is nothing to wait for any more.
  if (mode === 'reload' && (!settled || isWaiting(news))) return null;
  return { ...toldOf(news, stage), ...(mode === 'reload' ? { reload: 'whenVisible' as const } : {}) };
}

/** Names what there is to tell now, so that tabs are told the same once; `undefined` where it is nothing. */
export function whatToTell(news: PortalNews, { mode, settled, now }: Circumstances): string | undefined {
  const stage = stageOf(news, settled, now);
  return stage && JSON.stringify([news.revision, stage, settled, isWaiting(news), mode]);
}

/** The prompt that "Refresh all" sends to the other tabs. */
export function refreshAllPrompt(news: PortalNews, { settled, now }: Circumstances): PortalPrompt {
  return { ...toldOf(news, stageOf(news, settled, now) ?? { activeAt: now }), reload: 'now' };
}

type Stage = Pick<PortalPrompt, 'activeAt' | 'mayTakeMinutes'>;

function toldOf({ bulkId, roles }: PortalNews, stage: Stage): PortalPrompt {
  return {
    bulkId,
    roles: roles.map(({ key, roleName, scopeName }) => ({
      roleName,
      scopeName,
      ...(isGroupKey(key) ? { isGroup: true as const } : {}),
    })),
    ...stage,
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

/** How long tabs are not told of a role that is active but not known to be in effect. */
export const effectPatienceMs = 90_000;

/**
 * How the news is to be told now; `undefined` while it is too early: a page that refreshes before a role is in
 * effect gains nothing by it. Told early only where nobody can wait for more than {@link effectPatienceMs}.
 */
function stageOf(news: PortalNews, settled: boolean, now: number): Stage | undefined {
  const unsure = news.roles.filter(({ effect }) => effect !== 'inEffect');
  const effectAt = Math.max(
    ...news.roles.map((role) => (role.effect === 'inEffect' ? (role.effectAt ?? 0) : 0)),
  );
  if (settled && unsure.length === 0) return { activeAt: effectAt };
  if (patienceLeftMs(news, now) > 0) return undefined;
  const due = patienceEnd(news);
  return { activeAt: Math.max(due, effectAt), ...(unsure.length > 0 ? { mayTakeMinutes: true } : {}) };
}

/** In how many ms tabs are told though it is not known that everything is in effect; 0 when it is time. */
export function patienceLeftMs(news: PortalNews, now: number): number {
  const left = patienceEnd(news) - now;
  // More than there ever was: written before the clock was set back.
  return left > effectPatienceMs ? 0 : Math.max(0, left);
}

/** Ms since the epoch. */
function patienceEnd(news: PortalNews): number {
  const unsure = news.roles.filter(({ effect }) => effect !== 'inEffect');
  const since = (unsure.length > 0 ? unsure : news.roles).map(({ activeAt = news.activeAt }) => activeAt);
  return Math.min(...since) + effectPatienceMs;
}

const isWaiting = ({ roles }: PortalNews): boolean => roles.some(({ effect }) => effect === undefined);

/**
 * The news with what the journal knows of the effect of its roles; the very same object when it is nothing new. A
 * role that has left the journal while its effect was waited for has ended: nobody is to be told of it. `null` when
 * none is left.
 */
export function withEffects(news: PortalNews, journal: readonly Activation[]): PortalNews | null {
  const roles = news.roles.flatMap((role) => {
    if (role.effect !== undefined) return [role];
    const entry = journal.find(({ bulkId, role: { key } }) => bulkId === news.bulkId && key === role.key);
    if (!entry) return [];
    const { state = 'cannotTell', settledAt } = entry.effect ?? {};
    if (state === 'waiting') return [role];
    if (state !== 'inEffect') return [{ ...role, effect: 'unknown' as const }];
    return [{ ...role, effect: state, effectAt: settledAt ?? news.activeAt }];
  });
  if (roles.length === 0) return null;
  if (roles.length === news.roles.length && roles.every((role, at) => role === news.roles[at])) return news;
  const changed = { ...news, roles };
  const isTheEnd = !isWaiting(changed) && roles.some(({ effect }) => effect === 'inEffect');
  return isTheEnd ? { ...changed, revision: news.revision + 1 } : changed;
}

const onItsWay: ReadonlySet<ActivationState> = new Set(['recorded', 'sending', 'looking', 'following']);

/** Whether no role of the bulk is still about to become active; one that a person must approve is not waited for. */
export function isBulkSettled(journal: readonly Activation[], bulkId: string): boolean {
  return !journal.some((entry) => entry.bulkId === bulkId && onItsWay.has(entry.state));
}
