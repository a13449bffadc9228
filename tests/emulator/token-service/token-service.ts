import type { Hono } from 'hono';
import type {
  AccessToken,
  ApiName,
  AppRegistration,
  Authorize,
  DirectorySeed,
  EffectiveAccess,
  ServerClock,
} from '../types.ts';
import { createTokenServiceApp } from './app.ts';
import { createDirectory, type Directory } from './directory.ts';
import type { SigningKeys } from './keys.ts';
import type { TokenKnobs } from './knobs.ts';
import { createMint } from './mint.ts';
import { resources } from './resources.ts';
import type { LoginEnv } from './service.ts';
import { createState } from './state.ts';
import { createAuthorize } from './verify.ts';

/** An access token for a test that has no business with signing in. */
export interface IssueOptions {
  readonly upn: string;
  readonly clientId: string;
  readonly api: ApiName;
  /** What is consented to, by default. */
  readonly scp?: readonly string[];
  readonly amr?: readonly string[];
  readonly acrs?: readonly string[];
  /** `cp1` for a client that answers claims challenges. */
  readonly capabilities?: readonly string[];
  readonly tenantId?: string;
  readonly audience?: string;
}

export interface TokenService {
  readonly app: Hono<LoginEnv>;
  readonly directory: Directory;
  readonly authorize: Authorize;
  issue(options: IssueOptions): Promise<string>;
  /** Ends all of a person's sessions, as an administrator does: sign-ins, refresh tokens, and CAE tokens. */
  revokeSessions(upn: string): void;
}

export function createTokenService(options: {
  seed: DirectorySeed;
  firstParty: readonly AppRegistration[];
  clock: ServerClock;
  knobs: TokenKnobs;
  access: EffectiveAccess;
  newId: () => string;
  keys: () => Promise<SigningKeys>;
  onCaller: (request: Request, token: AccessToken) => void;
}): TokenService {
  const { clock, knobs, access, newId, keys, onCaller } = options;
  const directory = createDirectory(options.seed, options.firstParty);
  const state = createState();
  const mint = createMint({ keys, clock, knobs, access, newId });

  const known = (upn: string) => {
    const person = directory.personByUpn(upn);
    if (!person) throw new Error(`nobody in the cloud is called ${upn}`);
    return person;
  };

  return {
    app: createTokenServiceApp({ directory, state, clock, knobs, access, keys, mint, newId }),
    directory,
    authorize: createAuthorize({ keys, clock, directory, state, newId, onCaller }),
    async issue({ upn, clientId, api, scp, amr, acrs, capabilities, tenantId, audience }) {
      const person = known(upn);
      const client = directory.registration(clientId);
      const identity = directory.identity(person, tenantId ?? person.tenantId);
      if (!client || !identity) throw new Error(`no token for ${upn} and ${clientId} in that tenant`);
      const { token } = await mint.accessToken({
        client,
        identity,
        resource: resources[api],
        audience: audience ?? resources[api].identifiers[0] ?? '',
        scp: scp ?? directory.granted(client.clientId, identity, api),
        amr: amr ?? ['pwd'],
        acrs: acrs ?? [],
        capabilities: capabilities ?? [],
        sid: newId(),
      });
      return token;
    },
    revokeSessions: (upn) => void state.validFrom.set(known(upn).id, clock.now()),
  };
}
