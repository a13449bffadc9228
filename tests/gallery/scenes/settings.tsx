/** The settings, and the check of the setup in each of its states. */
import { FailureError } from '../../../src/domain/failure.ts';
import { optionalPermissions, permissions } from '../../../src/domain/permissions.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import type { CheckLine, SetupCheck as Check } from '../../../src/domain/setup-check.ts';
import { OptionsPage } from '../../../src/options/options-page.tsx';
import { sessionItem, settingsItem, setupCheckItem } from '../../../src/platform/items.ts';
import { SetupCheck } from '../../../src/ui/setup-check.tsx';
import { ada, minute, noon, type TestPage } from '../../unit/ui-harness.tsx';
import { clientId } from '../fixtures.ts';
import type { Hands } from '../hands.ts';
import { narrow } from '../popup-scene.tsx';
import type { Scene } from '../scene.ts';

async function signedIn(page: TestPage): Promise<void> {
  await page.write(settingsItem, { ...defaultSettings, clientId, tenant: 'contoso.com' });
  await page.write(sessionItem, { status: 'signedIn', account: ada });
}

function settings(name: string, title: string, scene: Partial<Scene> = {}): Scene {
  return {
    id: `settings/${name}`,
    title,
    size: { width: 1000 },
    prepare: signedIn,
    draw: () => <OptionsPage />,
    ...scene,
  };
}

/** As a person sees it: the row of the Save button stays at the end of the window. */
const inWindow = { size: { width: 1000, height: 760 } } as const;

const ok: CheckLine = { state: 'ok' };
const waiting: CheckLine = { state: 'waiting' };
const unknown: CheckLine = { state: 'unknown' };
const allOk = { clientId: ok, tenant: ok, redirectUri: ok, signIn: ok, graph: ok, azure: ok };
const names = [...permissions.map(({ name }) => name), ...Object.values(optionalPermissions)];
const each = (line: CheckLine) => Object.fromEntries(names.map((name) => [name, line]));

function check(members: {
  readonly questions?: Partial<Check['questions']>;
  readonly permissions?: Check['permissions'];
  readonly isRunning?: boolean;
}): Check {
  return {
    startedAt: noon - 4_000,
    ...(members.isRunning ? {} : { finishedAt: noon - 1_000 }),
    workerId: 'w',
    questions: { ...allOk, ...members.questions },
    permissions: { ...each(ok), ...members.permissions },
  };
}

function setup(name: string, title: string, found?: Check, scene: Partial<Scene> = {}): Scene {
  return {
    id: `settings/check-${name}`,
    title: `The check of the setup: ${title}`,
    size: { width: 720 },
    prepare: async (page) => {
      await signedIn(page);
      if (found) await page.write(setupCheckItem, found);
    },
    draw: () => (
      <main class="page">
        <h1 class="visually-hidden">Check</h1>
        <SetupCheck />
      </main>
    ),
    ...scene,
  };
}

const options = settings('stored', 'Settings', { isMain: true });
const good = setup('good', 'everything is in place', check({}));
const unsaved = async (hands: Hands) => {
  await hands.click('portal-reload');
  await hands.see('[data-testid="save"]:enabled');
};

export const settingScenes: readonly Scene[] = [
  options,
  narrow(options),
  settings('window', 'Settings in a window', inWindow),
  settings('empty', 'Settings before anything is set', { prepare: () => undefined }),
  settings('unsaved', 'Changes that are not saved', { ...inWindow, act: unsaved }),
  settings('saved', 'Saved', {
    ...inWindow,
    act: async (hands) => {
      await unsaved(hands);
      await hands.click('save');
      await hands.see('[data-testid="saved"]');
    },
  }),
  settings('not-saved', 'Saving was refused', {
    ...inWindow,
    prepare: async (page) => {
      await signedIn(page);
      page.answer = () =>
        Promise.reject(
          new FailureError({ kind: 'internal', message: 'QuotaExceededError: storage is full' }),
        );
    },
    act: async (hands) => {
      await unsaved(hands);
      await hands.click('save');
      await hands.see('.options-save [data-testid="failure"]');
    },
  }),
  settings('wrong', 'What was typed is no client id and no tenant', {
    ...inWindow,
    act: async (hands) => {
      await hands.type('client-id', 'Contoso Hoist');
      await hands.type('tenant', 'contoso');
      for (const field of ['client-id', 'tenant']) await hands.leave(field);
      await hands.see('[data-testid="tenant"][aria-invalid]');
    },
  }),
  settings('another-tenant', 'Another tenant: one has to sign in again', {
    ...inWindow,
    act: async (hands) => {
      await hands.type('tenant', 'fabrikam.com');
      await hands.see('[data-testid="sign-in-again"]');
    },
  }),
  setup('never', 'not made yet'),
  setup(
    'running',
    'under way',
    check({
      isRunning: true,
      questions: { signIn: { state: 'checking' }, graph: waiting, azure: waiting },
      permissions: each(waiting),
    }),
  ),
  good,
  narrow(good),
  setup(
    'permission',
    'a permission is missing',
    check({
      permissions: {
        'RoleManagementPolicy.Read.Directory': { state: 'missing' },
        'RoleManagement.Read.Directory': { state: 'missing' },
      },
    }),
  ),
  setup(
    'signed-out',
    'nobody is signed in',
    check({
      questions: { signIn: { state: 'missing' }, graph: unknown, azure: unknown },
      permissions: each(unknown),
    }),
    {
      prepare: async (page) => {
        await page.write(settingsItem, { ...defaultSettings, clientId, tenant: 'contoso.com' });
        await page.write(
          setupCheckItem,
          check({
            questions: { signIn: { state: 'missing' }, graph: unknown, azure: unknown },
            permissions: each(unknown),
          }),
        );
      },
    },
  ),
  setup(
    'redirect',
    'this installation’s address is not registered',
    check({
      questions: {
        redirectUri: {
          state: 'failed',
          failure: {
            kind: 'redirectMissing',
            code: 'AADSTS50011',
            message: 'The redirect URI specified in the request does not match.',
            facts: { redirectUri: 'https://efpjjpodlkkajmkjpljlpnnbpajdcbnc.chromiumapp.org/' },
          },
        },
        signIn: unknown,
        graph: unknown,
        azure: unknown,
      },
      permissions: each(unknown),
    }),
  ),
  setup(
    'offline',
    'no network',
    check({
      questions: {
        tenant: { state: 'failed', failure: { kind: 'offline' } },
        redirectUri: unknown,
        signIn: unknown,
        graph: unknown,
        azure: unknown,
      },
      permissions: each(unknown),
    }),
  ),
  setup('interrupted', 'it was interrupted', {
    ...check({ isRunning: true, questions: { signIn: { state: 'checking' } } }),
    startedAt: noon - 10 * minute,
  }),
];
