/** The popup of a signed-in person: how its lists may stand. */
import { eligibilitiesItem } from '../../../src/platform/items.ts';
import { sources } from '../../../src/domain/role.ts';
import { FailureError } from '../../../src/domain/failure.ts';
import { minute, noon } from '../../unit/ui-harness.tsx';
import {
  account,
  azureRole,
  day,
  entraRole,
  exchangeAdmin,
  groupsAdmin,
  held,
  hour,
  platformTeam,
  reader,
  securityAdmin,
  userAdmin,
  writeHome,
} from '../fixtures.ts';
import { popupScene } from '../popup-scene.tsx';

const active = {
  entra: {
    rows: [
      held(userAdmin, noon - 3 * hour, noon + 5 * hour),
      held(groupsAdmin, noon - hour, noon + 12 * minute),
    ],
  },
  azure: { rows: [held(reader, noon - 2 * minute, noon + 4 * hour)] },
};

const teapot = {
  kind: 'serverError',
  status: 503,
  code: 'ServiceUnavailable',
  message: 'The service is unavailable.',
} as const;

const unread = { rows: [], readAt: undefined };

export const homeScenes = [
  popupScene('home', 'The usual morning', { prepare: (page) => writeHome(page) }),
  popupScene('active', 'Roles are active', { prepare: (page) => writeHome(page, { active }) }),
  popupScene('first-run', 'Signed in for the first time: everything is being read', {
    prepare: async (page) => {
      await writeHome(page);
      for (const source of sources) {
        await page.write(eligibilitiesItem(account, source), { rows: [], readingSince: noon - 1_000 });
      }
    },
  }),
  popupScene('reading', 'Being read again', {
    prepare: (page) =>
      writeHome(page, {
        readAt: noon - 40 * minute,
        eligible: { entra: { readingSince: noon - 1_000 }, azure: { readingSince: noon - 1_000 } },
      }),
  }),
  popupScene('offline', 'No network', {
    prepare: (page) => writeHome(page, { active, readAt: noon - 14 * minute }),
    offline: true,
  }),
  popupScene('offline-failed', 'No network, and every source failed', {
    prepare: (page) =>
      writeHome(page, {
        readAt: noon - 3 * hour,
        eligible: {
          entra: { failure: { kind: 'offline' } },
          azure: { failure: { kind: 'offline' } },
          groups: { failure: { kind: 'offline' } },
        },
      }),
    offline: true,
  }),
  popupScene('stale', 'Read days ago, and nobody reads it again', {
    prepare: (page) => writeHome(page, { readAt: noon - 3 * day }),
    act: async (hands) => {
      await hands.see('[data-testid="stale"]');
    },
  }),
  popupScene('partly-failed', 'One source failed, the others stand', {
    prepare: (page) =>
      writeHome(page, { eligible: { azure: { failure: teapot, readAt: noon - 50 * minute } } }),
  }),
  popupScene('partly-failed-first', 'One source failed at its first reading', {
    prepare: (page) =>
      writeHome(page, { eligible: { entra: { ...unread, failure: { ...teapot, kind: 'timeout' } } } }),
  }),
  popupScene('sign-in-needed', 'The sign-in has run out', {
    prepare: (page) =>
      writeHome(page, {
        session: { status: 'signInNeeded', failure: { kind: 'signInNeeded' } },
        readAt: noon - 9 * hour,
        eligible: { entra: { failure: { kind: 'signInNeeded' } } },
      }),
  }),
  popupScene('signing-in-again', 'Signing in again, in a window', {
    prepare: (page) => writeHome(page, { session: { status: 'signingIn', workerId: 'w' } }),
  }),
  popupScene('command-refused', 'A command was refused', {
    prepare: async (page) => {
      await writeHome(page);
      page.answer = () =>
        Promise.reject(
          new FailureError({ kind: 'internal', message: 'QuotaExceededError: storage is full' }),
        );
    },
    act: async (hands) => {
      await hands.see('[data-testid="failure"]');
    },
  }),
  popupScene('no-roles', 'No eligible roles', {
    prepare: (page) =>
      writeHome(page, { eligible: { entra: { rows: [] }, azure: { rows: [] }, groups: { rows: [] } } }),
  }),
  popupScene('no-roles-consent', 'No eligible roles, and no consent for groups', {
    prepare: (page) =>
      writeHome(page, {
        eligible: {
          entra: { rows: [] },
          azure: { rows: [] },
          groups: {
            ...unread,
            failure: {
              kind: 'consentMissing',
              facts: { consentUrl: 'https://login.microsoftonline.com/contoso.com/v2.0/adminconsent' },
            },
          },
        },
      }),
  }),
  popupScene('groups-consent', 'No consent for groups', {
    prepare: (page) =>
      writeHome(page, {
        eligible: {
          entra: { rows: [securityAdmin, exchangeAdmin] },
          azure: { rows: [reader] },
          groups: {
            ...unread,
            failure: {
              kind: 'consentMissing',
              facts: { consentUrl: 'https://login.microsoftonline.com/contoso.com/v2.0/adminconsent' },
            },
          },
        },
      }),
  }),
  popupScene('search', 'A search', {
    prepare: (page) => writeHome(page),
    act: async (hands) => {
      await hands.see('[data-testid="role-row"]');
      await hands.type('search', 'admin');
      await hands.see('mark');
    },
  }),
  popupScene('nothing-found', 'Nothing found', {
    prepare: (page) => writeHome(page),
    act: async (hands) => {
      await hands.see('[data-testid="role-row"]');
      await hands.type('search', 'no such role');
      await hands.see('[data-testid="nothing-found"]');
    },
  }),
  popupScene('selection', 'Several selected', {
    prepare: (page) => writeHome(page),
    act: async (hands) => {
      for (const name of ['Exchange Administrator', 'Security Administrator', 'Groups Administrator'])
        await hands.click('select', name);
      await hands.see('[data-testid="selection-bar"]');
    },
  }),
  popupScene('account', 'The account', {
    prepare: (page) => writeHome(page),
    act: async (hands) => {
      await hands.click('account-menu');
      await hands.see('[data-testid="sign-out"]');
    },
  }),
  popupScene('300-roles', '300 roles', {
    prepare: (page) =>
      writeHome(page, {
        eligible: {
          entra: { rows: Array.from({ length: 60 }, (_, n) => entraRole(`Contoso Operator ${n + 1}`)) },
          azure: {
            rows: Array.from({ length: 240 }, (_, n) =>
              azureRole(['Contributor', 'Reader', 'Owner'][n % 3]!, `sub-shop-${String(n).padStart(3, '0')}`),
            ),
          },
          groups: { rows: [platformTeam] },
        },
      }),
    act: async (hands) => {
      await hands.see('[data-testid="role-row"]');
    },
  }),
];
