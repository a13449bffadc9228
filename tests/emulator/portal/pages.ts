import { html, raw } from 'hono/html';
import { bladeHost, portalHosts } from './hosts.ts';
import type { PortalKnobs } from './knobs.ts';
import { portalPage, portalScope } from './registrations.ts';

type Html = ReturnType<typeof html>;

/** What the portal's script reads from its page. */
export interface PageConfig {
  readonly clientId: string;
  readonly scope: string;
  readonly tokenKind: PortalKnobs['tokenKind'];
  readonly keyStyle: PortalKnobs['keyStyle'];
}

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self' https://login.microsoftonline.com",
  `frame-src https://${bladeHost}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export function portalDocument(host: string, knobs: PortalKnobs): Html {
  const title = portalHosts[host] ?? 'Portal';
  const config: PageConfig = {
    clientId: portalPage.clientId,
    scope: portalScope,
    tokenKind: knobs.tokenKind,
    keyStyle: knobs.keyStyle,
  };
  const { hostile } = knobs;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="portal-config" content="${JSON.stringify(config)}" />
        <meta name="portal-hostile" content="${JSON.stringify(hostile)}" />
        <title>${title} · ${host}</title>
        <link rel="stylesheet" href="/assets/portal.css" />
        ${hostile.remove || hostile.cover || hostile.click ? raw('<script src="/assets/hostile.js" defer></script>') : ''}
        <script src="/assets/portal.js" type="module"></script>
      </head>
      <body>
        <header><strong>${title}</strong> <span data-testid="portal-person">Signing in…</span></header>
        <main aria-busy="true" data-testid="portal-main">
          <h1 data-testid="portal-heading">Portal</h1>
          <section aria-labelledby="entra">
            <h2 id="entra">Microsoft Entra ID</h2>
            <p data-testid="portal-entra">Loading…</p>
          </section>
          <section aria-labelledby="azure">
            <h2 id="azure">Subscriptions</h2>
            <p data-testid="portal-azure">Loading…</p>
          </section>
          <section aria-labelledby="notes">
            <h2 id="notes">Notes</h2>
            <label for="note">A field to type in</label>
            <input id="note" type="text" autocomplete="off" data-testid="portal-input" />
          </section>
          ${
            knobs.frame
              ? html`<iframe
                  title="Blade"
                  src="https://${bladeHost}/blade"
                  data-testid="portal-frame"
                ></iframe>`
              : ''
          }
          <p>
            <button type="button" data-testid="portal-recheck">Ask again with the same token</button>
            <a href="/signin" data-testid="portal-sign-in-again">Sign in again</a>
            <a href="/signout" data-testid="portal-sign-out">Sign out</a>
          </p>
          <p data-testid="portal-token"></p>
        </main>
        <footer>A test double of a portal, run on this computer.</footer>
      </body>
    </html>`;
}

/** The blade that stands in the portal's frame, from another origin. */
export function bladeDocument(): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Blade</title>
      </head>
      <body>
        <label for="field">A field in a blade</label>
        <input id="field" type="text" autocomplete="off" data-testid="blade-input" />
      </body>
    </html>`;
}
