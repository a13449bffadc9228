import { badRequest } from './errors.ts';
import { parseFilter, type Comparison } from './odata-filter.ts';

export type Entity = Readonly<Record<string, unknown>>;

export interface Expand {
  readonly name: string;
  readonly options: ODataQuery;
}

/** The query options that were sent and allowed. */
export interface ODataQuery {
  readonly select: readonly string[] | null;
  readonly expand: readonly Expand[];
  readonly filter: readonly Comparison[];
  readonly top: number | null;
  readonly skiptoken: string | null;
}

/** What an entity set offers: its properties, and how to fetch what it links to. */
export interface EntityShape<T> {
  readonly type: string;
  readonly properties: readonly string[];
  readonly navigations: Readonly<Record<string, (row: T, options: ODataQuery) => unknown>>;
  /**
   * Types of what is linked to, for checking a nested `$select`. A link to a directoryObject is not here: whether
   * its derived members may be selected is UNCONFIRMED, and the emulator lets them be.
   */
  readonly targets?: Readonly<Record<string, Pick<EntityShape<never>, 'type' | 'properties'>>>;
}

/** Splits at commas or semicolons that are not inside brackets or quotes. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") quoted = !quoted;
    if (quoted) continue;
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === separator && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function parseExpand(text: string): Expand[] {
  return splitOutside(text, ',').map((part) => {
    const match = /^([\w.]+)(?:\((.*)\))?$/s.exec(part);
    if (match?.[1] === undefined) throw badRequest(`Invalid $expand clause: '${part}'.`);
    const pairs = splitOutside(match[2] ?? '', ';').map((option): [string, string] => {
      const equals = option.indexOf('=');
      return [option.slice(0, equals).trim(), option.slice(equals + 1)];
    });
    return { name: match[1], options: parseOptions(new Map(pairs), ['$select', '$expand']) };
  });
}

function parseOptions(options: ReadonlyMap<string, string>, allowed: readonly string[]): ODataQuery {
  for (const name of options.keys()) {
    if (name.startsWith('$') && !allowed.includes(name)) {
      const option = name.charAt(1).toUpperCase() + name.slice(2);
      throw badRequest(
        `The query specified in the URI is not valid. Query option '${option}' is not allowed.`,
      );
    }
  }
  const select = options.get('$select');
  const filter = options.get('$filter');
  const top = options.get('$top');
  if (top !== undefined && !/^[1-9]\d{0,3}$/.test(top)) throw badRequest(`Invalid value '${top}' for $top.`);
  return {
    select: select === undefined ? null : splitOutside(select, ','),
    expand: parseExpand(options.get('$expand') ?? ''),
    filter: filter === undefined ? [] : parseFilter(filter),
    top: top === undefined ? null : Number(top),
    skiptoken: options.get('$skiptoken') ?? null,
  };
}

/** Reads the query options of a URL; one that is not allowed there is refused with a 400. */
export function parseQuery(url: string, allowed: readonly string[]): ODataQuery {
  return parseOptions(new Map(new URL(url).searchParams), allowed);
}

/** The type of a property's literals; instants are numbers here. */
function literalType(property: string): 'string' | 'number' | 'boolean' {
  if (property.endsWith('DateTime')) return 'number';
  return /^is[A-Z]/.test(property) ? 'boolean' : 'string';
}

/** Refuses names that the type does not have, and comparisons with a literal of another type, in OData's words. */
export function checkNames<T>(shape: EntityShape<T>, query: ODataQuery): void {
  const unknown =
    (query.select ?? []).find((name) => name !== '*' && !shape.properties.includes(name)) ??
    query.expand.find(({ name }) => !(name in shape.navigations))?.name ??
    query.filter.find(({ property }) => !shape.properties.includes(property))?.property;
  if (unknown !== undefined) {
    throw badRequest(`Could not find a property named '${unknown}' on type 'microsoft.graph.${shape.type}'.`);
  }
  const mixed = query.filter.find(
    ({ property, value }) => value !== null && typeof value !== literalType(property),
  );
  if (mixed !== undefined) {
    throw badRequest(`A binary operator with incompatible types was detected at '${mixed.property}'.`);
  }
  for (const { name, options } of query.expand) {
    const target = shape.targets?.[name];
    if (target !== undefined) checkNames({ ...target, navigations: {} }, options);
  }
}

/** Picks the selected members in the order asked for, then appends what was expanded. */
export function shaped<T>(entity: Entity, row: T, shape: EntityShape<T>, query: ODataQuery): Entity {
  const { select } = query;
  const kept =
    select === null || select.includes('*')
      ? Object.entries(entity)
      : [
          ...Object.entries(entity).filter(([name]) => name.startsWith('@odata.')),
          ...select.map((name): [string, unknown] => [name, entity[name] ?? null]),
        ];
  const expanded = query.expand.map(({ name, options }) => [
    name,
    shape.navigations[name]?.(row, options) ?? null,
  ]);
  return Object.fromEntries([...kept, ...expanded]) as Entity;
}

/** Keeps only what a nested `$select` names. */
export function selected(entity: Entity | null, { select }: ODataQuery): Entity | null {
  if (entity === null || select === null || select.includes('*')) return entity;
  return Object.fromEntries(
    Object.entries(entity).filter(([name]) => name.startsWith('@odata.') || select.includes(name)),
  );
}

/** The bracket of `@odata.context` that names what was selected and expanded. */
export function contextSuffix({ select, expand }: ODataQuery): string {
  const nested = expand.map(({ name, options }) => `${name}${contextSuffix(options) || '()'}`);
  const names = [...(select ?? []), ...nested];
  return names.length === 0 ? '' : `(${names.join(',')})`;
}
