import { describe, expect, test } from 'vitest';
import { FailureError, type FailureKind } from '../../src/domain/failure.ts';
import { ThrottledError, WriteLostError } from '../../src/http/errors.ts';
import type { HttpRequest } from '../../src/http/client.ts';
import { createRig, json, refusal, type Service, thrownBy } from './http-rig.ts';

const read: HttpRequest = { resource: 'graph', method: 'GET', url: '/v1.0/things' };
const write: HttpRequest = { resource: 'graph', method: 'POST', url: '/v1.0/things', body: { a: 1 } };

type Ending = 'answer' | 'lost' | 'throttled' | FailureKind;

/** How the request ended: an answer, one of the two undecided ends, or the kind of a definite failure. */
async function ending(promise: Promise<unknown>): Promise<Ending> {
  const thrown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown === undefined) return 'answer';
  if (thrown instanceof WriteLostError) return 'lost';
  if (thrown instanceof ThrottledError) return 'throttled';
  if (thrown instanceof FailureError) return thrown.failure.kind;
  throw thrown;
}

const always =
  (status: number, body: unknown = refusal('SomeCode')): Service =>
  () =>
    json(status, status === 204 ? undefined : body);

const cut: Service = () => {
  throw new TypeError('fetch failed');
};

/** The connection breaks while the answer is being read: the service has carried the request out. */
const cutAfter: Service = () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"value":'));
        controller.error(new TypeError('terminated'));
      },
    }),
  );

const stall: Service = () => new Promise<Response>(() => {});

/** Only what never answers is given up, so that no other case depends on how fast it is. */
const patience = (service: Service) => (service === stall ? { timeoutMs: 30 } : {});

const page: Service = () => new Response('<html><title>Welcome to the hotel</title></html>', { status: 200 });
const halfJson: Service = () => new Response('{"value":[{"id":', { status: 200 });
const gateway: Service = () => new Response('<html><title>502 Bad Gateway</title></html>', { status: 502 });
const elsewhere: Service = () =>
  new Response(null, { status: 302, headers: { location: 'https://example.org/' } });

type Case = [
  what: string,
  service: Service,
  reads: { sent: number; end: Ending },
  writes: { sent: number; end: Ending },
];

const cases: Case[] = [
  ['200', always(200), { sent: 1, end: 'answer' }, { sent: 1, end: 'answer' }],
  ['201', always(201), { sent: 1, end: 'answer' }, { sent: 1, end: 'answer' }],
  ['204', always(204), { sent: 1, end: 'answer' }, { sent: 1, end: 'answer' }],
  ['400', always(400), { sent: 1, end: 'refused' }, { sent: 1, end: 'refused' }],
  ['401', always(401), { sent: 2, end: 'signInNeeded' }, { sent: 2, end: 'signInNeeded' }],
  ['403', always(403), { sent: 1, end: 'forbidden' }, { sent: 1, end: 'forbidden' }],
  ['404', always(404), { sent: 1, end: 'notFound' }, { sent: 1, end: 'notFound' }],
  ['409', always(409), { sent: 1, end: 'refused' }, { sent: 1, end: 'refused' }],
  ['429', always(429), { sent: 3, end: 'throttled' }, { sent: 3, end: 'throttled' }],
  ['408 of a gateway', always(408), { sent: 1, end: 'timeout' }, { sent: 1, end: 'lost' }],
  ['500', always(500), { sent: 3, end: 'serverError' }, { sent: 1, end: 'lost' }],
  ['501', always(501), { sent: 1, end: 'serverError' }, { sent: 1, end: 'lost' }],
  ['502', always(502), { sent: 3, end: 'serverError' }, { sent: 1, end: 'lost' }],
  ['502 as an HTML page', gateway, { sent: 3, end: 'serverError' }, { sent: 1, end: 'lost' }],
  ['503', always(503), { sent: 3, end: 'serverError' }, { sent: 1, end: 'lost' }],
  ['504', always(504), { sent: 3, end: 'serverError' }, { sent: 1, end: 'lost' }],
  ['a reset before the answer', cut, { sent: 3, end: 'offline' }, { sent: 1, end: 'lost' }],
  ['a reset within the answer', cutAfter, { sent: 3, end: 'offline' }, { sent: 1, end: 'lost' }],
  ['no answer in time', stall, { sent: 1, end: 'timeout' }, { sent: 1, end: 'lost' }],
  ['200 with a page of the network', page, { sent: 1, end: 'unreadable' }, { sent: 1, end: 'lost' }],
  ['200 with half an answer', halfJson, { sent: 1, end: 'unreadable' }, { sent: 1, end: 'lost' }],
  ['a redirect', elsewhere, { sent: 1, end: 'unreadable' }, { sent: 1, end: 'lost' }],
];

