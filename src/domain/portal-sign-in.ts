/**
 * The second, small offer of a portal tab: to sign in to the portal again. Behind a session cookie a portal may
 * refuse what a new token would allow, and only a new sign-in helps. Hoist cannot see whether it refuses, so the
 * person is asked, in tabs that were refreshed for a prompt and for a short while.
 */
import type { PortalNews } from './portal.ts';

/**
 * Where each portal signs in, and how it is told the place to come back to, which is put behind it. UNCONFIRMED for
 * every portal: no documentation names these addresses.
 */
const signInPaths: Readonly<Record<string, string>> = {
  'portal.azure.com': '/signin?return=',
  'entra.microsoft.com': '/signin?return=',
  'intune.microsoft.com': '/signin?return=',
  'admin.microsoft.com': '/signin?return=',
  'admin.cloud.microsoft': '/signin?return=',
  'security.microsoft.com': '/signin?return=',
  'purview.microsoft.com': '/signin?return=',
};

export interface PortalSignInOffer {
  readonly bulkId: string;
  /** When the tab was told to refresh, ms since the epoch; a page that was loaded before is about to go. */
  readonly refreshedAt: number;
  /** On the page's own host; the page's place, URI-encoded, belongs behind it. */
  readonly path: string;
}

/** Whoever is still refused has noticed by then. */
const offerLifeMs = 10 * 60_000;

/** The path for {@link PortalSignInOffer} on the host of this address; `undefined` where it is no portal's. */
export function signInPathAt(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  return signInPaths[hostname.endsWith('.portal.azure.com') ? 'portal.azure.com' : hostname];
}

/** What the tab is to be offered now, or `null`: once for a bulk, until the person has answered. */
export function signInOfferFor(
  news: PortalNews | null,
  { tabId, url }: { tabId: number; url: string },
  now: number,
): PortalSignInOffer | null {
  const answered = news?.answers[tabId];
  const path = signInPathAt(url);
  if (!news || !path || answered?.answer !== 'refresh' || answered.signInAnswered) return null;
  const { refreshedAt } = answered;
  if (refreshedAt === undefined || now - refreshedAt > offerLifeMs) return null;
  return { bulkId: news.bulkId, refreshedAt, path };
}

/** Notes when the tab was told to refresh. */
export function withRefreshAt(news: PortalNews, tabId: number, at: number): PortalNews {
  const answered = news.answers[tabId];
  if (answered?.answer !== 'refresh') return news;
  return { ...news, answers: { ...news.answers, [tabId]: { ...answered, refreshedAt: at } } };
}

export function withSignInAnswered(news: PortalNews, tabId: number): PortalNews {
  const answered = news.answers[tabId];
  if (!answered) return news;
  return { ...news, answers: { ...news.answers, [tabId]: { ...answered, signInAnswered: true } } };
}
