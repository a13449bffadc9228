import { describe, expect, it } from 'vitest';
import type { Emulator, EmulatorOptions } from '../emulator/emulator.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import {
  authorizeUrl,
  claimsOf,
  cloud,
  fragmentOf,
  refresh,
  signIn,
  windowOf,
} from './token-service-client.ts';

const claimsFor = (...contexts: string[]): string =>
  JSON.stringify({
    access_token: { acrs: { essential: true, values: contexts }, xms_cc: { values: ['CP1'] } },
  });

const own: EmulatorOptions = { knobs: { token: { authenticationContexts: { c1: 'own', c2: 'own' } } } };

/** How often the journal saw a proof asked for and given, by its context. */
function prompts(emulator: Emulator, context: string): number {
  return emulator.journal.count({
    host: 'login.microsoftonline.com',
    method: 'POST',
    path: /^\/flow\/[^/]+\/context$/,
    where: ({ body }) => {
      const sent = body as Record<string, string>;
      return sent['context'] === context && sent['answer'] === 'approve';
    },
  });
}

describe('an authentication context with a proof of its own', () => {
  it('asks once for each context in the session, and the journal counts it', async () => {
    const emulator = cloud(own);
    const pages: string[] = [];
    const open = windowOf(emulator, 'ada@contoso.com', { onPage: (name) => void pages.push(name) });
    await (await signIn(emulator, open)).redeem();
    pages.length = 0;
    for (const context of ['c1', 'c2', 'c1']) {
      const { body } = await (await signIn(emulator, open, { claims: claimsFor(context) })).redeem();
      expect(claimsOf(body.access_token)).toMatchObject({
        acrs: ['p1', context],
        amr: ['pwd', 'mfa'],
        xms_cc: ['cp1'],
      });
    }
    expect(pages).toEqual(['context', 'context']);
    expect([prompts(emulator, 'c1'), prompts(emulator, 'c2')]).toEqual([1, 1]);
  });

  it('asks for two at once one after the other', async () => {
    const emulator = cloud(own);
    const { body } = await (
      await signIn(emulator, windowOf(emulator), { claims: claimsFor('c1', 'c2') })
    ).redeem();
    expect(claimsOf(body.access_token)['acrs']).toEqual(['p1', 'c1', 'c2']);
    expect([prompts(emulator, 'c1'), prompts(emulator, 'c2')]).toEqual([1, 1]);
  });

  it('is refused silently (AADSTS50076) by a token or a session that proved another one only', async () => {
    const emulator = cloud(own);
    const open = windowOf(emulator);
    const { body } = await (await signIn(emulator, open, { claims: claimsFor('c1') })).redeem();
    expect((await refresh(emulator, body.refresh_token, claimsFor('c1'))).status).toBe(200);
    const silent = await refresh(emulator, body.refresh_token, claimsFor('c2'));
    expect(silent.body).toMatchObject({ error_codes: [50076], suberror: 'basic_action' });
    const none = await open(authorizeUrl({ claims: claimsFor('c2'), prompt: 'none' }), false);
    expect(fragmentOf(none)).toMatchObject({ error: 'interaction_required' });
    expect(prompts(emulator, 'c2')).toBe(0);
  });

  it('can be declined, and is not proved by what was never asked', async () => {
    const emulator = cloud(own);
    const declines = windowOf(emulator, 'ada@contoso.com', { stepUp: () => 'cancel' });
    await expect(signIn(emulator, declines, { claims: claimsFor('c1') })).rejects.toThrow(
      'The user did not approve access.',
    );
    expect(prompts(emulator, 'c1')).toBe(0);
    const flow = emulator.journal.last({ path: /^\/flow\// })?.path.split('/')[2] ?? '';
    const forged = await emulator.fetch(
      new Request(`https://login.microsoftonline.com/flow/${flow}/context`, {
        method: 'POST',
        body: new URLSearchParams({ context: 'c1', answer: 'approve' }),
      }),
    );
    // Without the session's cookie nobody is signed in: the password page, not the code.
    expect(forged.status).toBe(200);
    expect(await forged.text()).toContain('data-page="password"');
  });

  it.each([
    ['own', 'context'],
    ['mfa', 'mfa'],
  ] as const)('under the rule “%s” another account may be chosen at the %s page', async (rule, page) => {
    const emulator = cloud({ knobs: { token: { authenticationContexts: { c1: rule } } } });
    const wanted = ['ada@contoso.com', 'alan@contoso.com'];
    const pages: string[] = [];
    let changed = false;
    const change = (): 'approve' | 'another account' => {
      if (changed) return 'approve';
      changed = true;
      return 'another account';
    };
    const open = windowOf(emulator, '', {
      choose: () => wanted.shift() ?? 'cancel',
      mfa: change,
      stepUp: change,
      onPage: (name) => void pages.push(name),
    });
    const { body } = await (await signIn(emulator, open, { claims: claimsFor('c1') })).redeem();
    expect(claimsOf(body.access_token)).toMatchObject({ oid: people.alan.id, acrs: ['p1', 'c1'] });
    expect(pages).toEqual(['account', 'password', page, 'account', 'password', page]);
  });
});

describe('a policy with an authentication context', () => {
  it('is satisfied by the token that the interactive step ends in, and by no other', async () => {
    const emulator = cloud(own);
    const open = windowOf(emulator);
    const activate = (token: string): Promise<Response> =>
      emulator.fetch(
        new Request(
          'https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignmentScheduleRequests',
          {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: JSON.stringify({
              action: 'selfActivate',
              principalId: people.ada.id,
              roleDefinitionId: entraRoleId('Privileged Role Administrator'),
              directoryScopeId: '/',
              justification: 'Contract test',
              scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT30M' } },
            }),
          },
        ),
      );
    const plain = await (await signIn(emulator, open)).redeem();
    const refused = await activate(plain.body.access_token);
    expect(refused.status).toBe(400);
    const { error } = (await refused.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('RoleAssignmentRequestAcrsValidationFailed');
    const claims = decodeURIComponent(error.message.replace('&claims=', ''));
    // The challenge alone does not declare cp1: its token is challenged again (pim-api.md 0.4).
    const incapable = await (await signIn(emulator, open, { claims })).redeem();
    expect(claimsOf(incapable.body.access_token)['acrs']).toEqual(['p1', 'c1']);
    expect((await activate(incapable.body.access_token)).status).toBe(400);
    const capable = await (await signIn(emulator, open, { claims: claimsFor('c1') })).redeem();
    expect((await activate(capable.body.access_token)).status).toBe(201);
    expect(prompts(emulator, 'c1')).toBe(1);
  });

  it('counts prompts every time where the frequency says so', async () => {
    const emulator = cloud({ knobs: { token: { authenticationContexts: { c1: 'every-time' } } } });
    const open = windowOf(emulator);
    for (let round = 0; round < 2; round += 1) await signIn(emulator, open, { claims: claimsFor('c1') });
    expect(emulator.journal.count({ method: 'POST', path: /^\/flow\/[^/]+\/mfa$/ })).toBe(2);
  });
});
