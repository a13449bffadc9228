import { describe, expect, it } from 'vitest';
import { aadstsCode, aadstsFailure, aadstsKinds, signInFacts } from '../../src/auth/aadsts.ts';
import { failureKinds } from '../../src/domain/failure.ts';

const context = {
  cloud: 'public',
  clientId: '11111111-2222-4333-8444-555555555555',
  redirectUri: 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/',
  tenant: 'contoso.example',
} as const;

/** Every code that pim-api.md G tells clients to expect, with what it has to become. */
const documented: Record<number, string> = {
  50076: 'moreProofNeeded',
  50079: 'moreProofNeeded',
  50058: 'signInNeeded',
  65001: 'consentMissing',
  90094: 'consentMissing',
  90095: 'consentMissing',
  65004: 'consentDeclined',
  65002: 'appNotPreauthorized',
  50011: 'redirectMissing',
  7000218: 'redirectNotSpa',
  9002326: 'redirectNotSpa',
  700016: 'wrongClient',
  50194: 'singleTenantApp',
  500011: 'apiMissing',
  53000: 'signInBlocked',
  53001: 'signInBlocked',
  53003: 'signInBlocked',
  50105: 'notAssigned',
  16000: 'signInNeeded',
  70008: 'signInNeeded',
  700082: 'signInNeeded',
  700084: 'signInNeeded',
  700081: 'signInNeeded',
  70043: 'signInNeeded',
  50173: 'signInNeeded',
  90002: 'wrongTenant',
  28000: 'internal',
  9002313: 'internal',
  9002327: 'signInOther',
};

describe('AADSTS codes', () => {
  it.each(Object.entries(documented))('AADSTS%s becomes %s', (code, kind) => {
    const failure = aadstsFailure(Number(code), `AADSTS${code}: said so`, context);
    expect(failure.kind).toBe(kind);
    expect(failure.code).toBe(`AADSTS${code}`);
    expect(failure.message).toBe(`AADSTS${code}: said so`);
  });

  it('maps every documented code on purpose, never by the fallback', () => {
    for (const code of Object.keys(documented)) expect(Object.hasOwn(aadstsKinds, code), code).toBe(true);
  });

  it('names only kinds of the catalogue', () => {
    for (const kind of Object.values(aadstsKinds)) expect(failureKinds).toContain(kind);
  });

  it('keeps what Microsoft says of a code that nobody knows', () => {
    expect(aadstsFailure(123456, 'AADSTS123456: something new', context)).toMatchObject({
      kind: 'signInOther',
      code: 'AADSTS123456',
      message: 'AADSTS123456: something new',
    });
  });

  it('gives the facts that the sentences need', () => {
    expect(signInFacts(context)).toEqual({
      clientId: context.clientId,
      redirectUri: context.redirectUri,
      tenant: 'contoso.example',
      consentUrl:
        'https://login.microsoftonline.com/contoso.example/adminconsent' +
        '?client_id=11111111-2222-4333-8444-555555555555' +
        '&redirect_uri=https%3A%2F%2Fabcdefghijklmnopabcdefghijklmnop.chromiumapp.org%2F',
    });
  });

  it('finds the code in a description', () => {
    expect(aadstsCode("AADSTS50011: The redirect URI 'x' does not match.\r\nTrace ID: 1")).toBe(50011);
    expect(aadstsCode('AADSTS7000218: The request body must contain')).toBe(7000218);
    expect(aadstsCode('no code here')).toBeUndefined();
    expect(aadstsCode(undefined)).toBeUndefined();
  });
});
