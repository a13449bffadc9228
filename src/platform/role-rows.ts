/**
 * Rows of roles in the few bytes that tell them apart: what many rows share is said once, and what follows from other
 * members is left out. A row that is no role is kept as it is, for its schema to judge.
 */
import { roleKey, type Source } from '../domain/role.ts';
import type { RowCoding } from './list-parts.ts';

type Members = Readonly<Record<string, unknown>>;

interface Table {
  /** Source, role name, definition as {@link relativeTo} the scope, template id, kind of scope, member type. */
  readonly roles: readonly (readonly string[])[];
  /** What stands before the last `/` of schedules, relative to the scope. */
  readonly stems: readonly string[];
  /** Role, scope id, scope name, then what there is: stem and tail of the schedule, and the members that do not follow. */
  readonly rows: readonly unknown[];
}

export const roleRows: RowCoding = {
  encode(rows): Table {
    const roles = new Numbers<readonly string[]>();
    const stems = new Numbers<string>();
    return {
      rows: rows.map((row) => encodeRow(row, roles, stems)),
      roles: roles.values,
      stems: stems.values,
    };
  },
  decode(stored) {
    // Rows as they are: so they were stored once.
    if (Array.isArray(stored)) return stored;
    if (!isTable(stored)) return undefined;
    return stored.rows.map((row) => (Array.isArray(row) ? decodeRow(row, stored) : row));
  },
};

/** Gives equal values the same number. */
class Numbers<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<string, number>();

  of(value: T): number {
    const text = JSON.stringify(value);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.values.length);
    return this.values.push(value) - 1;
  }
}

function encodeRow(row: unknown, roles: Numbers<readonly string[]>, stems: Numbers<string>): unknown {
  if (!isMembers(row) || !isMembers(row['scope'])) return row;
  const { source, roleName, roleDefinitionId, templateId, memberType, scope, eligibilityScheduleId } = row;
  const { kind, id, name } = scope;
  const role = [source, roleName, roleDefinitionId, templateId, kind, memberType];
  if (!isText(id) || !isText(name) || !role.every(isText)) return row;
  role[2] = relativeTo(id, role[2]!);
  const coded: unknown[] = [roles.of(role), id, name];
  if (isText(eligibilityScheduleId)) {
    const tail = eligibilityScheduleId.lastIndexOf('/') + 1;
    const stem = relativeTo(id, eligibilityScheduleId.slice(0, tail));
    coded.push(stems.of(stem), eligibilityScheduleId.slice(tail));
  }
  const followed = fromRole(role, id, name);
  const others = withoutKnown(row, { ...followed, eligibilityScheduleId, scope });
  const ofScope = withoutKnown(scope, followed.scope);
  const more = {
    ...others,
    ...(row['key'] === followed.key ? {} : { key: row['key'] }),
    ...(Object.keys(ofScope).length > 0 ? { scope: ofScope } : {}),
    // A schedule that is no text is kept with the rest.
    ...(isText(eligibilityScheduleId) || eligibilityScheduleId === undefined
      ? {}
      : { eligibilityScheduleId }),
  };
  if (Object.keys(more).length > 0) coded.push(more);
  return coded;
}

function decodeRow(coded: readonly unknown[], { roles, stems }: Table): unknown {
  const [number, id, name, ...rest] = coded;
  const role = roles[number as number];
  if (!role || !isText(id) || !isText(name)) return undefined;
  const followed = fromRole(role, id, name);
  const [stem, tail] = rest;
  const hasSchedule = typeof stem === 'number';
  const schedule = hasSchedule
    ? { eligibilityScheduleId: `${absoluteFrom(id, stems[stem] ?? '')}${tail as string}` }
    : {};
  const more = rest[hasSchedule ? 2 : 0];
  if (!isMembers(more)) return { ...followed, ...schedule };
  const { scope, ...others } = more;
  return {
    ...followed,
    ...schedule,
    ...others,
    scope: { ...followed.scope, ...(isMembers(scope) ? scope : {}) },
  };
}

function fromRole(role: readonly string[], id: string, name: string) {
  const [source, roleName, definition, templateId, kind, memberType] = role as [Source, ...string[]];
  return {
    key: roleKey(source, templateId!, id),
    source,
    roleName,
    roleDefinitionId: absoluteFrom(id, definition!),
    templateId,
    scope: { kind, id, name },
    memberType,
  };
}

/** The members that are none of the known ones. */
function withoutKnown(members: Members, known: object): Members {
  return Object.fromEntries(
    Object.entries(members).filter(([name, value]) => value !== undefined && !Object.hasOwn(known, name)),
  );
}

/** `{n}|{rest}`: the first n characters are those of the scope's id. */
function relativeTo(scopeId: string, text: string): string {
  let common = 0;
  while (common < text.length && text[common] === scopeId[common]) common++;
  // Never between the two halves of a character: half of one is no text, and storage would not keep it.
  if (/[\uD800-\uDBFF]/.test(text[common - 1] ?? '')) common--;
  return `${common}|${text.slice(common)}`;
}

function absoluteFrom(scopeId: string, relative: string): string {
  const bar = relative.indexOf('|');
  return scopeId.slice(0, Number(relative.slice(0, bar))) + relative.slice(bar + 1);
}

function isTable(stored: unknown): stored is Table {
  return (
    isMembers(stored) &&
    Array.isArray(stored['rows']) &&
    Array.isArray(stored['roles']) &&
    Array.isArray(stored['stems'])
  );
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
