/** Offers a portal tab that was refreshed for a prompt to sign in to the portal again, should it still be refused. */
import type { Account } from '../../domain/account.ts';
import { type PortalSignInOffer, signInOfferFor, withSignInAnswered } from '../../domain/portal-sign-in.ts';
import { showsAnotherTenant } from '../../domain/portal-tenant.ts';
import type { Settings } from '../../domain/settings.ts';
import type { WorkerState } from '../worker-state.ts';
import type { TabSender } from './prompt-portals.ts';

export interface OfferPortalSignInOptions {
  readonly state: WorkerState;
  readonly readSettings: () => Promise<Settings>;
  readonly now: () => number;
}

export interface OfferPortalSignIn {
  /** What the tab is to be offered when it has loaded or is looked at, if anything. */
  offerFor(sender: TabSender): Promise<PortalSignInOffer | null>;
  /** The person has answered, either way: the tab is not offered it again for this bulk. */
  onAnswered(args: { bulkId: string }, sender: TabSender): Promise<void>;
}

export function createOfferPortalSignIn({
  state,
  readSettings,
  now,
}: OfferPortalSignInOptions): OfferPortalSignIn {
  const newsOf = (account: Account) => state.of(account).portalNews;

  return {
    async offerFor({ tabId, url }) {
      const account = await state.account();
      if (!account || tabId === undefined || url === undefined) return null;
      // Whoever has tabs reload by themselves asked not to be asked.
      const { portal: mode } = await readSettings();
      if (mode !== 'prompt' || showsAnotherTenant(url, account)) return null;
      return signInOfferFor(await newsOf(account).read(), { tabId, url }, now());
    },

    async onAnswered({ bulkId }, { tabId }) {
      const account = await state.account();
      if (!account || tabId === undefined) return;
      await newsOf(account).update((before) =>
        before?.bulkId === bulkId ? withSignInAnswered(before, tabId) : before,
      );
    },
  };
}
