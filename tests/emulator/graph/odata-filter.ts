import { instantMs } from '../pim/time.ts';
import { badRequest } from './errors.ts';

type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
type Literal = string | number | boolean | null;

/** One comparison; a `$filter` here is a conjunction of them. */
export interface Comparison {
  readonly property: string;
  readonly operator: Operator;
  readonly value: Literal;
}

const token = /\s*(?:'((?:[^']|'')*)'|([^\s'()]+))/y;
const incompatible =
  "A binary operator with incompatible types was detected. Found operand types 'Edm.String' and 'Edm.Guid'.";
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function tokenize(filter: string): { text: string; quoted: boolean }[] {
  const tokens: { text: string; quoted: boolean }[] = [];
  token.lastIndex = 0;
  const text = filter.trimEnd();
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) throw badRequest(`Invalid filter clause: '${filter}'.`);
    tokens.push(
      match[1] === undefined
        ? { text: match[2] ?? '', quoted: false }
        : { text: match[1].replaceAll("''", "'"), quoted: true },
    );
  }
  return tokens;
}

function literal({ text, quoted }: { text: string; quoted: boolean }): Literal {
  if (quoted) return text;
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  const instant = instantMs(text);
  if (instant !== null) return instant;
  // Every id here is an Edm.String, which no bare GUID may be compared with.
  if (guid.test(text)) throw badRequest(incompatible);
  throw badRequest(`Invalid filter clause: the literal '${text}' is not known.`);
}

function isOperator(text: string): text is Operator {
  return ['eq', 'ne', 'gt', 'ge', 'lt', 'le'].includes(text);
}

/** Reads comparisons joined by `and`; everything else in OData's grammar is refused with a 400. */
export function parseFilter(filter: string): Comparison[] {
  const tokens = tokenize(filter);
  const comparisons: Comparison[] = [];
  for (let at = 0; at < tokens.length; at += 4) {
    const [property, operator, value, join] = tokens.slice(at, at + 4);
    const joined = join === undefined ? at + 3 === tokens.length : !join.quoted && join.text === 'and';
    if (!property || property.quoted || !operator || !isOperator(operator.text) || !value || !joined) {
      throw badRequest(`Invalid filter clause: '${filter}'.`);
    }
    comparisons.push({ property: property.text, operator: operator.text, value: literal(value) });
  }
  if (comparisons.length === 0 || tokens.length % 4 !== 3)
    throw badRequest(`Invalid filter clause: '${filter}'.`);
  return comparisons;
}

function comparable(value: unknown, against: Literal): Literal {
  if (typeof value !== 'string')
    return typeof value === 'boolean' || typeof value === 'number' ? value : null;
  if (typeof against === 'number') return instantMs(value);
  return guid.test(value) ? value.toLowerCase() : value;
}

/** Whether the entity satisfies every comparison; one with null is false except for `eq` and `ne`. */
export function satisfies(entity: Readonly<Record<string, unknown>>, filter: readonly Comparison[]): boolean {
  return filter.every(({ property, operator, value }) => {
    const actual = comparable(entity[property], value);
    const expected = typeof value === 'string' && guid.test(value) ? value.toLowerCase() : value;
    if (operator === 'eq') return actual === expected;
    if (operator === 'ne') return actual !== expected;
    if (actual === null || expected === null) return false;
    if (operator === 'gt') return actual > expected;
    if (operator === 'ge') return actual >= expected;
    return operator === 'lt' ? actual < expected : actual <= expected;
  });
}
