/**
 * Stored items: JSON values with a schema and a version in an extension storage area. A value that its schema
 * refuses is treated as absent, never handed on: what is stored may be older or newer than the code. Of a list only
 * the rows that are refused are absent: one of them takes no other with it.
 */
import type * as v from 'valibot';
import type { RowCoding } from './list-parts.ts';

export interface ItemDefinition<T> {
  readonly key: string;
  readonly version: number;
  readonly schema: v.GenericSchema<unknown, T>;
  /** What a reader gets where nothing readable is stored. */
  readonly fallback: T;
  /** Turns the data of version n (the index) into that of version n + 1. */
  readonly migrations?: readonly ((data: unknown) => unknown)[];
  /** Set where the value has a member `rows` of maybe thousands: those are stored so, in parts (list-parts.ts). */
  readonly rows?: RowCoding;
}

/** What a value is read as before it is there as a whole. */
export interface FirstReading<T> {
  /** Of a list in parts those rows that its writer put first, with `total`. */
  readonly value: T;
  readonly isWhole: boolean;
}

/** The part of `browser.storage.local` that items need. */
export interface StorageArea {
  get(keys: string | string[] | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string | string[]): Promise<void>;
  onChanged: {
    addListener(listener: (changes: Record<string, { newValue?: unknown }>) => void): void;
    removeListener(listener: (changes: Record<string, { newValue?: unknown }>) => void): void;
  };
}

export interface StoredItem<T> {
  read(): Promise<T>;
  /** What can be had at once of a value that may be large. */
  readFirst(): Promise<FirstReading<T>>;
  write(value: T): Promise<void>;
  /** Reads, changes and writes with no other update of this item in between; writes nothing when the value is the same object. */
  update(change: (value: T) => T): Promise<T>;
  remove(): Promise<void>;
  /** Calls back with every later value; returns the way to stop. */
  watch(listener: (value: T) => void): () => void;
}

export interface ItemOptions<T> {
  /** Asked in the item's own turn before every write; where it says no, nothing is written. */
  readonly mayWrite?: () => Promise<boolean>;
  /** Of a list in parts: which of its rows pages are to have first. The first hundred where it is left out. */
  readonly firstRows?: FirstRows<T>;
}

type FirstRows<T> = T extends { readonly rows: readonly (infer R)[] }
  ? (rows: readonly R[]) => Promise<readonly R[]>
  : never;
