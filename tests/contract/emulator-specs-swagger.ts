import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import { spec } from './emulator-specs-folder.ts';

type Schema = Record<string, unknown>;

interface Swagger {
  readonly definitions: Record<string, Schema>;
}

/** The live service writes these beyond the swagger (pim-api.md C.1 and B.2). */
const documentedExtras: Record<string, readonly string[]> = {
  principal: ['userPrincipalName'],
};

/** Rules are told apart by `ruleType`: the base type must stay open, its heirs are checked one by one. */
const openTypes = new Set(['RoleManagementPolicyRule']);

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Closes every object type, so that a member the swagger does not know is an error. */
function close(node: unknown, name: string): unknown {
  if (Array.isArray(node)) return node.map((item: unknown) => close(item, name));
  if (!isObject(node)) return node;
  const closed: Schema = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, close(value, key)]),
  );
  // A string here, and an object in JSON Schema.
  delete closed.discriminator;
  if (!isObject(node.properties) || openTypes.has(name)) return closed;
  const extras = (documentedExtras[name] ?? []).map((extra) => [extra, { type: 'string' }]);
  closed.properties = { ...(closed.properties as Schema), ...Object.fromEntries(extras) };
  closed.unevaluatedProperties = false;
  return closed;
}

const folder = 'arm/stable/2020-10-01';
const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?(?:Z|[+-]\d{2}:\d{2})$/;

/** A name alone is of 2020-10-01, one with a slash of another stable version, and `arm/…` is a whole path. */
function pathOf(file: string): string {
  if (file.startsWith('arm/')) return file;
  return file.includes('/') ? `arm/stable/${file}` : `${folder}/${file}`;
}

export interface SwaggerTypes {
  /** Every complaint about the value as that type of that swagger file; none means it conforms. */
  complaints(file: string, type: string, value: unknown): string[];
}

/** Microsoft's ARM types of 2020-10-01 (and permissions of 2022-04-01), every one closed. */
export function loadSwagger(): SwaggerTypes {
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateSchema: false });
  ajv.addFormat('date-time', dateTime);
  ajv.addFormat('int32', { type: 'number', validate: (value: number) => Number.isInteger(value) });
  const loaded = new Map<string, ValidateFunction>();
  const files = new Set<string>();

  function add(file: string): void {
    if (files.has(file)) return;
    files.add(file);
    const { definitions } = spec<Swagger>(file);
    const closed = Object.fromEntries(
      Object.entries(definitions).map(([name, type]) => [name, close(type, name)]),
    );
    ajv.addSchema({ $id: `https://specs.invalid/${file}`, definitions: closed });
  }

  add(`${folder}/common-types.json`);
  return {
    complaints(file, type, value) {
      const path = pathOf(file);
      add(path);
      const key = `https://specs.invalid/${path}#/definitions/${type}`;
      const validate = loaded.get(key) ?? ajv.compile({ $ref: key });
      loaded.set(key, validate);
      validate(value);
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
      );
    },
  };
}
