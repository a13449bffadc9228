/** The pages that open in a tab. */
import type { ComponentChildren } from 'preact';
import { defaultSettings } from '../../../src/domain/settings.ts';
import { OptionsPage } from '../../../src/options/options-page.tsx';
import { sessionItem, settingsItem } from '../../../src/platform/items.ts';
import { WelcomePage } from '../../../src/welcome/welcome-page.tsx';
import { ada, type TestPage } from '../../unit/ui-harness.tsx';
import { clientId } from '../fixtures.ts';
import type { Scene } from '../scene.ts';

const wide = { width: 1280 } as const;
const narrow = { width: 480 } as const;

async function signedIn(page: TestPage): Promise<void> {
  await page.write(settingsItem, { ...defaultSettings, clientId, tenant: 'contoso.com' });
  await page.write(sessionItem, { status: 'signedIn', account: ada });
}

function pageScene(
  id: string,
  title: string,
  draw: () => ComponentChildren,
  scene: Partial<Scene> = {},
): Scene {
  return { id: `pages/${id}`, title, size: wide, draw, ...scene };
}

export const pageScenes = [
  pageScene('welcome', 'Welcome, just installed', () => <WelcomePage />),
  pageScene('welcome-narrow', 'Welcome in a narrow window', () => <WelcomePage />, { size: narrow }),
  pageScene('welcome-signed-in', 'Welcome, done', () => <WelcomePage />, { prepare: signedIn }),
  pageScene('options', 'Settings', () => <OptionsPage />, { prepare: signedIn }),
  pageScene('options-narrow', 'Settings in a narrow window', () => <OptionsPage />, {
    prepare: signedIn,
    size: narrow,
  }),
  pageScene('options-empty', 'Settings before anything is set', () => <OptionsPage />),
];
