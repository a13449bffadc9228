import { aptGet, canInstall } from './apt-get.ts';
import { findBrowser, knownBrowsers, type BrowserKind, type Finding } from './find-browser.ts';

const debianPackages: Record<BrowserKind, string> = { chromium: 'chromium', firefox: 'firefox-esr' };

/**
 * Finds a browser, and on Debian or Ubuntu as root installs it from the distribution where there is none that is new
 * enough. It may take minutes and prints what it does, so call it before the tests, not inside one.
 */
export function ensureBrowser(kind: BrowserKind): Finding {
  const found = findBrowser(kind);
  if (!found.problem || process.env[knownBrowsers[kind].variable]) return found;
  if (!canInstall()) return found;
  const name = debianPackages[kind];
  console.log(`${found.problem} Installing the package ${name} with apt-get …`);
  // A source that could not be reached need not be the one with the browser, so only the installation decides.
  aptGet('-q', 'update');
  if (aptGet('-q', 'install', '-y', '--no-install-recommends', name).status === 0) return findBrowser(kind);
  return { problem: `apt-get could not install ${name}. ${found.problem}` };
}
