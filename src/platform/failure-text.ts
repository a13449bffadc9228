/** Every failure as sentences: what happened, what it means for the person's access, what to do next. */
import { epochMs } from '../domain/duration.ts';
import type { Failure, FailureKind } from '../domain/failure.ts';
import { isKnownCode } from '../domain/service-errors.ts';
import type { MessageKey, Texts } from './i18n.ts';
import { lengthText, spanText, waitText, whenText } from './time-text.ts';

/** What was being done when it failed. */
export type FailureAbout =
  | 'activation'
  | 'check'
  | 'rules'
  | 'withdrawal'
  | 'deactivation'
  | 'approval'
  | 'extension'
  | 'renewal'
  | 'roles'
  | 'signIn';

type FailureAction = 'signIn' | 'settings' | 'refresh';

export interface FailureText {
  readonly what: string;
  readonly means: string;
  readonly next: string;
  /** The service's own words, where Hoist has no better ones. */
  readonly said?: string;
  /** What the person can do from here by a button. */
  readonly action?: FailureAction;
  /** To be sent to an administrator who can consent. */
  readonly consentUrl?: string;
  /** To be copied into the app registration. */
  readonly redirectUri?: string;
}

/** Kinds whose meaning does not follow from what was being done. */
const ownMeanings = [
  'otherAccount',
  'lastOwner',
  'pendingRequest',
  'existsUnlisted',
  'overlaps',
  'clashes',
  'heldUntilThen',
  'denied',
  'canceled',
  'timedOut',
  'provisioningFailed',
  'outcomeUnknown',
  'beingDeactivated',
  'beingActivated',
] as const satisfies FailureKind[];

/** Sentences that are more exact when a fact is known: the fact, and the key that takes it. */
const exact: { readonly [K in FailureKind]?: { fact: string; key: MessageKey; part: 'what' | 'next' } } = {
  timeout: { fact: 'seconds', key: 'failure_timeout_what_seconds', part: 'what' },
  throttled: { fact: 'seconds', key: 'failure_throttled_next_in', part: 'next' },
  wrongClient: { fact: 'clientId', key: 'failure_wrongClient_what_clientId', part: 'what' },
  wrongTenant: { fact: 'tenant', key: 'failure_wrongTenant_what_tenant', part: 'what' },
  otherAccount: { fact: 'answered', key: 'failure_otherAccount_what_answered', part: 'what' },
  permissionMissing: { fact: 'scope', key: 'failure_permissionMissing_what_scope', part: 'what' },
  tooLong: { fact: 'maximum', key: 'failure_tooLong_what_maximum', part: 'what' },
  authenticationContextRequired: {
    fact: 'context',
    key: 'failure_authenticationContextRequired_what_context',
    part: 'what',
  },
  proofNotAccepted: { fact: 'context', key: 'failure_proofNotAccepted_what_context', part: 'what' },
  policyRefused: { fact: 'rules', key: 'failure_policyRefused_what_rules', part: 'what' },
  clashes: { fact: 'from', key: 'failure_clashes_what_from', part: 'what' },
  heldUntilThen: { fact: 'until', key: 'failure_heldUntilThen_what_until', part: 'what' },
  notEligibleThen: { fact: 'until', key: 'failure_notEligibleThen_what_until', part: 'what' },
};

type Said = { readonly [K in FailureKind]?: { what?: MessageKey; means?: MessageKey; next: MessageKey } };

/** Of asking an administrator, whether an eligibility is to last longer or to come back. */
const ofExtension: Said = {
  outcomeUnknown: {
    means: 'failure_outcomeUnknown_means_extension',
    next: 'failure_outcomeUnknown_next_extension',
  },
  notFound: { what: 'failure_notFound_what_extension', next: 'failure_notFound_next_extension' },
  notSentInTime: { next: 'failure_again_next_extension' },
  badSchedule: { what: 'failure_badSchedule_what_extension', next: 'failure_badSchedule_next_extension' },
  denied: {
    what: 'failure_denied_what_extension',
    means: 'failureMeans_extension',
    next: 'failure_denied_next_extension',
  },
  canceled: { means: 'failureMeans_extension', next: 'failure_again_next_extension' },
  timedOut: { means: 'failureMeans_extension', next: 'failure_again_next_extension' },
  pendingRequest: { next: 'failure_pendingRequest_next_extension' },
};

