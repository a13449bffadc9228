/** The popup before it knows anybody. */
import { defaultSettings } from '../../../src/domain/settings.ts';
import type { Session } from '../../../src/domain/session.ts';
import { sessionItem, settingsItem } from '../../../src/platform/items.ts';
import type { TestPage } from '../../unit/ui-harness.tsx';
import { clientId } from '../fixtures.ts';
import { popupScene } from '../popup-scene.tsx';

const connected = (session: Session) => async (page: TestPage) => {
  await page.write(settingsItem, { ...defaultSettings, clientId });
  await page.write(sessionItem, session);
};

export const nobodyScenes = [
  popupScene('not-configured', 'Not set up', {}),
  popupScene('signed-out', 'Signed out', { prepare: connected({ status: 'signedOut' }) }),
  popupScene('signing-in', 'A sign-in window is open', {
    prepare: connected({ status: 'signingIn', workerId: 'w' }),
  }),
  popupScene('sign-in-failed', 'Signing in was refused', {
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
  popupScene('sign-in-redirect', 'The registration lacks this installation’s address', {
    prepare: connected({
      status: 'signedOut',
      failure: {
        kind: 'redirectMissing',
        facts: { redirectUri: 'https://efpjjpodlkkajmkjpljlpnnbpajdcbnc.chromiumapp.org/' },
      },
    }),
  }),
  popupScene('signed-out-offline', 'Signed out, and no network', {
    prepare: connected({ status: 'signedOut' }),
    offline: true,
  }),
];
