import type { Strike } from './faults.ts';
import type { ServerClock } from './types.ts';
import { caeChallenge } from './token-service/challenges.ts';

/** What became of a request: an answer, a connection that was cut, or a host that is not there. */
export type Outcome = Response | 'reset' | 'no-such-host';

export interface StrikeContext {
  readonly api: 'login' | 'graph' | 'arm' | 'portal';
  readonly clock: ServerClock;
  readonly newId: () => string;
  /** Ends early, by rejecting, when the client hangs up. */
  readonly wait: (what: Promise<unknown>) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
}

const htmlPage = (title: string): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>`;

const html = (status: 200 | 502): Response =>
  new Response(htmlPage(status === 502 ? '502 Bad Gateway' : 'Sign in to your network'), {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });

const errors: Readonly<Record<number, readonly [code: string, message: string]>> = {
  429: ['TooManyRequests', 'Too many requests.'],
  500: ['InternalServerError', 'An internal error occurred.'],
  502: ['BadGateway', 'The gateway got no valid answer.'],
  503: ['ServiceUnavailable', 'The service is unavailable.'],
  504: ['GatewayTimeout', 'The gateway got no answer in time.'],
};

/** The token service has an envelope of its own (pim-api.md G). */
const transient = {
  error: 'temporarily_unavailable',
  error_description: 'AADSTS90033: A transient error has occurred. Please try again.',
  error_codes: [90033],
};

/** An error in the envelope of ARM and Graph (pim-api.md F.1); which code Graph gives a 429 is UNCONFIRMED. */
const statusAnswer = (
  api: StrikeContext['api'],
  status: number,
  retryAfter: number | Date | undefined,
): Response => {
  const [code, message] = errors[status] ?? ['UnknownError', ''];
  const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' });
  if (retryAfter !== undefined) {
    headers.set(
      'retry-after',
      typeof retryAfter === 'number' ? String(retryAfter) : retryAfter.toUTCString(),
    );
  }
  const body = api === 'login' ? transient : { error: { code, message } };
  return new Response(JSON.stringify(body), { status, headers });
};

/** The envelope that the API puts around its refusals (pim-api.md F.1). */
const refused = (
  { status, code, message }: Extract<Strike['fault'], { kind: 'refusal' }>,
  { api, clock, newId }: StrikeContext,
): Response => {
  const id = newId();
  const date = new Date(clock.now()).toISOString().slice(0, 19);
  const innerError = { date, 'request-id': id, 'client-request-id': id };
  const error = { code, message, ...(api === 'graph' ? { innerError } : {}) };
  return Response.json({ error }, { status });
};

async function truncated(answer: Response): Promise<Response> {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  return new Response(text.slice(0, Math.max(1, Math.floor(text.length / 2))), {
    status: answer.status,
    headers,
  });
}

/** Carries a request out as the fault that struck it wants. */
export async function suffer(
  { fault, released }: Strike,
  carryOut: () => Promise<Response>,
  context: StrikeContext,
): Promise<Outcome> {
  const { api, clock, newId, wait, sleep } = context;
  const done = 'after' in fault && fault.after ? await carryOut() : undefined;
  switch (fault.kind) {
    case 'status':
      return statusAnswer(api, fault.status, fault.retryAfter);
    case 'refusal':
      return refused(fault, context);
    case 'html':
      return html(fault.status);
    case 'reset':
      return 'reset';
    case 'stall':
      await wait(released);
      return done ?? carryOut();
    case 'truncated-json':
      return truncated(await carryOut());
    case 'wrong-json':
      return Response.json(fault.body ?? { unexpected: true });
    case 'cae':
      return caeChallenge(api === 'login' ? 'graph' : api, {
        now: clock.now(),
        newId,
        notBefore: clock.now(),
      });
    case 'delay':
      await sleep(fault.ms);
      return carryOut();
  }
}
