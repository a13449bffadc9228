import { describe, expect, it } from 'vitest';
import {
  authorizeUrl,
  claimsOf,
  cloud,
  codeOf,
  fragmentOf,
  signIn,
  windowOf,
} from './token-service-client.ts';

describe('prompt=none', () => {
  const silently = async (open: ReturnType<typeof windowOf>, more = {}) =>
    fragmentOf(await open(authorizeUrl({ prompt: 'none', ...more }), false));

  it('without a session is login_required, never a page', async () => {
    const emulator = cloud();
    const answer = await silently(windowOf(emulator));
    expect(answer).toMatchObject({ error: 'login_required', state: 'the-state' });
    expect(codeOf(answer['error_description'])).toBe(50058);
    expect(answer).not.toHaveProperty('code');
  });

  it('with one account signed in gives a code', async () => {
    const emulator = cloud();
    const open = windowOf(emulator);
    await signIn(emulator, open);
    expect(await silently(open)).toHaveProperty('code');
  });

  it('with a hint for somebody else is login_required', async () => {
    const emulator = cloud();
    const open = windowOf(emulator);
    await signIn(emulator, open);
    expect(await silently(open, { login_hint: 'grace@contoso.com' })).toMatchObject({
      error: 'login_required',
    });
    expect(await silently(open, { login_hint: undefined, sid: 'another-session' })).toMatchObject({
      error: 'login_required',
    });
  });

  it('with two accounts and no hint is interaction_required; a hint or a session id settles it', async () => {
    const emulator = cloud();
    const names = ['ada@contoso.com', 'alan@contoso.com'];
    const open = windowOf(emulator, '', { choose: () => names.shift() ?? 'cancel' });
    const ada = await (await signIn(emulator, open)).redeem();
    await signIn(emulator, open, { prompt: 'select_account' });
    const unsettled = await silently(open);
    expect(unsettled['error']).toBe('interaction_required');
    expect(codeOf(unsettled['error_description'])).toBe(16000);
    expect(await silently(open, { login_hint: 'alan@contoso.com' })).toHaveProperty('code');
    expect(await silently(open, { sid: claimsOf(ada.body.id_token)['sid'] as string })).toHaveProperty(
      'code',
    );
  });

  it('would show a page without it: the window says so', async () => {
    const emulator = cloud();
    await expect(windowOf(emulator)(authorizeUrl(), false)).rejects.toThrow('User interaction required.');
  });
});
