/** What lies under a key of storage: data with the version of its form. */
import * as v from 'valibot';
import type { ItemDefinition } from './stored-item.ts';

interface Envelope {
  readonly version: number;
  readonly data: unknown;
}

export function enveloped(
  { key, version }: { key: string; version: number },
  data: unknown,
): Record<string, Envelope> {
  return { [key]: { version, data } };
}

/** The value, or the fallback where this is none that can be read. */
export function open<T>(definition: ItemDefinition<T>, stored: unknown): T {
  const migrated = dataOf(definition, stored);
  const value = migrated ? parsed(definition, migrated.data) : undefined;
  return value === undefined ? definition.fallback : value;
}

/** The data in the form of the definition's version; `undefined` where nothing of that sort is stored. */
export function dataOf<T>(
  { version: wanted, migrations }: ItemDefinition<T>,
  stored: unknown,
): { readonly data: unknown } | undefined {
  if (!isEnvelope(stored) || stored.version > wanted) return undefined;
  let { data } = stored;
  for (let version = stored.version; version < wanted; version++) {
    const migrate = migrations?.[version];
    if (!migrate) return undefined;
    data = migrate(data);
  }
  return { data };
}

/** The data as the schema takes it, without single rows that it refuses; `undefined` where it refuses the whole. */
export function parsed<T>({ schema }: ItemDefinition<T>, data: unknown): T | undefined {
  const first = v.safeParse(schema, data);
  if (first.success) return first.output;
  const rest = v.safeParse(schema, withoutRows(data, first.issues));
  return rest.success ? rest.output : undefined;
}

/** The data without those rows of its lists that the issues are about. */
function withoutRows(data: unknown, issues: readonly v.BaseIssue<unknown>[]): unknown {
  const refused = new Map<unknown, Set<unknown>>();
  for (const { path } of issues) {
    const row = path?.find((part) => part.type === 'array');
    if (row) refused.set(row.input, (refused.get(row.input) ?? new Set()).add(row.key));
  }
  const keep = (value: unknown): unknown =>
    Array.isArray(value) ? value.filter((_, index) => !refused.get(value)?.has(index)) : value;
  if (Array.isArray(data) || typeof data !== 'object' || data === null) return keep(data);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, keep(value)]));
}

function isEnvelope(stored: unknown): stored is Envelope {
  return (
    typeof stored === 'object' &&
    stored !== null &&
    'version' in stored &&
    'data' in stored &&
    typeof stored.version === 'number'
  );
}
