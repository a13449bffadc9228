/** The popup before it knows anybody. */
import { defaultSettings } from '../../../src/domain/settings.ts';
import type { Session } from '../../../src/domain/session.ts';
import * as v from 'valibot';
import { sessionItem, settingsItem } from '../../../src/platform/items.ts';
import type { TestPage } from '../../unit/ui-harness.tsx';
import { clientId } from '../fixtures.ts';
import { popupScene } from '../popup-scene.tsx';

const connected = (session: Session) => async (page: TestPage) => {
  await page.write(settingsItem, { ...defaultSettings, clientId });
  await page.write(sessionItem, session);
};

export const nobodyScenes = [
  popupScene('first/not-configured', 'Not set up', {}),
  popupScene('first/stored-later', 'What is stored is of a later version: none of it is believed', {
    prepare: async (page) => {
      for (const { key } of [settingsItem, sessionItem])
        await page.write({ key, version: 99, schema: v.unknown(), fallback: undefined }, { other: true });
    },
  }),
  popupScene('first/signed-out', 'Signed out', { prepare: connected({ status: 'signedOut' }) }),
  popupScene('first/signing-in', 'A sign-in window is open', {
    prepare: connected({ status: 'signingIn', workerId: 'w' }),
  }),
  popupScene('first/sign-in-failed', 'Signing in was refused', {
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
  popupScene('first/sign-in-redirect', 'The registration lacks this installation’s address', {
    prepare: connected({
      status: 'signedOut',
      failure: {
        kind: 'redirectMissing',
        facts: { redirectUri: 'https://efpjjpodlkkajmkjpljlpnnbpajdcbnc.chromiumapp.org/' },
      },
    }),
  }),
  popupScene('first/signed-out-offline', 'Signed out, and no network', {
    prepare: connected({ status: 'signedOut' }),
    offline: true,
  }),
];
