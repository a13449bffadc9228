import { createArm } from './arm/arm.ts';
import { createClock } from './clock.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGraph } from './graph/graph.ts';
import { createJournal, type Journal, type JournalEntry } from './journal.ts';
import { createKnobs, type DeepPartial, type Knobs } from './knobs.ts';
import { createPim, type Pim } from './pim/pim.ts';
import { createPortal } from './portal/app.ts';
import { bladeHost, portalHosts } from './portal/hosts.ts';
import { portalRegistrations } from './portal/registrations.ts';
import { contoso } from './seeds/contoso.ts';
import { latencyOf } from './latency.ts';
import type { Seed } from './seeds/seed.ts';
import { type Outcome, suffer } from './strike.ts';
import { createTokenService, type TokenService } from './token-service/token-service.ts';
import type { Directory } from './token-service/directory.ts';
import { createKeys, type SigningKeys } from './token-service/keys.ts';
import type { Authorize, ServerClock } from './types.ts';

export interface EmulatorOptions {
  /** Contoso by default. */
  readonly seed?: Seed;
  readonly knobs?: DeepPartial<Knobs>;
  /** Milliseconds since the epoch; the computer's clock by default. */
  readonly now?: () => number;
  readonly newId?: () => string;
  /** The token service's key; its own by default. Many clouds in one test file may share one. */
  readonly keys?: () => Promise<SigningKeys>;
}

/** The embedded Microsoft cloud: one object behind every host name. */
export interface Emulator {
  /**
   * Answers a request by its host. A host it does not have, or a connection cut by a fault, rejects with
   * `TypeError` as `fetch` does; an aborted signal rejects with its reason.
   */
  fetch(request: Request): Promise<Response>;
  /** Like `fetch`, but says what is to become of the connection instead of rejecting. */
  dispatch(request: Request): Promise<Outcome>;
  readonly hosts: readonly string[];
  readonly clock: ServerClock;
  readonly knobs: Knobs;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly directory: Directory;
  readonly tokens: TokenService;
  readonly pim: Pim;
  /** The check that its APIs make of a caller's token. */
  readonly authorize: Authorize;
}

type Site = 'login' | 'graph' | 'arm' | 'portal';

interface Served {
  readonly site: Site;
  readonly app: { fetch(request: Request): Response | Promise<Response> };
}

/** Every answer says what time it is in the cloud, which need not be the time of the computer that serves it. */
function withCloudDate(answer: Response, clock: ServerClock): Response {
  const dated = new Response(answer.body, answer);
  dated.headers.set('date', new Date(clock.now()).toUTCString());
  return dated;
}

/** Rejects with the signal's reason as soon as the client hangs up. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const networkError = (code: string, message: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const clock = createClock(options.now ?? Date.now);
  const newId = options.newId ?? (() => crypto.randomUUID());
  const seed = options.seed ?? contoso({ now: clock.now() });
  const knobs = createKnobs(options.knobs);
  const journal = createJournal(clock);
  const faults = createFaults();
  const callers = new WeakMap<Request, JournalEntry>();

  const tokens = createTokenService({
    seed,
    firstParty: portalRegistrations(),
    clock,
    knobs: knobs.token,
    newId,
    keys: options.keys ?? createKeys(newId()),
    access: { wids: (oid) => pim.wids(oid), groups: (oid) => pim.groups(oid) },
    onCaller: (request, { oid }) => {
      const entry = callers.get(request);
      if (entry) entry.oid = oid;
    },
  });
  const { directory, authorize } = tokens;
  const pim = createPim({ seed: seed.pim, people: directory.people, clock, knobs: knobs.pim, newId });
  const api = { pim, authorize, clock, knobs: knobs.pim, newId };
  const portal = createPortal({
    pim,
    authorize,
    directory,
    newId,
    scopes: seed.pim.azureScopes,
    knobs: knobs.portal,
    fetch: (request: Request) => fetch(request),
  });

  const sites = new Map<string, Served>();
  const serve = (host: string, site: Site, app: Served['app']): void => void sites.set(host, { site, app });
  serve('login.microsoftonline.com', 'login', tokens.app);
  serve('graph.microsoft.com', 'graph', createGraph(api));
  serve('management.azure.com', 'arm', createArm(api));
  for (const host of [...Object.keys(portalHosts), bladeHost]) serve(host, 'portal', portal);

  const dispatch = async (request: Request): Promise<Outcome> => {
    const served = sites.get(new URL(request.url).hostname);
    if (!served) return 'no-such-host';
    const { site, app } = served;
    const entry = await journal.open(request);
    callers.set(request, entry);
    const wait = async (work: Promise<unknown>): Promise<void> =>
      void (await orAborted(work, request.signal));
    const sleep = (ms: number): Promise<void> => wait(pause(ms));
    const carryOut = async (): Promise<Response> => app.fetch(request);

    const strike = faults.strike(entry);
    const latency = latencyOf(site, request, knobs.latencyMs);
    if (latency.before > 0) await sleep(latency.before);
    request.signal.throwIfAborted();
    const outcome = strike
      ? await suffer(strike, carryOut, { api: site, clock, newId, wait, sleep })
      : await carryOut();
    // What was carried out stays so, even for a client that did not wait for the answer.
    if (latency.after > 0) await sleep(latency.after);
    if (!(outcome instanceof Response)) return outcome;
    entry.status = outcome.status;
    return withCloudDate(outcome, clock);
  };

  const fetch = async (request: Request): Promise<Response> => {
    const outcome = await dispatch(request);
    if (outcome instanceof Response) return outcome;
    if (outcome === 'reset') throw networkError('ECONNRESET', 'read ECONNRESET');
    throw networkError('ENOTFOUND', `getaddrinfo ENOTFOUND ${new URL(request.url).hostname}`);
  };

  return {
    fetch,
    dispatch,
    hosts: [...sites.keys()],
    clock,
    knobs,
    faults,
    journal,
    directory,
    tokens,
    pim,
    authorize,
  };
}
