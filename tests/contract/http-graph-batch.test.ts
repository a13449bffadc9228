import { describe, expect, test } from 'vitest';
import type { FailureError } from '../../src/domain/failure.ts';
import { readBatch } from '../../src/http/graph-batch.ts';
import { createRig, json, refusal, type Sent, thrownBy } from './http-rig.ts';

interface Asked {
  readonly id: string;
  readonly method: string;
  readonly url: string;
}

const askedIn = ({ body }: Sent) => (body as { requests: Asked[] }).requests;
const paths = (count: number) => Array.from({ length: count }, (_, n) => `/policies/${n}`);

/** Answers every part, in reverse order as the service may. */
function answerAll(request: Sent, answer: (asked: Asked) => object): Response {
  const responses = askedIn(request).map((asked) => ({ id: asked.id, headers: {}, ...answer(asked) }));
  return json(200, { responses: responses.toReversed() });
}

const echo = ({ url }: Asked) => ({ status: 200, body: { url } });

function createBatchRig(service: (request: Sent, n: number) => Response) {
  const rig = createRig(service);
  const sleeps: number[] = [];
  const sleep = async (ms: number) => void sleeps.push(ms);
  return { ...rig, sleeps, read: (wanted: readonly string[]) => readBatch(rig.http, wanted, sleep) };
}

describe('a batch of reads', () => {
  test('is twenty parts at most, answered in the order that was asked', async () => {
    const rig = createBatchRig((request) => answerAll(request, echo));
    const parts = await rig.read(paths(45));
    expect(rig.sent.map(({ url, method }) => `${method} ${new URL(url).pathname}`)).toEqual(
      Array.from({ length: 3 }, () => 'POST /v1.0/$batch'),
    );
    expect(rig.sent.map((request) => askedIn(request).length)).toEqual([20, 20, 5]);
    expect(askedIn(rig.sent[0]!)[0]).toMatchObject({ method: 'GET', url: '/policies/0' });
    expect(parts).toEqual(paths(45).map((url) => ({ body: { url } })));
  });

  test('of nothing is not sent', async () => {
    const rig = createBatchRig(() => json(500, {}));
    expect(await rig.read([])).toEqual([]);
    expect(rig.sent).toEqual([]);
  });

  test('asks again for the parts that were throttled, and for no other, when their own wait is over', async () => {
    const rig = createBatchRig((request, n) =>
      answerAll(request, (asked) =>
        n === 0 && asked.url === '/policies/1'
          ? { status: 429, headers: { 'Retry-After': '7' }, body: refusal('TooManyRequests') }
          : echo(asked),
      ),
    );
    const parts = await rig.read(paths(3));
    expect(rig.sleeps).toEqual([7_000]);
    expect(askedIn(rig.sent[1]!).map(({ url }) => url)).toEqual(['/policies/1']);
    expect(parts).toEqual(paths(3).map((url) => ({ body: { url } })));
  });

  test('leaves a part that asks for a long wait as throttled, and waits for none', async () => {
    const rig = createBatchRig((request) =>
      answerAll(request, (asked) =>
        asked.url === '/policies/0'
          ? { status: 429, headers: { 'retry-after': '60' }, body: refusal('TooManyRequests') }
          : echo(asked),
      ),
    );
    const [first, second] = await rig.read(paths(2));
    expect(first).toMatchObject({ failure: { kind: 'throttled', status: 429 } });
    expect(second).toEqual({ body: { url: '/policies/1' } });
    expect(rig.sleeps).toEqual([]);
    expect(rig.sent).toHaveLength(1);
  });

  test('gives up on a part that is throttled again and again', async () => {
    const rig = createBatchRig((request) => answerAll(request, () => ({ status: 429, body: null })));
    expect(await rig.read(paths(1))).toMatchObject([{ failure: { kind: 'throttled' } }]);
    expect(rig.sent).toHaveLength(3);
  });

  test('gives each part its own refusal, in Graph’s double envelope too', async () => {
    const inner = JSON.stringify({ errorCode: 'PermissionScopeNotGranted', message: 'Missing X.Read.All.' });
    const rig = createBatchRig((request) =>
      answerAll(request, (asked) =>
        asked.url === '/policies/0' ? { status: 403, body: refusal('UnknownError', inner) } : echo(asked),
      ),
    );
    const [first, second] = await rig.read(paths(2));
    expect(first).toMatchObject({
      failure: { kind: 'permissionMissing', code: 'PermissionScopeNotGranted' },
    });
    expect(second).toEqual({ body: { url: '/policies/1' } });
  });

  test('says of a part that was not answered that nothing could be read', async () => {
    const rig = createBatchRig(() => json(200, { responses: [] }));
    expect(await rig.read(paths(1))).toEqual([{ failure: { kind: 'unreadable' } }]);
  });

  test('is tried again as a whole after a server’s error, because it changes nothing', async () => {
    const rig = createBatchRig((request, n) =>
      n === 0 ? json(503, refusal('ServiceUnavailable')) : answerAll(request, echo),
    );
    expect(await rig.read(paths(1))).toEqual([{ body: { url: '/policies/0' } }]);
    expect(rig.sent).toHaveLength(2);
  });

  test('fails as a whole where the answer is none', async () => {
    const rig = createBatchRig(() => json(200, { value: [] }));
    const thrown = await thrownBy(rig.read(paths(1)));
    expect((thrown as FailureError).failure.kind).toBe('unreadable');
  });
});
