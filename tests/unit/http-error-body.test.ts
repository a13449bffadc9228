import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findClaims, readErrorBody, withoutTokens } from '../../src/http/error-body.ts';

const acrs = '{"access_token":{"acrs":{"essential":true, "value":"c1"}}}';
const challenge =
  'Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTYwMzc0MjgwMCJ9fX0="';

describe('an error body', () => {
  test.each<[string, unknown, object]>([
    [
      'ARM',
      { error: { code: 'RoleAssignmentExists', message: 'It exists.' } },
      { code: 'RoleAssignmentExists', message: 'It exists.' },
    ],
    [
      'Graph',
      {
        error: {
          code: 'Forbidden',
          message: 'No.',
          innerError: { date: '2026-10-09T08:00:00', 'request-id': 'x' },
        },
      },
      { code: 'Forbidden', message: 'No.' },
    ],
    [
      'Graph’s double envelope',
      {
        error: {
          code: 'UnknownError',
          message: '{"errorCode":"PermissionScopeNotGranted","message":"Missing."}',
        },
      },
      { code: 'PermissionScopeNotGranted', message: 'Missing.' },
    ],
    [
      'a triple envelope',
      {
        error: {
          code: 'UnknownError',
          message: JSON.stringify({
            error: { code: 'BadRequest', message: '{"errorCode":"RoleNotFound","message":"Gone."}' },
          }),
        },
      },
      { code: 'RoleNotFound', message: 'Gone.' },
    ],
    [
      'a code in the words of an unknown error',
      { error: { code: 'UnknownError', message: 'Failed with RoleAssignmentExists in the back end' } },
      { code: 'RoleAssignmentExists', message: 'Failed with RoleAssignmentExists in the back end' },
    ],
    [
      'the claims of an unknown error',
      { error: { code: 'UnknownError', message: `&claims=${encodeURIComponent(acrs)}` } },
      { code: 'UnknownError', claims: acrs },
    ],
    [
      'the token service',
      { error: 'invalid_grant', error_description: 'AADSTS1' },
      { code: 'invalid_grant', message: 'AADSTS1' },
    ],
    ['a bare message', { Message: 'An error has occurred.' }, { message: 'An error has occurred.' }],
    [
      'an inner text that is no JSON',
      { error: { code: 'X', message: '{not json' } },
      { code: 'X', message: '{not json' },
    ],
  ])('of %s', (_what, body, expected) => {
    expect(readErrorBody(JSON.stringify(body))).toMatchObject(expected);
  });

  test('of a page is its title', () => {
    const page =
      '<!DOCTYPE html>\n<html><head><title>502 Bad\n Gateway</title></head><body>RoleNotFound</body></html>';
    expect(readErrorBody(page)).toMatchObject({ message: '502 Bad Gateway' });
  });

  test.each(['', '   ', '<html></html>'])('of %j says nothing', (text) => {
    expect(readErrorBody(text)).toEqual({});
  });

  test('of a plain text is the text, shortened', () => {
    expect(readErrorBody('Service unavailable')).toEqual({ message: 'Service unavailable' });
    expect(readErrorBody('x'.repeat(5_000)).message).toHaveLength(500);
  });

  test('keeps a code of its own, whatever others its text names', () => {
    const body = { error: { code: 'AuthorizationFailed', message: 'Not RoleAssignmentExists' } };
    expect(readErrorBody(JSON.stringify(body)).code).toBe('AuthorizationFailed');
  });

  test('is read whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify({ error: value })),
        ),
        (text) => {
          const { code, message, claims } = readErrorBody(text);
          for (const part of [code, message, claims]) expect(['string', 'undefined']).toContain(typeof part);
        },
      ),
    );
  });
});

describe('claims', () => {
  test('are found in the recorded message', () => {
    const message =
      '&claims=%7B%22access_token%22%3A%7B%22acrs%22%3A%7B%22essential%22%3Atrue%2C%20%22value%22%3A%22c1%22%7D%7D%7D';
    expect(findClaims(message)).toBe(acrs);
  });

  test('are found in a challenge of continuous access evaluation', () => {
    const claims = '{"access_token":{"nbf":{"essential":true, "value":"1603742800"}}}';
    expect(findClaims(challenge)).toBe(claims);
    expect(readErrorBody('', challenge)).toEqual({ claims });
  });

  test('are found inside JSON text', () => {
    expect(findClaims(JSON.stringify({ a: { b: `claims="${encodeURIComponent(acrs)}"` } }))).toBe(acrs);
  });

  test('are found behind one that is none', () => {
    expect(findClaims(`claims=none&claims=${encodeURIComponent(acrs)}`)).toBe(acrs);
  });

  test.each([
    '',
    'claims=',
    'claims=%7B%22',
    'claims="!!!"',
    'claims=12',
    'claims="W10="',
    'The claims = none',
  ])('are not %j', (text) => {
    expect(findClaims(text)).toBeUndefined();
  });

  test('come out as they went in, URL-encoded or in base64', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue()).map((claims) => JSON.stringify(claims));
    fc.assert(
      fc.property(value, (claims) => {
        const base64 = Buffer.from(claims).toString('base64');
        expect(findClaims(`Bearer claims="${base64}"`)).toBe(claims);
        expect(findClaims(`&claims=${encodeURIComponent(claims)}`)).toBe(claims);
      }),
    );
  });
});

test('a token in a text is blotted out, claims are not', () => {
  expect(withoutTokens('Bearer eyJhbGciOi.eyJvaWQi.c2ln-_x expired')).toBe('Bearer [token] expired');
  expect(withoutTokens(challenge)).toBe(challenge);
});
