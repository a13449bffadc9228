/**
 * The content script's one seam to the browser. It has no polyfill: `chrome` is the same, with promises, in Chromium
 * and in Firefox.
 */
import type messages from '../../public/_locales/en/messages.json';
import type { CommandArguments, CommandResults, Envelope, PortalMessageName } from '../messaging/contract.ts';

export type PortalTextKey = Extract<keyof typeof messages, `portal${string}` | 'extensionName'>;

export interface PortalRuntime {
  /** False once the extension was reloaded, updated or removed: this script is then on its own. */
  isAlive(): boolean;
  /** The command's result, or `undefined` where the worker refused it. @throws when the worker cannot be reached */
  send<N extends PortalMessageName>(
    command: N,
    args: CommandArguments<N>,
  ): Promise<{ result: CommandResults[N] } | undefined>;
  /** Returns the way to stop. */
  onMessage(listener: (message: unknown) => void): () => void;
  text(key: PortalTextKey, ...substitutions: string[]): string;
  /** BCP 47, of the texts. */
  readonly language: string;
  /** The shadow root of an element, closed ones too. */
  shadowRootOf(element: Element): ShadowRoot | null;
}

export function createPortalRuntime(api: typeof chrome): PortalRuntime {
  const isAlive = () => {
    try {
      return api.runtime?.id !== undefined;
    } catch {
      return false;
    }
  };
  return {
    isAlive,
    async send(command, args) {
      const answer = (await api.runtime.sendMessage({ command, args } satisfies Envelope)) as
        | { ok: boolean; result: CommandResults[typeof command] }
        | undefined;
      return answer?.ok ? { result: answer.result } : undefined;
    },
    onMessage(listener) {
      const heard = (message: unknown, _sender: unknown, sendResponse: (answer: unknown) => void) => {
        listener(message);
        // Answered at once, so that nobody keeps a channel open for it.
        sendResponse(true);
      };
      api.runtime.onMessage.addListener(heard);
      return () => {
        if (isAlive()) api.runtime.onMessage.removeListener(heard);
      };
    },
    text: (key, ...substitutions) => api.i18n.getMessage(key, substitutions),
    language: api.i18n.getUILanguage(),
    shadowRootOf(element) {
      // Firefox has it as a property that only extensions see, Chromium as a function.
      const { openOrClosedShadowRoot } = element as { openOrClosedShadowRoot?: ShadowRoot | null };
      if (openOrClosedShadowRoot !== undefined) return openOrClosedShadowRoot;
      try {
        return api.dom.openOrClosedShadowRoot(element as HTMLElement);
      } catch {
        // The extension is gone.
        return element.shadowRoot;
      }
    },
  };
}
