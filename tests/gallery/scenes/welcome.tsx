/** The welcome page: each of its steps, and what may go wrong in them. */
import { permissions } from '../../../src/domain/permissions.ts';
import type { Session } from '../../../src/domain/session.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import type { WelcomeProgress } from '../../../src/domain/welcome.ts';
import { sessionItem, settingsItem, welcomeItem } from '../../../src/platform/items.ts';
import { WelcomePage } from '../../../src/welcome/welcome-page.tsx';
import { ada, type TestPage } from '../../unit/ui-harness.tsx';
import { clientId } from '../fixtures.ts';
import type { Hands } from '../hands.ts';
import { narrow } from '../popup-scene.tsx';
import type { Scene } from '../scene.ts';

function welcome(name: string, title: string, scene: Partial<Scene> = {}): Scene {
  return {
    id: `welcome/${name}`,
    title,
    size: { width: 1000 },
    draw: () => <WelcomePage />,
    ...scene,
  };
}

const at = (progress: WelcomeProgress) => (page: TestPage) => page.write(welcomeItem, progress);

const connected = (session: Session) => async (page: TestPage) => {
  await page.write(welcomeItem, { introRead: true });
  await page.write(settingsItem, { ...defaultSettings, clientId, tenant: 'contoso.com' });
  await page.write(sessionItem, session);
};

const namesOf = (api: 'graph' | 'arm') =>
  permissions.filter((one) => one.api === api).map(({ name }) => name);
const everything = { graph: namesOf('graph'), arm: namesOf('arm') };

const signedIn = (members: Partial<Session> = {}) =>
  connected({ status: 'signedIn', account: ada, granted: everything, ...members });

/** The commands for a registration, for the shell at this place among the tabs. */
const guide = (shell: 1 | 2 | 3) => async (hands: Hands) => {
  await hands.clickOn('[data-testid="registration-guide"] > summary');
  await hands.clickOn(`[role="tab"]:nth-of-type(${shell})`);
  await hands.see(`[role="tab"]:nth-of-type(${shell})[aria-selected="true"]`);
};

const what = welcome('what', 'Step 1: what Hoist does and never does', { isMain: true });
const connect = welcome('connect', 'Step 2: connect', { prepare: at({ introRead: true }) });
const ready = welcome('ready', 'Ready', {
  prepare: async (page) => {
    await signedIn()(page);
    Object.assign(page, {
      readShortcuts: async () =>
        new Map([
          ['_execute_action', 'Alt+Shift+O'],
          ['activate-last-role', 'Alt+Shift+H'],
        ]),
    });
  },
  act: async (hands) => {
    await hands.see('[data-testid="key-open"]');
  },
});

export const welcomeScenes: readonly Scene[] = [
  what,
  narrow(what),
  welcome('what-again', 'Step 1, opened again', {
    prepare: async (page) => {
      await signedIn()(page);
      await at({ introRead: true, opened: 'what' })(page);
    },
  }),
  connect,
  narrow(connect),
  welcome('connect-wrong', 'Step 2: what was typed is no client id', {
    prepare: at({ introRead: true, clientId: 'Contoso Hoist', tenant: 'contoso' }),
    act: async (hands) => {
      for (const field of ['client-id', 'tenant']) await hands.leave(field);
      await hands.see('[data-testid="tenant"][aria-invalid]');
    },
  }),
  welcome('connect-again', 'Step 2, opened again by somebody who is signed in', {
    prepare: async (page) => {
      await signedIn()(page);
      await at({ introRead: true, opened: 'connect' })(page);
    },
    act: (hands) => hands.type('tenant', 'fabrikam.com'),
  }),
  welcome('guide-bash', 'The commands for Bash', { prepare: at({ introRead: true }), act: guide(1) }),
  welcome('guide-az-powershell', 'The commands for az in PowerShell', {
    prepare: at({ introRead: true }),
    act: guide(2),
  }),
  welcome('guide-graph-powershell', 'The commands for Graph PowerShell', {
    prepare: at({ introRead: true }),
    act: guide(3),
  }),
  welcome('guide-permissions', 'The permissions, and what each is for', {
    prepare: at({ introRead: true }),
    act: async (hands) => {
      await guide(1)(hands);
      await hands.clickOn('.guide-permissions > summary');
    },
  }),
  welcome('sign-in', 'Step 3: sign in', { prepare: connected({ status: 'signedOut' }) }),
  welcome('signing-in', 'Step 3: a window is open', {
    prepare: connected({ status: 'signingIn', workerId: 'w' }),
  }),
  welcome('sign-in-failed', 'Step 3: nobody has consented', {
    prepare: connected({
      status: 'signedOut',
      failure: {
        kind: 'consentMissing',
        code: 'AADSTS65001',
        message: 'The user or administrator has not consented to use the application.',
        facts: { consentUrl: 'https://login.microsoftonline.com/contoso.com/v2.0/adminconsent' },
      },
    }),
  }),
  ready,
  narrow(ready),
  welcome('ready-missing', 'Ready, but for Azure', {
    prepare: signedIn({ granted: { ...everything, arm: [] } }),
  }),
  welcome('ready-firefox', 'Ready, in Firefox, without keys', {
    prepare: async (page) => {
      await signedIn()(page);
      Object.assign(page, { browserKind: 'firefox' });
    },
  }),
];
