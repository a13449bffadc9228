/** What kind of scalar a value is, so that two bodies can be compared without their contents. */
function kindOf(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return 'guid';
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return 'instant Z';
  if (/^\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d$/.test(value)) return 'instant with offset';
  if (/^P[\dDTHMS]+$/.test(value)) return 'duration';
  if (value.startsWith('/')) return 'path';
  return 'text';
}

/** The members in order, each with its kind; of a list, what its first item is like. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return kindOf(value);
  return Object.entries(value).map(([name, member]) => [name, shapeOf(member)]);
}

/** The same without the order, for bodies whose recorder sorted the members. */
export function unorderedShapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [unorderedShapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return kindOf(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, member]) => [name, unorderedShapeOf(member)]);
}

/** Paths of every null inside. */
export function nullsIn(value: unknown, path = ''): string[] {
  if (value === null) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value as object).flatMap(([name, member]) => nullsIn(member, `${path}.${name}`));
}
