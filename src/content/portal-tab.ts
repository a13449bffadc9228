/** One portal page: asks the worker what to show, shows it, and hands back what the person answered. */
import type { PortalAnswer, PortalPrompt, PortalTabMessage } from '../domain/portal.ts';
import type { PortalSignInOffer } from '../domain/portal-sign-in.ts';
import type { PromptView, SignInAnswer } from './prompt-view.ts';
import type { PortalRuntime } from './runtime.ts';
import { isTypedInto } from './typing.ts';

export interface PortalTabOptions {
  readonly runtime: PortalRuntime;
  readonly document: Document;
  /** When the page's load began, ms since the epoch by the browser's clock. */
  readonly loadedAt: number;
  readonly view: PromptView;
  /** Reloads the page without the worker's help. */
  readonly reloadPage: () => void;
  /** Whether the page was in this tab before and has access tokens in its storage, which it may have had then. */
  readonly keptTokens: () => boolean;
  /** Takes the page's cached access tokens out of its storage. */
  readonly dropAccessTokens: () => void;
  /** Leaves the page for another address. */
  readonly goTo: (address: string) => void;
}

export interface PortalTab {
  isAlive(): boolean;
  /** Takes away the prompt and every listener. */
  stop(): void;
}

export function startPortalTab({
  runtime,
  document,
  loadedAt,
  view,
  reloadPage,
  keptTokens,
  dropAccessTokens,
  goTo,
}: PortalTabOptions): PortalTab {
  /** Prompts that the worker sent by itself; one that came while a question was under way is newer than its answer. */
  let pushes = 0;
  let putOff: string | undefined;
  let stopped = false;

  async function ask(): Promise<void> {
    const before = pushes;
    const answer = await sent(() => runtime.send('portalReady', {}));
    if (!answer || stopped) return;
    const { prompt, signIn } = answer.result;
    if (prompt) return consider(prompt);
    if (pushes !== before) return;
    // The page that is about to be refreshed is still the one that the prompt was about.
    if (signIn && loadedAt >= signIn.refreshedAt)
      view.offerSignIn(signIn.bulkId, (given) => void answerOffer(signIn, given));
    else view.hide();
  }

  function consider(prompt: PortalPrompt): void {
    const { bulkId, activeAt, reload, dropTokens } = prompt;
    // A page loaded after the activation holds tokens that are newer than it, unless it found its old ones again.
    if (loadedAt > activeAt && !(dropTokens && keptTokens())) return view.hide();
    if (reload === 'whenVisible' && document.visibilityState !== 'visible') return;
    if (reload && !isTypedInto(document, runtime.shadowRootOf)) return void reloadByItself(prompt);
    if (putOff === bulkId && reload !== 'now') return;
    show(prompt);
  }

  function show(prompt: PortalPrompt): void {
    view.show(prompt, (given) => void answer(prompt, given));
  }

  /** A worker that cannot write it down would have the page reload for ever: the person is asked instead. */
  async function reloadByItself(prompt: PortalPrompt): Promise<void> {
    if ((await told(prompt, 'refresh')) || stopped) return;
    show(prompt);
  }

  async function answer(prompt: PortalPrompt, given: PortalAnswer): Promise<void> {
    const heard = await told(prompt, given);
    // Without the worker the page still keeps its promise.
    if (!heard && given !== 'later') reloadPage();
  }

  /** The worker writes the answer down before it reloads the page; `undefined` where it did not. */
  async function told({ bulkId, dropTokens }: PortalPrompt, given: PortalAnswer) {
    view.hide();
    if (given === 'later') putOff = bulkId;
    else if (dropTokens) dropAccessTokens();
    return sent(() => runtime.send('portalAnswer', { bulkId, answer: given }));
  }

  async function answerOffer({ bulkId, path }: PortalSignInOffer, given: SignInAnswer): Promise<void> {
    view.hide();
    const { pathname, search, hash } = document.location;
    await sent(() => runtime.send('portalSignInAnswer', { bulkId }));
    if (given === 'signIn') goTo(path + encodeURIComponent(pathname + search + hash));
  }

  async function sent<T>(send: () => Promise<T>): Promise<T | undefined> {
    try {
      return await send();
    } catch {
      // The worker may be starting anew: the next look at the page asks again. Only a dead extension ends it.
      if (!runtime.isAlive()) stop();
      return undefined;
    }
  }

  function onMessage(message: unknown): void {
    const told = message as PortalTabMessage;
    if (told.hoist === 'dismiss') view.hide(told.bulkId);
    if (told.hoist !== 'prompt') return;
    pushes += 1;
    consider(told.prompt);
  }

  function onVisibilityChange(): void {
    if (document.visibilityState === 'visible') void ask();
  }

  function stop(): void {
    if (stopped) return;
    stopped = true;
    document.removeEventListener('visibilitychange', onVisibilityChange);
    stopListening();
    view.hide();
  }

  const stopListening = runtime.onMessage(onMessage);
  document.addEventListener('visibilitychange', onVisibilityChange);
  void ask();
  return { isAlive: () => !stopped && runtime.isAlive(), stop };
}
