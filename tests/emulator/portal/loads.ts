import type { Journal, JournalEntry } from '../journal.ts';
import { portalHosts } from './hosts.ts';

/** Not pages a person asked for: parts of a page, and stops on the way of a sign-in. */
const notAPage = /^\/(assets|api|auth|signin|signout|favicon\.ico)(\/|$)/;

/**
 * The pages that people loaded or reloaded on the portals, without the redirects of signing in: what "the tab was
 * refreshed once" is counted by.
 */
export function portalLoads(journal: Journal, host?: string): JournalEntry[] {
  return journal.requests({
    method: 'GET',
    where: (entry) =>
      (host === undefined ? entry.host in portalHosts : entry.host === host) &&
      !notAPage.test(entry.path) &&
      entry.status === 200,
  });
}
