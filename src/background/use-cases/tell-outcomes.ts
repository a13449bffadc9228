/**
 * Tells by notifications what the person would not see otherwise: everything that a quick way started, and of what
 * the popup started that which settles while it is closed. What was asked for together is one notification, which
 * grows.
 */
import type { Account } from '../../domain/account.ts';
import { type Activation, isNews } from '../../domain/activation.ts';
import type { Deactivation } from '../../domain/deactivation.ts';
import type { Notify } from '../../platform/notifications.ts';
import type { WorkerState } from '../worker-state.ts';
import { activationNotice, bulkNotice, endsNotice, type NoticeTexts } from './outcome-notice.ts';

export interface TellOutcomesOptions {
  readonly state: WorkerState;
  readonly notify: Notify;
  readonly isPopupOpen: () => Promise<boolean>;
  readonly texts: NoticeTexts;
  readonly now: () => number;
}

export interface TellOutcomes {
  /** For an entry that settled, or began to wait for approval or for proof. */
  onActivation(account: Account, entry: Activation): Promise<void>;
  /** For an entry that settled. */
  onDeactivation(account: Account, entry: Deactivation): Promise<void>;
  /** For a session that cannot be renewed without the person, with requests still to be followed. */
  onSignInNeeded(): Promise<void>;
}

/** What became active sooner was watched, or is told by the portal's prompt. */
const tookLongMs = 10_000;
/** Deactivations of one click are recorded within this time of each other. */
const togetherMs = 1_000;

export function createTellOutcomes(options: TellOutcomesOptions): TellOutcomes {
  const { state, notify, isPopupOpen, texts, now } = options;
  /** One after the other, so that the last to be told knows of all before it. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn(tell: () => Promise<void>): Promise<void> {
    const told = last.then(tell);
    last = told.catch(() => undefined);
    return told;
  }

  async function isUnseen(): Promise<boolean> {
    return !(await state.settings.read()).quiet && !(await isPopupOpen());
  }

  async function tellBulk(account: Account, { bulkId }: Activation): Promise<void> {
    const journal = await state.of(account).journal.read();
    const bulk = journal.filter((entry) => entry.bulkId === bulkId && isNews(entry.state));
    const [only] = bulk;
    const text = bulk.length === 1 && only ? activationNotice(only, texts) : bulkNotice(bulk, texts);
    // Taken off the list meanwhile: the person has seen it.
    if (bulk.length > 0 && text) await notify({ id: `bulk ${bulkId}`, ...text });
  }

  return {
    async onActivation(account, entry) {
      if (entry.toldAt !== undefined) return;
      if (entry.origin === 'menu') {
        const text = activationNotice(entry, texts);
        if (text) await notify({ id: entry.id, ...text });
        return;
      }
      if (!isWorthTelling(entry, now())) return;
      await inTurn(async () => {
        if (await isUnseen()) await tellBulk(account, entry);
      });
    },

    async onDeactivation(account, entry) {
      if (entry.toldAt !== undefined || entry.state === 'ended') return;
      await inTurn(async () => {
        if (!(await isUnseen())) return;
        const known = await state.of(account).deactivations.read();
        const together = known.filter(
          (one) =>
            notEnded.has(one.state) &&
            Math.abs(one.recordedAt - entry.recordedAt) < togetherMs &&
            !one.dismissed,
        );
        const [first] = together;
        if (first) await notify({ id: `end ${first.id}`, ...endsNotice(together, texts) });
      });
    },

    async onSignInNeeded() {
      if (!(await isUnseen())) return;
      const { t } = texts;
      await notify({ id: 'sign-in', title: t('notifySignIn'), message: t('notifySignInMeans') });
    },
  };
}

const notEnded: ReadonlySet<Deactivation['state']> = new Set(['failed', 'unknown', 'tooEarly']);

/** That somebody has to approve was said before the request was sent. */
function isWorthTelling({ state, already, recordedAt }: Activation, now: number): boolean {
  if (state === 'active') return !already && now - recordedAt >= tookLongMs;
  return state === 'failed' || state === 'unknown' || state === 'proofNeeded';
}
