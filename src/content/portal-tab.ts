/** One portal page: asks the worker what to show, shows it, and hands back what the person answered. */
import type { PortalAnswer, PortalPrompt, PortalTabMessage } from '../domain/portal.ts';
import type { PromptView } from './prompt-view.ts';
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
}: PortalTabOptions): PortalTab {
  /** Prompts that the worker sent by itself; one that came while a question was under way is newer than its answer. */
  let pushes = 0;
  let putOff: string | undefined;
  let stopped = false;

  async function ask(): Promise<void> {
    const before = pushes;
    const answer = await sent(() => runtime.send('portalReady', {}));
    if (!answer || stopped) return;
    const prompt = answer.result.prompt as PortalPrompt | null;
    if (prompt) consider(prompt);
    else if (pushes === before) view.hide();
  }

  function consider(prompt: PortalPrompt): void {
    const { bulkId, activeAt, reload } = prompt;
    // A page loaded after the activation holds tokens that are newer than it.
    if (loadedAt > activeAt) return view.hide();
    if (reload === 'whenVisible' && document.visibilityState !== 'visible') return;
    if (reload && !isTypedInto(document, runtime.shadowRootOf)) return void answer(bulkId, 'refresh');
    if (putOff === bulkId && reload !== 'now') return;
    view.show(prompt, (given) => void answer(bulkId, given));
  }

  async function answer(bulkId: string, given: PortalAnswer): Promise<void> {
    view.hide();
    if (given === 'later') putOff = bulkId;
    // The worker writes the answer down before it reloads the page; without it the page still keeps its promise.
    const heard = await sent(() => runtime.send('portalAnswer', { bulkId, answer: given }));
    if (!heard && given !== 'later') reloadPage();
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
