/** Writes what happened to a request into its journal, and tells what is news to the person. */
import type { Account } from '../../domain/account.ts';
import type { Happening, RequestEntry, RequestEvent } from '../../domain/request-entry.ts';
import type { StoredItem } from '../../platform/stored-item.ts';
import type { AccountState, WorkerState } from '../worker-state.ts';

/** One kind of request with its journal: activations, or deactivations. */
export interface Journal<E extends RequestEntry, V> {
  item(own: AccountState): StoredItem<E[]>;
  advance(entry: E, event: V): E;
  isOpen(state: E['state']): boolean;
  /** Whether the state is news to the person. */
  isNews(state: E['state']): boolean;
  /** Whether what it says is over, so that it is news to nobody. */
  isPast(entry: E, now: number): boolean;
}

/** Told of every entry that has news; again only if the worker died in the telling. */
export type OnNews<E> = (account: Account, entry: E) => Promise<void>;

export interface RecordEventsOptions<E extends RequestEntry, V> {
  readonly state: WorkerState;
  readonly journal: Journal<E, V>;
  readonly now: () => number;
  readonly onNews: OnNews<E>;
}

export interface RecordEvents<E extends RequestEntry, V> {
  /** The entry after it, where there is one; `isNew` when the event changed it. */
  record(
    account: Account,
    id: string,
    happening: Happening<V>,
  ): Promise<{ readonly entry: E | undefined; readonly isNew: boolean }>;
  /** The entry after it, whatever it changed. */
  happened(account: Account, id: string, happening: Happening<V>): Promise<E | undefined>;
  /** Does nothing while the same news is being told. */
  tell(account: Account, entry: E): Promise<void>;
}

export function createRecordEvents<E extends RequestEntry, V>({
  state,
  journal,
  now,
  onNews,
}: RecordEventsOptions<E, V>): RecordEvents<E, V> {
  const beingTold = new Set<string>();

  const events: RecordEvents<E, V> = {
    async record(account, id, happening) {
      let before: E | undefined;
      let after: E | undefined;
      await journal.item(state.of(account)).update((entries) => {
        before = entries.find((entry) => entry.id === id);
        after = before && journal.advance(before, { ...happening, at: now() } as V);
        return after === before ? entries : entries.map((entry) => (entry.id === id ? after! : entry));
      });
      if (before && after && before.state !== after.state && journal.isNews(after.state))
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
        if (!journal.isPast(entry, now())) await onNews(account, entry);
        const told: Happening<RequestEvent> = { type: 'told', state: entry.state };
        await events.happened(account, entry.id, told as unknown as Happening<V>);
      } finally {
        beingTold.delete(news);
      }
    },
  };
  return events;
}
