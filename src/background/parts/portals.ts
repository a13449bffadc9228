/** The prompts in open portal tabs: their use cases, constructed. */
import type { WorkerLife } from '../ports.ts';
import { createOfferPortalSignIn, type OfferPortalSignIn } from '../use-cases/offer-portal-sign-in.ts';
import { createPromptPortals, type PromptPortals } from '../use-cases/prompt-portals.ts';

export interface Portals {
  readonly promptPortals: PromptPortals;
  readonly offerPortalSignIn: OfferPortalSignIn;
  /** Takes every prompt away. */
  withdrawPrompts(): Promise<void>;
  injectIntoOpenTabs(): Promise<void>;
}

export function createPortals({ ports, state }: WorkerLife): Portals {
  const { tabs, alarms, now } = ports;
  const readSettings = () => state.settings.read();
  const promptPortals = createPromptPortals({ state, tabs, alarms, readSettings, now });
  return {
    promptPortals,
    offerPortalSignIn: createOfferPortalSignIn({ state, readSettings, now }),
    async withdrawPrompts() {
      const account = await state.account();
      if (account) await promptPortals.withdraw(account);
    },
    async injectIntoOpenTabs() {
      // A tab that shows an error page cannot be scripted and needs no prompt: it is told when it is next loaded.
      for (const { error } of await promptPortals.injectIntoOpenTabs()) ports.reportError(error);
    },
  };
}
