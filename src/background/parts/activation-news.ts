/** What the worker does when an activation has news: whom it tells, and what it learns of what was stored. */
import type { Account } from '../../domain/account.ts';
import type { Activation } from '../../domain/activation.ts';
import { type Failure, isPolicyRefusal } from '../../domain/failure.ts';
import type { Eligibility, Source } from '../../domain/role.ts';
import type { FollowEffects } from '../use-cases/follow-effects.ts';
import { holdRole } from '../use-cases/hold-role.ts';
import type { PromptPortals } from '../use-cases/prompt-portals.ts';
import type { ProveIdentity } from '../use-cases/prove-identity.ts';
import type { ReadPolicies } from '../use-cases/read-policies.ts';
import type { OnNews } from '../use-cases/record-events.ts';
import type { TellOutcomes } from '../use-cases/tell-outcomes.ts';
import type { WorkerState } from '../worker-state.ts';

export interface ActivationNewsOptions {
  readonly state: WorkerState;
  readonly proveIdentity: ProveIdentity;
  readonly tellOutcomes: TellOutcomes;
  readonly promptPortals: PromptPortals;
  readonly effects: FollowEffects;
  readonly readPolicies: ReadPolicies;
  readonly showButton: () => Promise<void>;
  /** The list of this source is out of date. */
  readonly onListOutdated: (account: Account, source: Source) => void;
  /** Goes on with work that nobody waits for. */
  readonly goOn: (work: Promise<unknown>) => void;
  readonly reportError: (error: unknown) => void;
}

export function createActivationNews(options: ActivationNewsOptions): OnNews<Activation> {
  const { state, proveIdentity, tellOutcomes, promptPortals, effects, readPolicies, goOn } = options;

  /** A refusal that the stored lists or policies did not foresee says that they are out of date. */
  function learnFrom(account: Account, role: Eligibility, failure: Failure): void {
    if (isPolicyRefusal(failure)) goOn(readPolicies.read(account, [role.key], 0));
    if (failure.kind === 'roleVanished') options.onListOutdated(account, role.source);
  }

  return async (account, entry) => {
    if (entry.state === 'proofNeeded' && proveIdentity.isPersonHere(entry)) {
      goOn(proveIdentity.onNeeded(account, entry));
      return;
    }
    if (entry.state === 'active') effects.watch();
    // One that fails keeps the news from no other.
    for (const tell of [
      () => holdRole(state, account, entry),
      () => tellOutcomes.onActivation(account, entry),
      () => promptPortals.onSettled(account, entry),
      options.showButton,
    ])
      await tell().catch(options.reportError);
    if (entry.state === 'active') goOn(effects.follow(account));
    if (entry.failure) learnFrom(account, entry.role, entry.failure);
    // For the approvers' names: a quick way may have asked without a form.
    if (entry.state === 'waitingForApproval') goOn(readPolicies.read(account, [entry.role.key]));
  };
}
