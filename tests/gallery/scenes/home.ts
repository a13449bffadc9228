/** The popup of a signed-in person: how its lists may stand. */
import * as v from 'valibot';
import { eligibilitiesItem } from '../../../src/platform/items.ts';
import type { ItemDefinition } from '../../../src/platform/stored-item.ts';
import { sources } from '../../../src/domain/role.ts';
import { FailureError } from '../../../src/domain/failure.ts';
import { ada, minute, noon } from '../../unit/ui-harness.tsx';
import {
  account,
  azureRole,
  day,
  entraRole,
  exchangeAdmin,
  fewHeld,
  hour,
  platformTeam,
  reader,
  securityAdmin,
  usual,
  writeHome,
} from '../fixtures.ts';
import { popupScene } from '../popup-scene.tsx';

const teapot = {
  kind: 'serverError',
  status: 503,
  code: 'ServiceUnavailable',
  message: 'The service is unavailable.',
} as const;

/** Until version 1 a list was one item with every row as it is. */
const storedBefore: ItemDefinition<unknown> = {
  key: eligibilitiesItem(account, 'azure').key,
  version: 1,
  schema: v.unknown(),
  fallback: undefined,
};

/** As a later version of Hoist might leave it behind. */
const unreadable = ({ key }: { readonly key: string }): ItemDefinition<unknown> => ({
  key,
  version: 99,
  schema: v.unknown(),
  fallback: undefined,
});

const unread = { rows: [], readAt: undefined };

export const homeScenes = [
  popupScene('home/usual', 'The usual morning', { prepare: (page) => writeHome(page), isMain: true }),
  popupScene('home/first-run', 'Signed in for the first time: everything is being read', {
    prepare: async (page) => {
      await writeHome(page);
      for (const source of sources) {
        await page.write(eligibilitiesItem(account, source), { rows: [], readingSince: noon - 1_000 });
      }
    },
  }),
  popupScene('home/reading', 'Being read again', {
    prepare: (page) =>
      writeHome(page, {
        readAt: noon - 40 * minute,
        eligible: { entra: { readingSince: noon - 1_000 }, azure: { readingSince: noon - 1_000 } },
      }),
  }),
  popupScene('home/offline', 'No network', {
    prepare: (page) => writeHome(page, { active: fewHeld, readAt: noon - 14 * minute }),
    offline: true,
  }),
  popupScene('home/offline-failed', 'No network, and every source failed', {
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
  popupScene('home/stale', 'Read days ago, and nobody reads it again', {
    prepare: (page) => writeHome(page, { readAt: noon - 3 * day }),
    openFor: 2_000,
    act: async (hands) => {
      await hands.see('[data-testid="stale"]');
    },
  }),
  popupScene('home/partly-failed', 'One source failed, the others stand', {
    prepare: (page) =>
      writeHome(page, { eligible: { azure: { failure: teapot, readAt: noon - 50 * minute } } }),
  }),
  popupScene('home/partly-failed-first', 'One source failed at its first reading', {
    prepare: (page) =>
      writeHome(page, { eligible: { entra: { ...unread, failure: { ...teapot, kind: 'timeout' } } } }),
  }),
  popupScene('home/sign-in-needed', 'The sign-in has run out', {
    prepare: (page) =>
      writeHome(page, {
        session: { status: 'signInNeeded', failure: { kind: 'signInNeeded' } },
        readAt: noon - 9 * hour,
        eligible: { entra: { failure: { kind: 'signInNeeded' } } },
      }),
  }),
  popupScene('home/signing-in-again', 'Signing in again, in a window', {
    prepare: (page) => writeHome(page, { session: { status: 'signingIn', workerId: 'w' } }),
  }),
  popupScene('home/command-refused', 'A command was refused', {
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
  popupScene('home/no-roles', 'No eligible roles', {
    prepare: (page) =>
      writeHome(page, { eligible: { entra: { rows: [] }, azure: { rows: [] }, groups: { rows: [] } } }),
  }),
  popupScene('home/no-roles-consent', 'No eligible roles, and no consent for groups', {
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
  popupScene('home/groups-consent', 'No consent for groups', {
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
  popupScene('home/selection', 'Several selected', {
    prepare: (page) => writeHome(page),
    act: async (hands) => {
      for (const name of ['Exchange Administrator', 'Security Administrator', 'Groups Administrator'])
        await hands.click('select', name);
      await hands.see('[data-testid="selection-bar"]');
    },
  }),
  popupScene('home/selection-too-many', 'More selected than can be sent at once', {
    prepare: (page) =>
      writeHome(page, {
        eligible: {
          entra: { rows: Array.from({ length: 130 }, (_, at) => entraRole(`Operator ${at + 1}`)) },
        },
      }),
    act: async (hands) => {
      await hands.click('select', 'Operator 1');
      hands.press('End', { shiftKey: true });
      await hands.see('.selection-too-many');
    },
  }),
  popupScene('home/account', 'The account', {
    prepare: (page) => writeHome(page),
    act: async (hands) => {
      await hands.click('account-menu');
      await hands.see('[data-testid="sign-out"]');
    },
  }),
  popupScene('home/stored-before', 'Lists that an earlier version stored, as they are read now', {
    prepare: async (page) => {
      await writeHome(page);
      await page.write(storedBefore, { rows: usual.azure, readAt: noon - minute });
    },
  }),
  popupScene('home/stored-unread', 'What is stored of two sources cannot be read', {
    prepare: async (page) => {
      await writeHome(page);
      for (const source of ['azure', 'groups'] as const)
        await page.write(unreadable(eligibilitiesItem(account, source)), { rows: 'none' });
    },
  }),
  popupScene('home/account-names', 'An account with a long name', {
    prepare: (page) =>
      writeHome(page, {
        session: {
          account: {
            ...ada,
            name: 'Maria-Magdalena von und zu Hohenlohe-Waldenburg-Schillingsfürst (Cloud Administration)',
            username: 'maria-magdalena.hohenlohe-waldenburg-schillingsfuerst.admin@production.contoso.com',
          },
        },
      }),
    act: async (hands) => {
      await hands.click('account-menu');
      await hands.see('[data-testid="sign-out"]');
    },
  }),
  popupScene('home/300-roles', '300 roles', {
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
