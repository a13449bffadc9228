/**
 * What the token service says of a registration to somebody who is not signed in: whether there is such a tenant, and
 * whether it would hand an answer to this installation. Without cookies and without a window.
 */
import type { CloudName } from '../domain/account.ts';
import type { Failure, FailureKind } from '../domain/failure.ts';
import type { Fetch } from '../http/attempt.ts';
import { aadstsCode, aadstsFailure, type SignInContext } from './aadsts.ts';
import { authority } from './endpoints.ts';

export interface ProbedConnection {
  readonly clientId: string;
  readonly tenant: string;
}

export interface RegistrationProbe {
  /** Why there is no such tenant, or nobody could be asked; `undefined` where there is one. */
  tenant(connection: ProbedConnection): Promise<Failure | undefined>;
  /** Why an answer would not come here; `unclear` where the token service showed a page that says nothing of it. */
  registration(connection: ProbedConnection): Promise<Failure | 'accepted' | 'unclear'>;
}

export interface RegistrationProbeOptions {
  readonly fetch: Fetch;
  readonly redirectUri: string;
  readonly cloud: CloudName;
}

/** Below the 30 s after which a browser stops the worker. */
const timeoutMs = 15_000;

/** A challenge that nobody has the verifier of: no code can come of the question, and none is wanted. */
const challenge = 'A'.repeat(43);

/** What speaks about the registration; any other code is about the person, who was not asked for. */
const ofRegistration: ReadonlySet<FailureKind> = new Set([
  'wrongClient',
  'wrongTenant',
  'redirectMissing',
  'redirectNotSpa',
  'singleTenantApp',
  'appNotPreauthorized',
]);

export function createRegistrationProbe(options: RegistrationProbeOptions): RegistrationProbe {
  const { fetch, redirectUri, cloud } = options;
  const contextOf = (connection: ProbedConnection): SignInContext => ({ ...connection, cloud, redirectUri });

  async function ask(url: string): Promise<{ response: Response; text: string } | Failure> {
    try {
      const response = await fetch(url, {
        // A redirect to the extension is the answer; followed, it would lead nowhere.
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const { status } = response;
      if (status === 429) return { kind: 'throttled', status };
      if (status >= 500) return { kind: 'serverError', status };
      return { response, text: await response.text() };
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'TimeoutError') return { kind: 'timeout' };
      return { kind: 'offline', message: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  }

  function refusalIn(text: string, connection: ProbedConnection): Failure | undefined {
    const code = aadstsCode(text);
    if (code === undefined) return undefined;
    const message = /AADSTS\d+:[^<"\\]{0,300}/.exec(text)?.[0].split('\r\n')[0]?.trim() ?? `AADSTS${code}`;
    return aadstsFailure(code, message, contextOf(connection));
  }

  return {
    async tenant(connection) {
      const asked = await ask(`${authority(cloud, connection.tenant)}/v2.0/.well-known/openid-configuration`);
      if ('kind' in asked) return asked;
      if (asked.response.ok) return undefined;
      return refusalIn(asked.text, connection) ?? { kind: 'unreadable', status: asked.response.status };
    },
    async registration(connection) {
      const query = new URLSearchParams({
        client_id: connection.clientId,
        response_type: 'code',
        response_mode: 'fragment',
        redirect_uri: redirectUri,
        scope: 'openid',
        prompt: 'none',
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
      const asked = await ask(`${authority(cloud, connection.tenant)}/oauth2/v2.0/authorize?${query}`);
      if ('kind' in asked) return asked;
      const { status, type } = asked.response;
      if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return 'accepted';
      const refusal = refusalIn(asked.text, connection);
      return refusal && ofRegistration.has(refusal.kind) ? refusal : 'unclear';
    },
  };
}
