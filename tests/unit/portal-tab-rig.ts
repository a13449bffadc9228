/** A portal page with the content script in it, and an extension that the test speaks for. */
import { vi } from 'vitest';
import { type PortalTab, startPortalTab } from '../../src/content/portal-tab.ts';
import type { PromptView, SignInAnswer } from '../../src/content/prompt-view.ts';
import type { PortalRuntime } from '../../src/content/runtime.ts';
import type { PortalPrompt } from '../../src/domain/portal.ts';
import type { PortalSignInOffer } from '../../src/domain/portal-sign-in.ts';

export const loadedAt = 1_000;

export const promptOf = (more: Partial<PortalPrompt> = {}): PortalPrompt => ({
  bulkId: 'bulk',
  roles: [{ roleName: 'Owner', scopeName: 'IT' }],
  activeAt: 2_000,
  ...more,
});

/** Stands for the extension's side: what it was sent, what it answers and what it tells by itself. */
class Extension implements PortalRuntime {
  alive = true;
  prompt: PortalPrompt | null = null;
  signIn: PortalSignInOffer | null = null;
  readonly sent: { command: string; args: unknown }[] = [];
  /** While set, answers wait for it. */
  gate: Promise<void> | undefined;
  unreachable = false;
  /** The worker answers that it could not. */
  refused = false;
  readonly listeners = new Set<(message: unknown) => void>();
  readonly language = 'en';
  readonly text = (key: string) => key;
  readonly shadowRootOf = (element: Element) => element.shadowRoot;
  readonly isAlive = () => this.alive;
  readonly onMessage = (listener: (message: unknown) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly send = (async (command: string, args: unknown) => {
    if (!this.alive) throw new Error('Extension context invalidated.');
    page.done.push(command);
    this.sent.push({ command, args });
    const { prompt, signIn } = this;
    await this.gate;
    if (this.unreachable) throw new Error('Could not establish connection.');
    if (this.refused) return undefined;
    return { result: command === 'portalReady' ? { prompt, signIn } : undefined };
  }) as PortalRuntime['send'];

  tell(message: unknown): void {
    for (const listener of this.listeners) listener(message);
  }
}

/** The page of the present test. */
interface Page {
  extension: Extension;
  shown: { prompt: PortalPrompt; answer: Parameters<PromptView['show']>[1] } | undefined;
  offered: ((answer: SignInAnswer) => void) | undefined;
  view: PromptView;
  done: string[];
  keptTokens: boolean;
  reloadPage: ReturnType<typeof vi.fn<() => void>>;
  tab: PortalTab;
  visibility: DocumentVisibilityState;
}

export const page = {} as Page;

/** What promises that nobody holds have done by now. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

export const answers = () =>
  page.extension.sent.filter(({ command }) => command === 'portalAnswer').map(({ args }) => args);

export async function start(prompt: PortalPrompt | null = null): Promise<void> {
  page.extension.prompt = prompt;
  page.tab = startPortalTab({
    runtime: page.extension,
    document,
    loadedAt,
    view: page.view,
    reloadPage: page.reloadPage,
    keptTokens: () => page.keptTokens,
    dropAccessTokens: () => void page.done.push('drop tokens'),
    goTo: (address) => void page.done.push(`go to ${address}`),
  });
  await settled();
}

export async function look(state: DocumentVisibilityState): Promise<void> {
  page.visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
  await settled();
}

export function openPage(): void {
  page.extension = new Extension();
  page.shown = undefined;
  page.offered = undefined;
  page.done = [];
  page.keptTokens = false;
  page.view = {
    show: (prompt, answer) => void (page.shown = { prompt, answer }),
    offerSignIn: (_bulkId, answer) => void (page.offered = answer),
    hide(bulkId) {
      if (bulkId === undefined) page.offered = undefined;
      if (bulkId === undefined || page.shown?.prompt.bulkId === bulkId) page.shown = undefined;
    },
  };
  page.reloadPage = vi.fn<() => void>();
  page.visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => page.visibility);
  document.body.replaceChildren();
}
