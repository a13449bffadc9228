/** The way of a request, step by step, as far as the journal tells it. Pure. */
import type { Activation } from '../domain/activation.ts';
import { owesProof } from '../domain/activation-proof.ts';

type StepName = 'verify' | 'send' | 'approval' | 'start' | 'activate' | 'effect';

/** `stopped`: it went no further. `unclear`: nobody can tell whether it got so far. */
type StepState = 'done' | 'now' | 'ahead' | 'stopped' | 'unclear';

export interface OutcomeStep {
  readonly name: StepName;
  readonly state: StepState;
}

/**
 * What is behind the request, where it is, and what is still to come. A proof comes before the sending: what was sent
 * without it was not carried out and is sent again. Of a role that was active already there was no way to go.
 */
export function outcomeSteps(entry: Activation): readonly OutcomeStep[] {
  if (entry.already) return [];
  const names = namesOf(entry);
  const [at, state] = placeOf(entry);
  const here = names.indexOf(at);
  return names.map((name, index) => ({
    name,
    state: index < here ? 'done' : index === here ? state : 'ahead',
  }));
}

function namesOf({ proof, state, neededApproval }: Activation): StepName[] {
  return [
    ...(proof || state === 'proofNeeded' ? (['verify'] as const) : []),
    'send',
    ...(neededApproval || state === 'waitingForApproval' ? (['approval'] as const) : []),
    ...(state === 'scheduled' ? (['start'] as const) : []),
    'activate',
    'effect',
  ];
}

function placeOf(entry: Activation): [StepName, StepState] {
  switch (entry.state) {
    case 'recorded':
      return [owesProof(entry) ? 'verify' : 'send', 'now'];
    case 'proofNeeded':
      return ['verify', 'now'];
    case 'sending':
    case 'looking':
      return ['send', 'now'];
    case 'following':
      return ['activate', 'now'];
    case 'waitingForApproval':
      return ['approval', 'now'];
    case 'scheduled':
      return ['start', 'now'];
    case 'active':
      return ['effect', effectState(entry)];
    case 'failed':
      return [whereItFailed(entry), 'stopped'];
    case 'unknown':
      return ['send', 'unclear'];
  }
}

function effectState({ effect }: Activation): StepState {
  switch (effect?.state) {
    case 'inEffect':
      return 'done';
    case 'waiting':
      return 'now';
    case 'cannotTell':
    case 'notSeen':
    case undefined:
      return 'unclear';
  }
}

function whereItFailed(entry: Activation): StepName {
  const { failure, proof, requestId, neededApproval } = entry;
  if (proof && (failure?.kind === 'proofNotAccepted' || !proof.given) && !requestId) return 'verify';
  if (!requestId) return 'send';
  const isDecided = failure?.kind === 'provisioningFailed';
  return neededApproval && !isDecided ? 'approval' : 'activate';
}