describe.each(cases)('%s', (_what, service, reads, writes) => {
  test(`a read is sent ${reads.sent} time(s) and ends as ${reads.end}`, async () => {
    const rig = createRig(service, patience(service));
    expect(await ending(rig.http.request(read))).toBe(reads.end);
    expect(rig.sent).toHaveLength(reads.sent);
  });

  test(`a write is sent ${writes.sent} time(s) and ends as ${writes.end}`, async () => {
    const rig = createRig(service, patience(service));
    expect(await ending(rig.http.request(write))).toBe(writes.end);
    expect(rig.sent).toHaveLength(writes.sent);
  });

  test.each(['PUT', 'PATCH', 'DELETE'] as const)('%s is a write like any other', async (method) => {
    const rig = createRig(service, patience(service));
    expect(await ending(rig.http.request({ ...write, method }))).toBe(writes.end);
    expect(rig.sent).toHaveLength(writes.sent);
  });
});

test('a request that is known to be slow has a limit of its own', async () => {
  const rig = createRig(stall, { timeoutMs: 60_000 });
  expect(await ending(rig.http.request({ ...read, timeoutMs: 30 }))).toBe('timeout');
  expect(rig.sent).toHaveLength(1);
});

describe('a read that is tried again', () => {
  const thenGood =
    (bad: Service, times: number): Service =>
    (request, n) =>
      n < times ? bad(request, n) : json(200, { fine: true });

  test.each([429, 500, 502, 503, 504])('gets its answer after a %i', async (status) => {
    const rig = createRig(thenGood(always(status), 2));
    expect((await rig.http.request(read)).body).toEqual({ fine: true });
    expect(rig.sent).toHaveLength(3);
  });

  test('waits a little longer each time', async () => {
    const rig = createRig(thenGood(cut, 2));
    await rig.http.request(read);
    expect(rig.waits).toEqual([750, 1500]);
  });

  test('waits as long as a 503 asks for', async () => {
    const rig = createRig(thenGood(() => json(503, refusal('Busy'), { 'retry-after': '7' }), 1));
    await rig.http.request(read);
    expect(rig.waits).toEqual([7000]);
  });

  test('is given up rather than wait for more than 20 s in all', async () => {
    const rig = createRig(() => json(503, refusal('Busy'), { 'retry-after': '11' }));
    expect(await ending(rig.http.request(read))).toBe('serverError');
    expect(rig.waits).toEqual([11_000]);
    expect(rig.sent).toHaveLength(2);
  });

  test('bears the same name in the service’s logs', async () => {
    const rig = createRig(thenGood(always(503), 2));
    await rig.http.request({ ...read, requestId: 'mine' });
    expect(rig.sent.map(({ headers }) => headers.get('client-request-id'))).toEqual(['mine', 'mine', 'mine']);
  });
});

describe('a caller that gives up', () => {
  test('sends nothing when it gave up before', async () => {
    const rig = createRig(always(200));
    const thrown = await thrownBy(
      rig.http.request({ ...read, signal: AbortSignal.abort(new Error('Enough')) }),
    );
    expect(thrown).toMatchObject({ message: 'Enough' });
    expect(rig.sent).toHaveLength(0);
  });

  test('gets its own reason for a read, and nothing is tried again', async () => {
    const controller = new AbortController();
    const rig = createRig(async () => {
      controller.abort(new Error('Enough'));
      return stall({} as never, 0);
    });
    const thrown = await thrownBy(rig.http.request({ ...read, signal: controller.signal }));
    expect(thrown).toMatchObject({ message: 'Enough' });
    expect(rig.sent).toHaveLength(1);
  });

  test('is told that a write under way may have been carried out', async () => {
    const controller = new AbortController();
    const rig = createRig(async () => {
      controller.abort();
      return stall({} as never, 0);
    });
    const thrown = await thrownBy(rig.http.request({ ...write, signal: controller.signal }));
    expect(thrown).toBeInstanceOf(WriteLostError);
  });
});
