/** The content script of the portals: one plain script, put together here. */
import { startPortalTab, type PortalTab } from './portal-tab.ts';
import { cameBack, dropAccessTokens, hasAccessTokens } from './portal-tokens.ts';
import { createPromptView } from './prompt-view.ts';
import { createPortalRuntime } from './runtime.ts';

declare global {
  /** In the extension's own world, which the page does not see. */
  var hoistPortalTab: PortalTab | undefined;
}

// Firefox injects the manifest's scripts into open tabs by itself, and the worker does so in Chromium: twice is once.
if (!globalThis.hoistPortalTab?.isAlive()) {
  globalThis.hoistPortalTab?.stop();
  const runtime = createPortalRuntime(chrome);
  globalThis.hoistPortalTab = startPortalTab({
    runtime,
    document,
    // The time since the load began is counted from the page, the rest from the clock that the worker reads: the
    // page's own `timeOrigin` is wrong after the computer slept.
    loadedAt: Date.now() - performance.now(),
    view: createPromptView({ document, runtime, soon: (work) => setTimeout(work, 100) }),
    reloadPage: () => location.reload(),
    keptTokens: () => cameBack(document, performance) && hasAccessTokens(() => sessionStorage),
    dropAccessTokens: () => dropAccessTokens(() => sessionStorage),
    goTo: (address) => location.assign(address),
  });
}
