/** Writes what happened to an activation into the journal, and tells what is news to the person. */
import type { Account } from '../../domain/account.ts';
import { type Activation, type ActivationEvent, advance, isNews } from '../../domain/activation.ts';
import { epochMs } from '../../domain/duration.ts';
import type { WorkerState } from '../worker-state.ts';

/** An event without its time, which is stamped when it is written. */
export type Happening = ActivationEvent extends infer E
  ? E extends { at: number }
    ? Omit<E, 'at'>
    : never
  : never;

/** Told of every entry that settles or begins to wait for a person; again only if the worker died in the telling. */
export type OnNews = (account: Account, entry: Activation) => Promise<void>;

export interface RecordEventsOptions {
  readonly state: WorkerState;
  readonly now: () => number;
  readonly onNews: OnNews;
}

export interface RecordEvents {
  /** The entry after it, where there is one; `isNew` when the event changed it. */
  record(
    account: Account,
    id: string,
    happening: Happening,
  ): Promise<{ readonly entry: Activation | undefined; readonly isNew: boolean }>;
  /** The entry after it, whatever it changed. */
  happened(account: Account, id: string, happening: Happening): Promise<Activation | undefined>;
  /** Does nothing while the same news is being told. */
  tell(account: Account, entry: Activation): Promise<void>;
}

export function createRecordEvents({ state, now, onNews }: RecordEventsOptions): RecordEvents {
  const beingTold = new Set<string>();

  const events: RecordEvents = {
    async record(account, id, happening) {
      const { journal } = state.of(account);
      let before: Activation | undefined;
      let after: Activation | undefined;
      await journal.update((entries) => {
        before = entries.find((entry) => entry.id === id);
        after = before && advance(before, { ...happening, at: now() } as ActivationEvent);
        return after === before ? entries : entries.map((entry) => (entry.id === id ? after! : entry));
      });
      if (before && after && before.state !== after.state && isNews(after.state))
        await events.tell(account, after);
      return { entry: after, isNew: after !== before };
    },

    async happened(account, id, happening) {
      return (await events.record(account, id, happening)).entry;
    },

    /** Written after the telling, so that a worker stopped in between tells it again rather than never. */
    async tell(account, entry) {
      const news = `${entry.id} ${entry.state}`;
      if (beingTold.has(news)) return;
      beingTold.add(news);
      try {
        if (!isPast(entry, now())) await onNews(account, entry);
        await events.happened(account, entry.id, { type: 'told', state: entry.state });
      } finally {
        beingTold.delete(news);
      }
    },
  };
  return events;
}

/** Approved, active and over while no worker looked: nobody is to be told that the role is active. */
function isPast({ state, endsAt }: Activation, now: number): boolean {
  const end = epochMs(endsAt);
  return state === 'active' && end !== undefined && end <= now;
}
