import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import { optionalPermissions, permissions } from '../../src/domain/permissions.ts';
import {
  adviceOf,
  type CheckLine,
  missingPermissions,
  type SetupCheck,
} from '../../src/domain/setup-check.ts';

const ok: CheckLine = { state: 'ok' };
const failed = (kind: Failure['kind'], status?: number): CheckLine => ({
  state: 'failed',
  failure: { kind, ...(status === undefined ? {} : { status }) },
});

function check(
  questions: Partial<SetupCheck['questions']> = {},
  granted: Record<string, CheckLine> = {},
): SetupCheck {
  return {
    startedAt: 1,
    finishedAt: 2,
    workerId: 'w',
    questions: { clientId: ok, tenant: ok, redirectUri: ok, signIn: ok, graph: ok, azure: ok, ...questions },
    permissions: { ...Object.fromEntries(permissions.map(({ name }) => [name, ok])), ...granted },
  };
}

describe('what to do next', () => {
  it('is nothing where everything is right', () => {
    expect(adviceOf(check())).toBeUndefined();
  });

  it.each([
    ['there is no client id', { clientId: { state: 'missing' } }, 'enterClientId'],
    ['Microsoft does not know the client id', { clientId: failed('wrongClient') }, 'correctClientId'],
    ['there is no such tenant', { tenant: failed('wrongTenant') }, 'correctTenant'],
    ['the app is of one tenant alone', { tenant: failed('singleTenantApp') }, 'correctTenant'],
    ['the redirect URI is not registered', { redirectUri: failed('redirectMissing') }, 'registerRedirectUri'],
    ['it is, under another platform', { signIn: failed('redirectNotSpa') }, 'registerRedirectUri'],
    ['nobody is signed in', { signIn: { state: 'missing' } }, 'signIn'],
    ['the window was closed', { signIn: failed('signInCancelled') }, 'signIn'],
    ['more proof is asked for', { signIn: failed('moreProofNeeded') }, 'signIn'],
    ['nobody consented', { signIn: failed('consentMissing') }, 'consent'],
    ['the network is gone', { tenant: failed('offline') }, 'tryAgain'],
    ['Azure is down', { azure: failed('serverError', 503) }, 'tryAgain'],
    ['there is no licence', { graph: failed('licenseMissing') }, 'seeFailure'],
    ['a policy blocks the sign-in', { signIn: failed('signInBlocked') }, 'seeFailure'],
    ['the check was interrupted', { signIn: { state: 'unknown' } }, 'tryAgain'],
  ] as const)('when %s', (_, questions, step) => {
    expect(adviceOf(check(questions))?.step).toBe(step);
  });

  it('is what comes first where several things are wrong', () => {
    const { name } = permissions[0]!;
    const all = check(
      { redirectUri: failed('redirectMissing'), signIn: { state: 'missing' }, azure: failed('offline') },
      { [name]: { state: 'missing' } },
    );
    expect(adviceOf(all)?.step).toBe('registerRedirectUri');
    const less = check({ azure: failed('offline') }, { [name]: { state: 'missing' } });
    expect(adviceOf(less)?.step).toBe('consent');
  });

  it('never follows from an optional permission', () => {
    const without = Object.values(optionalPermissions).map((name) => [name, { state: 'missing' }] as const);
    const found = check({}, Object.fromEntries(without));
    expect(missingPermissions(found)).toEqual([]);
    expect(adviceOf(found)).toBeUndefined();
  });
});
