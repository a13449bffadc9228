/**
 * What a person asks of PIM, from its recording to its end: activations, deactivations, and all that is done to a
 * request meanwhile. Its use cases, constructed; `worker.ts` tells it how the rest of the worker hears of news.
 */
import pLimit from 'p-limit';
import type { Account } from '../../domain/account.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Source } from '../../domain/role.ts';
import type { WorkerLife } from '../ports.ts';
import { type ActivateRoles, createActivateRoles } from '../use-cases/activate-roles.ts';
import { createAdoptSchedules } from '../use-cases/adopt-schedules.ts';
import { type AskExtensions, createAskExtensions, extensionsAlarm } from '../use-cases/ask-extensions.ts';
import { type CheckRequests, createCheckRequests } from '../use-cases/check-requests.ts';
import { createDeactivateRoles, type DeactivateRoles } from '../use-cases/deactivate-roles.ts';
import { createFollowActivations, followAlarm } from '../use-cases/follow-activations.ts';
import { createFollowDeactivations, deactivationAlarm } from '../use-cases/follow-deactivations.ts';
import { createFollowEffects, effectAlarm } from '../use-cases/follow-effects.ts';
import { createFollowOns, followOnAlarm, type FollowOns } from '../use-cases/follow-ons.ts';
import { createKeepDeactivations, type KeepDeactivations } from '../use-cases/keep-deactivations.ts';
import { createKeepTemplates, type KeepTemplates } from '../use-cases/keep-templates.ts';
import { createKeepJournal, type KeepJournal } from '../use-cases/keep-journal.ts';
import type { PromptPortals } from '../use-cases/prompt-portals.ts';
import { createProveIdentity, type ProveIdentity } from '../use-cases/prove-identity.ts';
import type { ReadPolicies } from '../use-cases/read-policies.ts';
import { releaseRole } from '../use-cases/release-role.ts';
import type { SignInUseCases } from '../use-cases/sign-in.ts';
import { createTellOutcomes } from '../use-cases/tell-outcomes.ts';
import { createWithdrawRequests, type WithdrawRequests } from '../use-cases/withdraw-requests.ts';
import { createActivationNews } from './activation-news.ts';

/** What the rest of the worker has for them, and how it hears of news. */
export interface RequestsOptions {
  readonly signIn: Pick<SignInUseCases, 'noteSignInNeeded' | 'noteProved'>;
  readonly readPolicies: ReadPolicies;
  readonly promptPortals: PromptPortals;
  readonly showButton: () => Promise<void>;
  /** What is remembered of the person's asking has changed. */
  readonly onRecorded: () => void;
  /** The list of this source is out of date. */
  readonly onListOutdated: (account: Account, source: Source) => void;
}

export interface Requests {
  readonly activateRoles: ActivateRoles;
  readonly checkRequests: CheckRequests;
  readonly deactivateRoles: DeactivateRoles;
  readonly withdrawRequests: WithdrawRequests;
  readonly proveIdentity: ProveIdentity;
  readonly followOns: FollowOns;
  readonly askExtensions: AskExtensions;
  readonly keepTemplates: KeepTemplates;
  readonly keepJournal: KeepJournal;
  readonly keepDeactivations: KeepDeactivations;
  /** Drops from the journals what is over. */
  prune(account: Account): Promise<void>;
  /** Learns from a list that was just read. */
  onRead(account: Account, source: Source): Promise<void>;
  /** Takes up everything that is open. */
  follow(account: Account): Promise<void>;
}

/** The alarms behind what is followed here. */
export const requestAlarms = [
  followAlarm,
  deactivationAlarm,
  effectAlarm,
  followOnAlarm,
  extensionsAlarm,
] as const;

