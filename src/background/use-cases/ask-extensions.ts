/**
 * Asks administrators to extend eligibilities, and to renew those that have ended: records the request, carries the
 * journal out, and hears of decisions.
 */
import type { Account } from '../../domain/account.ts';
import {
  advanceExtension,
  type EligibilityExtension,
  isExtendable,
  isOpenExtension,
  isOverExtension,
  isRenewable,
  pendingExtension,
  rememberEnding,
} from '../../domain/eligibility-extension.ts';
import { epochMs } from '../../domain/duration.ts';
import { FailureError, failureOf } from '../../domain/failure.ts';
import type { Happening, RequestEvent } from '../../domain/request-entry.ts';
import { type RoleKey, type Source, sources } from '../../domain/role.ts';
import { withoutDraft } from '../../domain/role-draft.ts';
import type { EligibilityExtensions, ExtensionOutcome, PimProvider } from '../../providers/provider.ts';
import { createFollowRequests, type FollowOptions } from './follow-requests.ts';

export const extensionsAlarm = 'ask-extensions';

export interface AskExtensionsOptions extends FollowOptions<EligibilityExtension> {
  readonly newId: () => string;
  /** Goes on with work that nobody waits for. */
  readonly goOn: (work: Promise<unknown>) => void;
}

export interface AskExtensions {
  /**
   * Resolves when the request is recorded. A role whose request is not decided yet gets no second one.
   * @throws FailureError `roleVanished` when the role was never eligible, or its end is neither near nor not long ago;
   * `badSchedule` when the end that is asked for is not later than the present one, or is over
   */
  ask(request: {
    readonly key: RoleKey;
    readonly until: string;
    readonly justification: string;
  }): Promise<void>;
  /** Goes on with every open request. */
  follow(account: Account): Promise<void>;
  /** Remembers what a list that was just read says of ends: after them it says nothing more. */
  remember(account: Account, source: Source): Promise<void>;
  /** Reads what became of the requests of a source that wait for an administrator. */
  hear(account: Account, source: Source): Promise<void>;
  /** Takes settled requests off the list of outcomes. */
  dismiss(account: Account, ids: readonly string[]): Promise<void>;
  prune(account: Account): Promise<void>;
}

export function createAskExtensions(options: AskExtensionsOptions): AskExtensions {
  const { state, providers, now, newId } = options;

  const following = createFollowRequests<EligibilityExtension, RequestEvent>(
    {
      journal: {
        item: (own) => own.extensions,
        advance: advanceExtension,
        isOpen: isOpenExtension,
        isNews: (one) => !isOpenExtension(one),
        isPast: () => false,
      },
      alarm: extensionsAlarm,
      send: async (account, entry, provider) =>
        afterSending(await extensionsOf(provider).ask(account, entry)),
      // The same request sent again may meet the first one.
      refused: ({ resent }, failure) => ({
        type: failure.kind === 'pendingRequest' && resent ? 'answerLost' : 'refused',
        failure,
      }),
      find: (account, entry, provider) => extensionsOf(provider).find(account, entry),
    },
    { ...options, providers: readingExtensions(providers) },
  );

  async function keep(account: Account, isKept: (one: EligibilityExtension) => boolean): Promise<void> {
    await state.of(account).extensions.update((known) => {
      const kept = known.filter(isKept);
      return kept.length === known.length ? known : kept;
    });
  }

  return {
    async ask({ key, until, justification }) {
      const account = await state.requireAccount();
      const own = state.of(account);
      const [ending, ...lists] = await Promise.all([
        own.ending.read(),
        ...sources.map((source) => own.eligibilities(source).read()),
      ]);
      const role = [...lists.flatMap(({ rows }) => rows), ...ending].find((row) => row.key === key);
      const renews = role !== undefined && isRenewable(role, now());
      if (!role || !(renews || isExtendable(role, now()))) throw new FailureError({ kind: 'roleVanished' });
      if (!((epochMs(until) ?? 0) > Math.max(epochMs(role.endsAt) ?? 0, now())))
        throw new FailureError({ kind: 'badSchedule' });
      // Before it is written: a worker stopped after the writing leaves an entry that somebody must take up.
      following.watch();
      await own.extensions.update((known) => {
        if (pendingExtension(known, key)) return known;
        const earlier = known.flatMap((one) =>
          one.role.key === key && one.requestId ? [one.requestId, ...(one.earlierRequestIds ?? [])] : [],
        );
        const entry: EligibilityExtension = {
          id: newId(),
          role,
          until,
          justification,
          ...(renews ? { renews } : {}),
          state: 'recorded',
          recordedAt: now(),
          changedAt: now(),
          ...(earlier.length > 0 ? { earlierRequestIds: earlier } : {}),
        };
        return [...known.filter((one) => one.role.key !== key), entry];
      });
      await own.roleDrafts.update((drafts) => withoutDraft(drafts, { kind: 'extension', role }));
      options.goOn(following.follow(account));
    },

    follow: following.follow,

    async remember(account, source) {
      const own = state.of(account);
      const { rows, readAt, failure } = await own.eligibilities(source).read();
      if (readAt === undefined || failure) return;
      await own.ending.update((known) => {
        const others = known.filter((role) => role.source !== source);
        const mine = known.filter((role) => role.source === source);
        const kept = [...others, ...rememberEnding(mine, rows, now())].toSorted((a, b) =>
          a.key < b.key ? -1 : 1,
        );
        return JSON.stringify(kept) === JSON.stringify(known) ? known : kept;
      });
    },

    async hear(account, source) {
      const waiting = (await state.of(account).extensions.read()).filter(
        (one) => one.state === 'waiting' && one.role.source === source,
      );
      await Promise.all(
        waiting.map(async (entry) => {
          const { requestId } = entry;
          if (requestId === undefined) return;
          try {
            const snapshot = await extensionsOf(providers[source]).read(account, { ...entry, requestId });
            if (snapshot) await following.happened(account, entry.id, { type: 'answered', snapshot });
          } catch (thrown) {
            // The next reading of the lists asks again.
            if (failureOf(thrown).kind === 'internal') throw thrown;
          }
        }),
      );
      // An approval that is still being carried out is followed from here.
      await following.follow(account);
    },

    dismiss: (account, ids) =>
      keep(account, ({ id, state: one }) => isOpenExtension(one) || one === 'waiting' || !ids.includes(id)),
    prune: (account) => keep(account, (one) => !isOverExtension(one, now())),
  };
}

/** @throws FailureError `refused` where the service takes no such request */
function extensionsOf({ extensions }: PimProvider): EligibilityExtensions {
  if (!extensions) throw new FailureError({ kind: 'refused' });
  return extensions;
}

/** The same providers, with these requests read back where they are kept. */
function readingExtensions(providers: Record<Source, PimProvider>): Record<Source, PimProvider> {
  const reading = (provider: PimProvider): PimProvider =>
    provider.extensions ? { ...provider, readRequest: provider.extensions.read } : provider;
  return {
    entra: reading(providers.entra),
    azure: reading(providers.azure),
    groups: reading(providers.groups),
  };
}

function afterSending(outcome: ExtensionOutcome): Happening<RequestEvent> {
  switch (outcome.type) {
    case 'accepted':
      return { type: 'answered', snapshot: outcome.snapshot };
    case 'throttled':
      return { type: 'throttled', notBefore: outcome.notBefore };
    case 'lost':
      return { type: 'answerLost' };
  }
}