/** Sentences that speak of activating, and how they are said of something else. */
const saidOf: { readonly [A in FailureAbout]?: Said } = {
  deactivation: {
    outcomeUnknown: {
      means: 'failure_outcomeUnknown_means_deactivation',
      next: 'failure_outcomeUnknown_next_deactivation',
    },
    mfaRequired: { next: 'failure_mfaRequired_next_deactivation' },
    notSentInTime: { next: 'failure_notSentInTime_next_deactivation' },
  },
  withdrawal: {
    refused: { what: 'failure_refused_what_withdrawal', next: 'failure_refused_next_withdrawal' },
  },
  extension: ofExtension,
  renewal: {
    ...ofExtension,
    notFound: { what: 'failure_notFound_what_renewal', next: 'failure_notFound_next_renewal' },
    denied: {
      what: 'failure_denied_what_renewal',
      means: 'failureMeans_renewal',
      next: 'failure_denied_next_extension',
    },
    canceled: { means: 'failureMeans_renewal', next: 'failure_again_next_extension' },
    timedOut: { means: 'failureMeans_renewal', next: 'failure_again_next_extension' },
  },
  approval: {
    notFound: { what: 'failure_notFound_what_approval', next: 'failure_notFound_next_approval' },
    forbidden: { what: 'failure_forbidden_what_approval', next: 'failure_forbidden_next_approval' },
    notSentInTime: { next: 'failure_notSentInTime_next_approval' },
  },
};

const actions: { readonly [K in FailureKind]?: FailureAction } = {
  notConfigured: 'settings',
  wrongClient: 'settings',
  wrongTenant: 'settings',
  singleTenantApp: 'settings',
  appNotPreauthorized: 'settings',
  signInCancelled: 'signIn',
  signInInterrupted: 'signIn',
  signInNeeded: 'signIn',
  moreProofNeeded: 'signIn',
  otherAccount: 'signIn',
  personalAccount: 'signIn',
  roleVanished: 'refresh',
  notFound: 'refresh',
  existsUnlisted: 'refresh',
  outcomeUnknown: 'refresh',
};

/** Kinds that a code falls into by its HTTP status alone when nobody knows it. */
const kindsOfUnknownCodes: ReadonlySet<FailureKind> = new Set(['refused', 'forbidden', 'notFound']);

const needConsent: ReadonlySet<FailureKind> = new Set([
  'consentMissing',
  'consentDeclined',
  'apiMissing',
  'permissionMissing',
]);
const needRedirectUri: ReadonlySet<FailureKind> = new Set([
  'redirectMissing',
  'redirectNotSpa',
  'signInCancelled',
]);

export function failureText(failure: Failure, about: FailureAbout, texts: Texts): FailureText {
  const { kind, facts = {}, code = '', message } = failure;
  const { t } = texts;
  const part = (name: 'what' | 'next'): string => {
    const more = exact[kind];
    const fact = more && facts[more.fact];
    if (!more || !fact || more.part !== name) return t(`failure_${kind}_${name}`);
    return t(more.key, factText(failure, fact, texts));
  };
  const action = actions[kind];
  const { consentUrl, redirectUri } = facts;
  const isVague = kind === 'refused' || (kindsOfUnknownCodes.has(kind) && !isKnownCode(code));
  const said = isVague && message ? t('failureSaid', message) : undefined;
  const own = saidOf[about]?.[kind];
  const means = hasOwnMeaning(kind) ? t(`failure_${kind}_means`) : t(`failureMeans_${about}`);
  return {
    what: own?.what ? t(own.what) : part('what'),
    means: own?.means ? t(own.means) : means,
    next: own ? t(own.next) : part('next'),
    ...(said ? { said } : {}),
    ...(action ? { action } : {}),
    ...(consentUrl && needConsent.has(kind) ? { consentUrl } : {}),
    ...(redirectUri && needRedirectUri.has(kind) ? { redirectUri } : {}),
  };
}

/** A fact as the person reads it: lengths and times are kept as the services write them. */
function factText({ kind, facts = {} }: Failure, fact: string, texts: Texts): string {
  if (kind === 'tooLong') return lengthText(Number(fact), texts);
  if (kind === 'throttled') return waitText(Number(fact), texts);
  const [from, until] = [epochMs(facts['from']), epochMs(facts['until'])];
  if (kind === 'clashes' && from !== undefined && until !== undefined) return spanText(from, until, texts);
  if (['heldUntilThen', 'notEligibleThen'].includes(kind) && until !== undefined)
    return whenText(until, texts);
  return fact;
}

function hasOwnMeaning(kind: FailureKind): kind is (typeof ownMeanings)[number] {
  return ownMeanings.some((own) => own === kind);
}
