/**
 * Reading what the services send: null as absent, enums in any case, instants with any fraction, and rows one by
 * one, so that one that cannot be understood takes no other with it (pim-api.md 0.1, C.1, I).
 */
import * as v from 'valibot';
import { epochMs, isoInstant } from '../domain/duration.ts';
import { FailureError } from '../domain/failure.ts';

/** Text or nothing; `null`, absent and empty are the same. */
export const optionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => text || undefined),
);

/** An ISO 8601 instant, to the millisecond and in UTC. */
export const instant = v.pipe(
  v.string(),
  v.transform(readInstant),
  v.number('Not an instant'),
  v.transform(isoInstant),
);

export const optionalInstant = v.pipe(
  v.nullish(instant),
  v.transform((text) => text ?? undefined),
);

function readInstant(text: string): number | undefined {
  const parts = /^(.+T[\d:]+)(\.\d+)?(Z|[+-][\d:]+)?$/i.exec(text.trim());
  if (!parts) return undefined;
  const [, seconds = '', fraction = '', offset = 'Z'] = parts;
  // More than nine digits are none of Temporal's, and everything without an offset is UTC.
  return epochMs(`${seconds}${fraction.slice(0, 10)}${offset}`);
}

/** `Direct`, `Group`, `Inherited` in any case; a word nobody documented counts as the last. */
export const memberType = v.pipe(
  v.nullish(v.string(), 'direct'),
  v.transform((text): 'direct' | 'group' | 'inherited' => {
    const word = text.toLowerCase();
    return word === 'direct' || word === 'group' ? word : 'inherited';
  }),
);

/** `Activated` in any case; all else was given by an administrator and is not ours to end. */
export const assignmentType = v.pipe(
  v.string(),
  v.transform((text) => (text.toLowerCase() === 'activated' ? 'activated' : 'assigned')),
);

export interface ReadRows<T> {
  readonly rows: T[];
  /** How many could not be understood. */
  readonly unreadable: number;
  /** What was wrong with the first of them: names of members, never their values. */
  readonly why?: string;
}

/** @throws FailureError `unreadable` when there are rows and none can be understood: an empty list would be a lie */
export function readRows<T>(schema: v.GenericSchema<unknown, T>, wire: readonly unknown[]): ReadRows<T> {
  const rows: T[] = [];
  let why: string | undefined;
  for (const row of wire) {
    const parsed = v.safeParse(schema, row);
    if (parsed.success) rows.push(parsed.output);
    else why ??= parsed.issues.map((issue) => v.getDotPath(issue) ?? issue.type).join(', ');
  }
  if (wire.length > 0 && rows.length === 0) {
    throw new FailureError({ kind: 'unreadable', message: `No row could be understood: ${why}` });
  }
  return { rows, unreadable: wire.length - rows.length, ...(why === undefined ? {} : { why }) };
}

export function sameText(a: string | undefined, b: string | undefined): boolean {
  return (a ?? '').toLowerCase() === (b ?? '').toLowerCase();
}