export function createRequests(life: WorkerLife, options: RequestsOptions): Requests {
  const { ports, state, services, workerId, goOn } = life;
  const { alarms, notify, texts, now, sleep, newId, reportError } = ports;
  const { providers, makeReady } = services;
  const { signIn, readPolicies, promptPortals, showButton, onListOutdated } = options;
  const tellOutcomes = createTellOutcomes({
    state,
    notify,
    isPopupOpen: () => ports.popup.isOpen(),
    texts: { ...texts, ...ports.sentences },
    now,
  });
  const keepJournal = createKeepJournal(state, now);
  const keepDeactivations = createKeepDeactivations(state, now);

  const followingWith = {
    state,
    providers,
    makeReady,
    alarms,
    now,
    sleep,
    async onSignInNeeded(failure: Failure) {
      const { status } = await state.session.read();
      await signIn.noteSignInNeeded(failure);
      if (status === 'signedIn') await tellOutcomes.onSignInNeeded();
    },
  };

  const effects = createFollowEffects({
    ...followingWith,
    onFound: (account) => promptPortals.goOn(account),
  });

  const activations = createFollowActivations({
    ...followingWith,
    onNews: (account, entry) => tellOfActivation(account, entry),
  });

  const deactivations = createFollowDeactivations({
    ...followingWith,
    async onNews(account, entry) {
      await releaseRole(state, account, entry);
      if (entry.state === 'ended') await followOns.forgetRole(account, entry.role.key);
      await tellOutcomes.onDeactivation(account, entry);
      await promptPortals.goOn(account);
      await showButton();
    },
  });

  const adoptSchedules = createAdoptSchedules({
    state,
    providers,
    now,
    newId,
    watch: activations.watch,
    follow: (account) => goOn(activations.follow(account)),
  });

  const withdrawRequests = createWithdrawRequests({
    state,
    providers,
    now,
    onNews: (account, entry) => tellOfActivation(account, entry),
    onSignInNeeded: signIn.noteSignInNeeded,
    goOn,
  });

  const proveIdentity = createProveIdentity({
    state,
    stepUp: services.auth.stepUp,
    happened: activations.happened,
    follow: (account) => goOn(activations.follow(account)),
    onProved: signIn.noteProved,
    workerId,
    now,
  });

  const tellOfActivation = createActivationNews({
    state,
    proveIdentity,
    tellOutcomes,
    promptPortals,
    effects,
    readPolicies,
    showButton,
    onListOutdated,
    goOn,
    reportError,
  });

  // One recording at a time: an activation and a deactivation of one role must see each other.
  const inTurn = pLimit(1);
  const recordDeactivations = createDeactivateRoles({
    state,
    now,
    newId,
    watch: deactivations.watch,
    follow: (account) => goOn(deactivations.follow(account)),
  });
  const recordActivations = createActivateRoles({
    state,
    now,
    newId,
    watch: activations.watch,
    reportError,
    follow(account) {
      goOn(activations.follow(account));
      options.onRecorded();
    },
  });
  const activateRoles: ActivateRoles = (request) => inTurn(() => recordActivations(request));

  const followOns = createFollowOns({
    state,
    activate: activateRoles,
    notify,
    alarms,
    t: texts.t,
    now,
    newId,
  });

  const askExtensions = createAskExtensions({
    ...followingWith,
    newId,
    goOn,
    // What was granted shows as the new end in the list.
    async onNews(account, { state: news, role }) {
      if (news === 'granted') onListOutdated(account, role.source);
    },
  });

  async function prune(account: Account): Promise<void> {
    await keepJournal.prune(account);
    await keepDeactivations.prune(account);
    await askExtensions.prune(account);
  }

  return {
    activateRoles,
    checkRequests: createCheckRequests({
      state,
      providers,
      now,
      newId,
      onSignInNeeded: signIn.noteSignInNeeded,
      onUnclear: onListOutdated,
      goOn,
    }),
    deactivateRoles: (keys) => inTurn(() => recordDeactivations(keys)),
    withdrawRequests,
    proveIdentity,
    followOns,
    askExtensions,
    keepTemplates: createKeepTemplates(state),
    keepJournal,
    keepDeactivations,
    prune,
    async onRead(account, source) {
      await Promise.all([
        adoptSchedules(account, source),
        askExtensions.remember(account, source),
        askExtensions.hear(account, source),
        prune(account),
      ]);
    },
    async follow(account) {
      await proveIdentity.noticeInterruption(account);
      await Promise.all([
        activations.follow(account),
        deactivations.follow(account),
        withdrawRequests.follow(account),
        effects.follow(account),
        followOns.follow(account),
        askExtensions.follow(account),
      ]);
    },
  };
}
