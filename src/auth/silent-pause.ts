/**
 * Asking the browser for a token opens a page of the token service, if only for a moment and out of sight. When that
 * was in vain because the person is needed, alarms and timers would ask again and again: it is left alone for a
 * while, in every life of the worker, unless the person does something.
 */
import * as v from 'valibot';
import { type Account, accountKey } from '../domain/account.ts';
import type { Resource } from '../domain/clouds.ts';
import { type Failure, FailureSchema } from '../domain/failure.ts';
import type { SessionArea } from './session-cache.ts';

const key = 'auth/asked-in-vain';
const pauseMs = 5 * 60_000;

const AskedSchema = v.object({
  owner: v.string(),
  resource: v.picklist(['graph', 'arm']),
  /** What it was asked for beyond a session. */
  claims: v.optional(v.string()),
  failure: FailureSchema,
  /** Ms since the epoch. */
  at: v.number(),
});
type Asked = v.InferOutput<typeof AskedSchema>;

export interface SilentPause {
  /** Why the browser was asked in vain, while it is too soon to ask it again. */
  reason(account: Account, resource: Resource, claims?: string): Promise<Failure | undefined>;
  /** The browser was asked and said that the person is needed. */
  begin(account: Account, resource: Resource, failure: Failure, claims?: string): Promise<void>;
  /** From this very moment the browser may be asked again. */
  end(): Promise<void>;
}

/** @param now ms since the epoch */
export function createSilentPause(area: SessionArea, now: () => number): SilentPause {
  /** Before it is read, what stands in the area counts. */
  let asked: Promise<Asked | undefined> | undefined;

  async function read(): Promise<Asked | undefined> {
    const parsed = v.safeParse(AskedSchema, (await area.get(key))[key]);
    return parsed.success ? parsed.output : undefined;
  }

  return {
    async reason(account, resource, claims) {
      const last = await (asked ??= read());
      if (!last || last.owner !== accountKey(account) || Math.abs(now() - last.at) >= pauseMs)
        return undefined;
      const isSame = last.resource === resource && last.claims === claims;
      // Nobody is signed in for any API; more proof is asked for by one, and for one thing.
      return last.failure.kind === 'signInNeeded' || isSame ? last.failure : undefined;
    },
    async begin(account, resource, failure, claims) {
      const owner = accountKey(account);
      const last = { owner, resource, failure, at: now(), ...(claims ? { claims } : {}) };
      asked = Promise.resolve(last);
      await area.set({ [key]: last });
    },
    async end() {
      asked = Promise.resolve(undefined);
      await area.remove(key);
    },
  };
}
