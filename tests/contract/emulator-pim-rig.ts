/** Graph and ARM over one PIM state, with a clock of their own and tokens that are plain JSON. */
import { createArm } from '../emulator/arm/arm.ts';
import { createGraph } from '../emulator/graph/graph.ts';
import { defaultPimKnobs, type PimKnobs } from '../emulator/pim/knobs.ts';
import { createPim, type Pim } from '../emulator/pim/pim.ts';
import { consentedGraphScopes, people } from '../emulator/seeds/contoso-directory.ts';
import { contoso } from '../emulator/seeds/contoso.ts';
import type { Seed } from '../emulator/seeds/seed.ts';
import type { AccessToken, Authorize, Person, ServerClock } from '../emulator/types.ts';

export const start = Date.parse('2026-11-20T08:00:00.123Z');

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body exactly as it came. */
  readonly text: string;
  /** The body parsed; `{}` when it was empty. */
  readonly body: Json;
}

export interface Sent {
  readonly as?: AccessToken;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export type Send = (method: string, path: string, sent?: Sent) => Promise<Answer>;

export interface Rig {
  readonly pim: Pim;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
  readonly graph: Send;
  readonly arm: Send;
}

/** A token as the token service would have verified it; strong, with every scope that Contoso consented to. */
export function tokenOf(person: Person, claims: Partial<AccessToken> = {}): AccessToken {
  return {
    oid: person.id,
    tid: person.tenantId,
    appid: 'a0e1b2c3-0000-4000-8000-00000000c0de',
    scp: [...consentedGraphScopes, 'user_impersonation'],
    amr: ['pwd', 'mfa'],
    acrs: ['p1'],
    xms_cc: ['cp1'],
    wids: [],
    groups: [],
    iat: start / 1000,
    exp: start / 1000 + 3600,
    ...claims,
  };
}

export const ada = tokenOf(people.ada);

const authorize: Authorize = async (request) => {
  const header = request.headers.get('authorization');
  if (header === null) return new Response(null, { status: 401 });
  return JSON.parse(decodeURIComponent(header.replace('Bearer ', ''))) as AccessToken;
};

function sender(origin: string, app: { fetch(request: Request): Response | Promise<Response> }): Send {
  return async (method, path, { as = ada, headers = {}, body } = {}) => {
    const response = await app.fetch(
      new Request(new URL(path, origin), {
        method,
        headers: {
          authorization: `Bearer ${encodeURIComponent(JSON.stringify(as))}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? {} : (JSON.parse(text) as Json),
    };
  };
}

export function createRig(
  seed: Seed = contoso({ now: start }),
  turn: (knobs: PimKnobs) => void = () => {},
): Rig {
  let time = start;
  let ids = 0;
  const clock: ServerClock = {
    now: () => time,
    advance(ms) {
      time += ms;
    },
  };
  const newId = (): string => `1d000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`;
  const knobs = defaultPimKnobs();
  turn(knobs);
  const pim = createPim({ seed: seed.pim, people: seed.people, clock, knobs, newId });
  const api = { pim, authorize, clock, knobs, newId };
  return {
    pim,
    clock,
    knobs,
    graph: sender('https://graph.microsoft.com', createGraph(api)),
    arm: sender('https://management.azure.com', createArm(api)),
  };
}

export const minute = 60_000;
export const hour = 60 * minute;

/** The members of `value`, for reading a list. */
export function rowsOf({ body }: Answer): Json[] {
  return body.value as Json[];
}

export function errorOf({ body }: Answer): { code: string; message: string } {
  return body.error as { code: string; message: string };
}

/** `properties` of an ARM row. */
export function propertiesOf(row: Json | undefined): Json {
  return row?.properties as Json;
}
