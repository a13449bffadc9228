import { spec, specText } from './emulator-specs-folder.ts';

interface Type {
  readonly base: string | null;
  /** Property name to its CSDL type; navigations are not among them. */
  readonly properties: ReadonlyMap<string, string>;
  readonly navigations: ReadonlyMap<string, string>;
}

const offset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?Z$/;
const duration = /^P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;

const primitives: Record<string, (value: unknown) => boolean> = {
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int32: (value) => Number.isInteger(value),
  DateTimeOffset: (value) => typeof value === 'string' && offset.test(value),
  Duration: (value) => typeof value === 'string' && duration.test(value),
};

/** Types that the compact file leaves out; `request` and `entity` stand in the full one beside it. */
const supplement: Record<string, Type> = {
  entity: { base: null, properties: new Map([['id', 'String']]), navigations: new Map() },
  identity: {
    base: null,
    properties: new Map([
      ['displayName', 'String'],
      ['id', 'String'],
    ]),
    navigations: new Map(),
  },
};

function members(text: string): Pick<Type, 'properties' | 'navigations'> {
  const pairs = [...text.matchAll(/(~?)(\w+):([\w.()]+)!?/g)];
  const of = (mark: string): Map<string, string> =>
    new Map(pairs.filter(([, tilde]) => tilde === mark).map(([, , name, type]) => [name ?? '', type ?? '']));
  return { properties: of(''), navigations: of('~') };
}

/** The `request` type, which only the CSDL subset has. */
function requestType(): Type {
  const xml = specText('graph-csdl/pim-subset-v1.0.csdl.xml');
  const body = /<EntityType Name="request"[^>]*>(.*?)<\/EntityType>/s.exec(xml)?.[1] ?? '';
  const properties = [...body.matchAll(/<Property Name="(\w+)" Type="(?:Edm|graph)\.(\w+)"/g)];
  if (properties.length === 0) throw new Error('The CSDL subset has no type called request');
  return {
    base: 'entity',
    properties: new Map(properties.map(([, name, type]) => [name ?? '', type ?? ''])),
    navigations: new Map(),
  };
}

export interface CsdlTypes {
  /** Every complaint about the value as that type: unknown, missing or ill-typed members. */
  complaints(type: string, value: unknown, options?: { readonly partial?: boolean }): string[];
}

/** Graph's v1.0 types as its metadata declares them. */
export function loadCsdl(): CsdlTypes {
  const types = new Map<string, Type>(Object.entries({ ...supplement, request: requestType() }));
  const enums = new Map<string, readonly string[]>();
  for (const line of specText('graph-csdl/pim-types-v1.0.txt').split('\n')) {
    const enumeration = /^enum (\w+)(?: flags)? : (.*)$/.exec(line);
    if (enumeration?.[1] !== undefined) enums.set(enumeration[1], (enumeration[2] ?? '').split(', '));
    const type = /^(?:Entity|Complex)Type (\w+) : ([\w.]*) ?\{ (.*)\}$/.exec(line);
    if (type?.[1] === undefined || types.has(type[1])) continue;
    types.set(type[1], { base: type[2] === '' ? null : (type[2] ?? null), ...members(type[3] ?? '') });
  }

  function chain(name: string): Type[] {
    const found = types.get(name);
    if (found === undefined) throw new Error(`The metadata has no type called ${name}`);
    return found.base === null ? [found] : [...chain(found.base), found];
  }

  function complaintsAt(path: string, type: string, value: unknown, partial: boolean): string[] {
    if (value === null || value === undefined) return [];
    const item = /^Collection\((\w+)\)$/.exec(type)?.[1];
    if (item !== undefined) {
      if (!Array.isArray(value)) return [`${path} is no collection`];
      return value.flatMap((entry: unknown, index) =>
        complaintsAt(`${path}[${index}]`, item, entry, partial),
      );
    }
    const primitive = primitives[type];
    if (primitive !== undefined)
      return primitive(value) ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`];
    const names = enums.get(type);
    if (names !== undefined)
      return names.some((name) => name === value) ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`];
    return complaintsAboutObject(path, type, value, partial);
  }

  function complaintsAboutObject(path: string, declared: string, value: unknown, partial: boolean): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
    const tag = (value as Record<string, unknown>)['@odata.type'];
    const type = typeof tag === 'string' ? tag.replace('#microsoft.graph.', '') : declared;
    // Users, groups and their like are not in this extract of the metadata.
    if (declared === 'directoryObject') return [];
    const lineage = chain(type);
    if (type !== declared && !isHeir(type, declared)) return [`${path} is a ${type} and no ${declared}`];
    const properties = new Map(lineage.flatMap((level) => Array.from(level.properties)));
    const navigations = new Map(lineage.flatMap((level) => Array.from(level.navigations)));
    const own = Object.entries(value).filter(([name]) => !name.includes('@odata.'));
    const missing = partial
      ? []
      : [...properties.keys()]
          .filter((name) => !Object.hasOwn(value, name))
          .map((name) => `${path}.${name} is missing`);
    const wrong = own.flatMap(([name, member]) => {
      const memberType = properties.get(name) ?? navigations.get(name);
      if (memberType === undefined) return [`${path}.${name} is not declared on ${type}`];
      return complaintsAt(`${path}.${name}`, memberType, member, partial);
    });
    return [...missing, ...wrong];
  }

  function isHeir(type: string, ancestor: string): boolean {
    for (let name: string | null = type; name !== null; name = types.get(name)?.base ?? null) {
      if (name === ancestor) return true;
    }
    return false;
  }

  return {
    complaints: (type, value, { partial = false } = {}) => complaintsAt(type, type, value, partial),
  };
}

/** The example in the documentation that a body is compared with. */
export function docExample(name: string): Record<string, unknown> {
  return spec(`graph-docs/v1.0.${name}.response.json`);
}
