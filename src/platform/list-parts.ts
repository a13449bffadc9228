/**
 * How a long list lies in storage. Its own item, the head, says everything but the rows, and names the parts that
 * hold them by a stamp of what is in them. A part with another stamp belongs to another writing: then there is no
 * list, and never half of one. A short list lies in its head.
 */
export interface RowCoding {
  /** Rows that are none are kept as they are. */
  encode(rows: readonly unknown[]): unknown;
  /** `undefined` where this was no encoded list. */
  decode(stored: unknown): unknown[] | undefined;
}

/** The rows of a head. */
export type StoredRows =
  | { readonly all: unknown }
  | {
      /** What pages show before they have the parts. */
      readonly first: unknown;
      readonly total: number;
      /** Stamps, in the order of the parts. */
      readonly parts: readonly string[];
    };

export interface Part {
  readonly stamp: string;
  readonly rows: unknown;
}

/** No part is larger, in bytes of JSON, but for one row that is so alone. */
export const partBound = 256_000;
/** A list of so many bytes of JSON lies in its head. */
const headBound = 32_000;
/** Room for the stamp and the members around the rows. */
const frame = 200;

/** Apart from the keys of items, so that whoever lists items finds none of them. */
export function partKey(key: string, index: number): string {
  return `${partsPrefix}${key}/${index}`;
}
export const partsPrefix = 'rows/';

/** The rows in as many parts as they need; one without a stamp of its own where they fit into the head. */
export function layOut(
  rows: readonly unknown[],
  coding: RowCoding,
): { all: unknown } | { parts: (Part & { readonly count: number })[] } {
  const all = coding.encode(rows);
  if (bytesOf(all) <= headBound) return { all };
  return { parts: split(rows, all, coding) };
}

function split(
  rows: readonly unknown[],
  encoded: unknown,
  coding: RowCoding,
): (Part & { readonly count: number })[] {
  const text = JSON.stringify(encoded);
  if (rows.length <= 1 || bytesOf(encoded) <= partBound - frame) {
    return [{ stamp: stampOf(text), rows: encoded, count: rows.length }];
  }
  const half = Math.ceil(rows.length / 2);
  return [rows.slice(0, half), rows.slice(half)].flatMap((some) => split(some, coding.encode(some), coding));
}

/** The rows encoded, fewer of them where they would make the head large. */
export function firstWithin(rows: readonly unknown[], coding: RowCoding): unknown {
  const encoded = coding.encode(rows);
  if (rows.length === 0 || bytesOf(encoded) <= headBound) return encoded;
  return firstWithin(rows.slice(0, Math.floor(rows.length / 2)), coding);
}

export function isPart(stored: unknown, stamp: string): stored is Part {
  return typeof stored === 'object' && stored !== null && 'stamp' in stored && stored.stamp === stamp;
}

export function isStoredRows(stored: unknown): stored is StoredRows {
  if (typeof stored !== 'object' || stored === null) return false;
  if ('all' in stored) return true;
  return (
    'first' in stored &&
    'total' in stored &&
    typeof stored.total === 'number' &&
    'parts' in stored &&
    Array.isArray(stored.parts) &&
    stored.parts.every((stamp) => typeof stamp === 'string')
  );
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** Two runs of FNV-1a from different beginnings, and the length: another text has another stamp, as far as chance goes. */
function stampOf(text: string): string {
  let one = 0x811c9dc5;
  let other = 0x01234567;
  for (let i = 0; i < text.length; i++) {
    one = Math.imul(one ^ text.charCodeAt(i), 0x01000193);
    other = Math.imul(other ^ text.charCodeAt(text.length - 1 - i), 0x01000193);
  }
  return [one >>> 0, other >>> 0, text.length].map((number) => number.toString(36)).join('.');
}
