/** What each command of the contract sets going. A handler returns when the command is recorded; the rest follows. */
import type { Account } from '../domain/account.ts';
import type { Handlers } from '../messaging/server.ts';
import type { ActivateRoles } from './use-cases/activate-roles.ts';
import type { AskExtensions } from './use-cases/ask-extensions.ts';
import type { CheckRequests } from './use-cases/check-requests.ts';
import type { DecideApprovals } from './use-cases/decide-approvals.ts';
import type { DeactivateRoles } from './use-cases/deactivate-roles.ts';
import type { FollowOns } from './use-cases/follow-ons.ts';
import type { KeepDeactivations } from './use-cases/keep-deactivations.ts';
import type { KeepJournal } from './use-cases/keep-journal.ts';
import type { MarkRoles } from './use-cases/mark-roles.ts';
import type { OfferPortalSignIn } from './use-cases/offer-portal-sign-in.ts';
import type { PromptPortals } from './use-cases/prompt-portals.ts';
import type { ProveIdentity } from './use-cases/prove-identity.ts';
import type { ReadGroupRoles } from './use-cases/read-group-roles.ts';
import type { ReadChildScopes } from './use-cases/read-child-scopes.ts';
import type { ReadPolicies } from './use-cases/read-policies.ts';
import type { RefreshApprovals } from './use-cases/refresh-approvals.ts';
import type { RefreshRoles } from './use-cases/refresh-roles.ts';
import type { SaveSettings } from './use-cases/save-settings.ts';
import type { SignInUseCases } from './use-cases/sign-in.ts';
import type { WithdrawRequests } from './use-cases/withdraw-requests.ts';
import type { WorkerState } from './worker-state.ts';

export interface HandlerOptions {
  readonly state: WorkerState;
  readonly signIn: SignInUseCases;
  readonly signOut: () => Promise<void>;
  readonly saveSettings: SaveSettings;
  readonly refreshRoles: RefreshRoles;
  readonly readPolicies: ReadPolicies;
  readonly readGroupRoles: ReadGroupRoles;
  readonly readChildScopes: ReadChildScopes;
  readonly activateRoles: ActivateRoles;
  readonly proveIdentity: ProveIdentity;
  readonly checkRequests: CheckRequests;
  readonly deactivateRoles: DeactivateRoles;
  readonly withdrawRequests: WithdrawRequests;
  readonly followOns: FollowOns;
  readonly askExtensions: AskExtensions;
  readonly refreshApprovals: RefreshApprovals;
  readonly decideApprovals: DecideApprovals;
  readonly markRoles: MarkRoles;
  readonly keepJournal: KeepJournal;
  readonly keepDeactivations: KeepDeactivations;
  readonly promptPortals: PromptPortals;
  readonly offerPortalSignIn: OfferPortalSignIn;
  /** Told that the person does something which may need a token. */
  readonly onPersonActs: () => void;
  /** Goes on with work that nobody waits for. */
  readonly goOn: (work: Promise<unknown>) => void;
}

export function createHandlers(options: HandlerOptions): Handlers {
  const { state, goOn } = options;
  const forPerson = <A>(work: (args: A) => Promise<unknown>) => {
    return async (args: A): Promise<undefined> => {
      options.onPersonActs();
      await work(args);
      return undefined;
    };
  };
  const forAccount = async (work: (account: Account) => Promise<unknown>) =>
    goOn(work(await state.requireAccount()));

  return {
    pageOpened: async () => undefined,
    signIn: () => options.signIn.signIn().then(nothing),
    signOut: () => options.signOut().then(nothing),
    saveSettings: ({ settings }) => options.saveSettings(settings).then(nothing),
    refreshRoles: forPerson((request) => forAccount((account) => options.refreshRoles(account, request))),
    readPolicies: forPerson(({ keys }) => forAccount((account) => options.readPolicies.read(account, keys))),
    readGroupRoles: forPerson(({ keys }) => forAccount((account) => options.readGroupRoles(account, keys))),
    readNarrowedPolicies: forPerson(({ wanted }) =>
      forAccount((account) => options.readPolicies.readNarrowed(account, wanted)),
    ),
    readChildScopes: forPerson((request) =>
      forAccount((account) => options.readChildScopes(account, request)),
    ),
    activate: forPerson((request) => {
      options.proveIdentity.personIsHere(request.bulkId);
      return options.activateRoles(request);
    }),
    verify: forPerson(({ ids }) => forAccount((account) => options.proveIdentity.verify(account, ids))),
    check: forPerson(options.checkRequests),
    deactivate: forPerson(({ keys }) => options.deactivateRoles(keys)),
    withdraw: forPerson(({ ids }) => options.withdrawRequests.withdraw(ids)),
    askFollowOn: forPerson(options.followOns.ask),
    useFollowOn: forPerson(({ id }) => options.followOns.use(id)),
    askExtension: forPerson(options.askExtensions.ask),
    dropFollowOn: ({ id }) => options.followOns.drop(id).then(nothing),
    setFavourite: (mark) => options.markRoles.setFavourite(mark).then(nothing),
    setAlias: (mark) => options.markRoles.setAlias(mark).then(nothing),
    refreshApprovals: forPerson((request) =>
      forAccount((account) => options.refreshApprovals(account, request)),
    ),
    decideApprovals: forPerson(options.decideApprovals.decide),
    async dismissOutcomes({ ids }) {
      const account = await state.requireAccount();
      await options.keepJournal.dismiss(account, ids);
      await options.keepDeactivations.dismiss(account, ids);
      await options.decideApprovals.dismiss(account, ids);
      await options.askExtensions.dismiss(account, ids);
      return undefined;
    },
    async portalReady(_, sender) {
      const prompt = await options.promptPortals.onPortalReady(sender);
      return { prompt, signIn: prompt ? null : await options.offerPortalSignIn.offerFor(sender) };
    },
    portalAnswer: (args, sender) => options.promptPortals.onPortalAnswer(args, sender).then(nothing),
    portalSignInAnswer: (args, sender) => options.offerPortalSignIn.onAnswered(args, sender).then(nothing),
  };
}

const nothing = (): undefined => undefined;
