import type { JournalEntry } from './journal.ts';

/** What goes wrong. Statuses, pages and bodies replace the answer; `after` lets the request be carried out first. */
export type FaultKind =
  /** `retryAfter`: seconds, or an instant that is written as an HTTP date. */
  | {
      readonly kind: 'status';
      readonly status: 429 | 500 | 502 | 503 | 504;
      readonly retryAfter?: number | Date;
      readonly after?: boolean;
    }
  /** A refusal for a reason that this cloud has no state for, such as a licence (pim-api.md F.2). */
  | {
      readonly kind: 'refusal';
      readonly status: 400 | 401 | 403 | 404 | 409;
      readonly code: string;
      readonly message: string;
    }
  /** A gateway's HTML page: 502, or 200 where a login page or proxy answers in the API's place. */
  | { readonly kind: 'html'; readonly status: 502 | 200; readonly after?: boolean }
  /** The connection is cut without an answer. */
  | { readonly kind: 'reset'; readonly after?: boolean }
  /** No answer until released; then the request goes on as usual. */
  | { readonly kind: 'stall'; readonly after?: boolean }
  /** The answer stops in the middle of its JSON. */
  | { readonly kind: 'truncated-json' }
  /** Well-formed JSON of another shape. */
  | { readonly kind: 'wrong-json'; readonly body?: unknown }
  /** A claims challenge of continuous access evaluation, to tokens that declare `cp1` alone. */
  | { readonly kind: 'cae' }
  | { readonly kind: 'delay'; readonly ms: number };

export type FaultSpec = FaultKind & {
  readonly host: string;
  readonly method?: string;
  readonly path?: RegExp;
  /** Any other condition; `where: ({ body }) => …` picks one client's token requests. */
  readonly where?: (entry: JournalEntry) => boolean;
  /** How many requests it strikes; all, by default. */
  readonly times?: number;
};

export interface FaultHandle {
  /** How many requests it has struck. */
  readonly count: number;
  /** Lets go of every request that is stalled now; later ones stall again. */
  release(): void;
  /** Strikes no more, and releases. */
  remove(): void;
}

/** A fault that has struck one request. */
export interface Strike {
  readonly fault: FaultKind;
  /** For a stall: settles when it is released. */
  readonly released: Promise<void>;
}

export interface Faults {
  add(spec: FaultSpec): FaultHandle;
  /** Removes and releases every fault. */
  clear(): void;
  /** The fault that strikes this request, the oldest first. */
  strike(entry: JournalEntry): Strike | undefined;
}

interface Armed {
  readonly spec: FaultSpec;
  count: number;
  waiting: (() => void)[];
}

const fits = ({ spec, count }: Armed, entry: JournalEntry): boolean =>
  count < (spec.times ?? Number.POSITIVE_INFINITY) &&
  spec.host === entry.host &&
  (spec.method === undefined ? entry.method !== 'OPTIONS' : spec.method === entry.method) &&
  (spec.path === undefined || new RegExp(spec.path, spec.path.flags.replaceAll('g', '')).test(entry.path)) &&
  (spec.kind !== 'cae' || isCapable(entry)) &&
  (spec.where?.(entry) ?? true);

const isCapable = ({ token }: JournalEntry): boolean => {
  const capabilities = token?.['xms_cc'];
  return Array.isArray(capabilities) && capabilities.includes('cp1');
};

export function createFaults(): Faults {
  let armed: Armed[] = [];
  const release = (one: Armed): void => {
    const { waiting } = one;
    one.waiting = [];
    for (const go of waiting) go();
  };
  const remove = (one: Armed): void => {
    armed = armed.filter((other) => other !== one);
    release(one);
  };
  return {
    add(spec) {
      const one: Armed = { spec, count: 0, waiting: [] };
      armed.push(one);
      return {
        get count() {
          return one.count;
        },
        release: () => release(one),
        remove: () => remove(one),
      };
    },
    clear: () => armed.forEach(remove),
    strike(entry) {
      const one = armed.find((candidate) => fits(candidate, entry));
      if (!one) return undefined;
      one.count += 1;
      entry.fault = one.spec.kind;
      const { promise, resolve } = withResolvers();
      if (one.spec.kind === 'stall') one.waiting.push(resolve);
      else resolve();
      return { fault: one.spec, released: promise };
    },
  };
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
