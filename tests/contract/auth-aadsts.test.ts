import { beforeEach, describe, expect, it } from 'vitest';
import { createEmulator } from '../emulator/emulator.ts';
import { contosoTenant, hoistClientId } from '../emulator/seeds/contoso-directory.ts';
import { Refusal } from '../emulator/token-service/aadsts.ts';
import { createTestBrowser, failureFrom, redirectUri, type TestBrowser } from './auth-browser.ts';
import { sharedKeys } from './shared-keys.ts';

/** pim-api.md G, "AADSTS to emulate", with what a person is to be told. */
const kinds = {
  16000: 'signInNeeded',
  28000: 'internal',
  50011: 'redirectMissing',
  50058: 'signInNeeded',
  50076: 'moreProofNeeded',
  50079: 'moreProofNeeded',
  50105: 'notAssigned',
  50173: 'signInNeeded',
  50194: 'singleTenantApp',
  53000: 'signInBlocked',
  53001: 'signInBlocked',
  53003: 'signInBlocked',
  65001: 'consentMissing',
  65002: 'appNotPreauthorized',
  65004: 'consentDeclined',
  70008: 'signInNeeded',
  70043: 'signInNeeded',
  90002: 'wrongTenant',
  90094: 'consentMissing',
  90095: 'consentMissing',
  500011: 'apiMissing',
  700016: 'wrongClient',
  700081: 'signInNeeded',
  700082: 'signInNeeded',
  700084: 'signInNeeded',
  7000218: 'redirectNotSpa',
  9002313: 'internal',
  9002326: 'redirectNotSpa',
  9002327: 'signInOther',
} as const;
const codes = Object.keys(kinds).map(Number) as (keyof typeof kinds)[];

describe('what Microsoft refuses', () => {
  const emulator = createEmulator({ keys: sharedKeys });
  let browser: TestBrowser;

  beforeEach(() => {
    emulator.knobs.token.forced.length = 0;
    browser = createTestBrowser(emulator);
  });

  const facts = (tenant: string) => ({
    clientId: hoistClientId,
    redirectUri,
    tenant,
    consentUrl:
      `https://login.microsoftonline.com/${tenant}/adminconsent?client_id=${hoistClientId}` +
      `&redirect_uri=${encodeURIComponent(redirectUri)}`,
  });

  describe.each(codes)('AADSTS%i', (code) => {
    const expected = { kind: kinds[code], code: `AADSTS${code}` };
    const itsOwnWords = expect.stringMatching(new RegExp(`^AADSTS${code}: [^]*Trace ID: [^]*Timestamp: `));

    it('is understood where the window comes back with it, or the window is closed on its page', async () => {
      emulator.knobs.token.forced.push({ code, at: 'authorize' });
      const failure = await failureFrom(browser.worker().signIn());
      expect(failure.facts).toEqual(facts('organizations'));
      // A page of Entra's own ends with the window closed by hand: all that can be told is what to compare it with.
      if (new Refusal(code).at === 'page') expect(failure.kind).toBe('signInCancelled');
      else expect(failure).toMatchObject({ ...expected, message: itsOwnWords });
    });

    it('is understood where it answers a flow without the person', async () => {
      await browser.signIn();
      browser.quit();
      emulator.knobs.token.forced.push({ code, at: 'authorize', only: 'none' });
      const failure = await failureFrom(browser.worker().resume(browser.account!));
      expect(failure).toMatchObject({ ...expected, message: itsOwnWords, facts: facts(contosoTenant.id) });
    });

    it('is understood where it answers a token request', async () => {
      emulator.knobs.token.forced.push({ code, at: 'token' });
      const failure = await failureFrom(browser.worker().signIn());
      expect(failure).toMatchObject({ ...expected, message: itsOwnWords, facts: facts('organizations') });
      expect(JSON.stringify(failure)).not.toContain('eyJ');
    });

    it('does not stand in the way of the next sign-in', async () => {
      const auth = browser.worker();
      emulator.knobs.token.forced.push({ code, at: 'token', times: 1 });
      await failureFrom(auth.signIn());
      expect((await auth.signIn()).account.tenantId).toBe(contosoTenant.id);
    });
  });
});
