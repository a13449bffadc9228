/** The sheet that asks for an activation. */
import { childScopesItem, draftItem, policiesItem } from '../../../src/platform/items.ts';
import { levelKey } from '../../../src/domain/child-scopes.ts';
import { minute, noon, type TestPage } from '../../unit/ui-harness.tsx';
import {
  account,
  contributor,
  exchangeAdmin,
  globalAdmin,
  ownerOfIt,
  reader,
  securityAdmin,
  userAdmin,
  writeHome,
} from '../fixtures.ts';
import { popupScene } from '../popup-scene.tsx';
import type { Hands } from '../hands.ts';

const policies = {
  [ownerOfIt.key]: {
    approvalRequired: true,
    approvers: [{ kind: 'group', name: 'Cloud Approvers' } as const],
    maximumMinutes: 240,
  },
  [globalAdmin.key]: { mfaRequired: true, ticketRequired: true, maximumMinutes: 60 },
  [contributor.key]: { maximumMinutes: 24 * 60 },
  [exchangeAdmin.key]: { maximumMinutes: 30 },
};

const prepare = (page: TestPage) => writeHome(page, { policies });

const open = (name: string) => async (hands: Hands) => {
  await hands.click('activate', name);
  await hands.see('[data-testid="form"] [data-rules="known"]');
};

export const formScenes = [
  popupScene('form/one', 'One role', { prepare, act: open('User Administrator'), isMain: true }),
  popupScene('form/offline', 'No network', {
    prepare: (page) =>
      writeHome(page, {
        policies,
        eligible: { azure: { readAt: noon - minute, failure: { kind: 'offline' } } },
      }),
    act: open('User Administrator'),
    offline: true,
  }),
  popupScene('form/approval', 'One role that needs approval', { prepare, act: open('IT') }),
  popupScene('form/proof-ticket', 'One role that asks for proof and a ticket', {
    prepare,
    act: open('Global Administrator'),
  }),
  popupScene('form/30-minutes', 'A policy of 30 minutes', { prepare, act: open('Exchange Administrator') }),
  popupScene('form/24-hours', 'A policy of 24 hours', { prepare, act: open('Contributor') }),
  popupScene('form/bulk', 'Four roles at once', {
    async prepare(page) {
      await prepare(page);
      await page.write(draftItem(account), {
        keys: [ownerOfIt, globalAdmin, reader, userAdmin].map(({ key }) => key),
        minutes: {},
        justification: 'Change CHG-4711: rotate the certificates of the shop',
      });
    },
    act: async (hands) => {
      await hands.see('[data-testid="form"]');
    },
  }),
  popupScene('form/invalid', 'Sent with a field missing', {
    prepare,
    act: async (hands) => {
      await open('Global Administrator')(hands);
      await hands.click('submit');
      await hands.see('[aria-invalid]');
    },
  }),
  popupScene('form/later', 'A later start', {
    prepare,
    act: async (hands) => {
      await open('Security Administrator')(hands);
      await hands.click('start-later');
      await hands.see('[data-testid="start-date"]');
    },
  }),
  popupScene('form/rules-unread', 'Rules that could not be read', {
    async prepare(page) {
      await prepare(page);
      await page.write(policiesItem(account), {
        [securityAdmin.key]: { readAt: page.now(), failure: { kind: 'timeout' } },
      });
    },
    act: async (hands) => {
      await hands.click('activate', 'Security Administrator');
      await hands.see('[data-testid="rules-unread"]');
    },
  }),
  popupScene('form/scope-picker', 'Scopes below the eligible one', {
    async prepare(page) {
      await prepare(page);
      const below = ['Contoso Production', 'Contoso Staging', 'Contoso Development'];
      await page.write(childScopesItem(account), {
        [levelKey(ownerOfIt.scope.id)]: {
          readAt: page.now(),
          rows: below.map((name) => ({ kind: 'subscription' as const, id: `/subscriptions/${name}`, name })),
        },
      });
    },
    act: async (hands) => {
      await open('IT')(hands);
      await hands.click('scope-change');
      await hands.see('[data-testid="scope-row"]');
    },
  }),
  popupScene('form/vanished', 'A role that is gone', {
    async prepare(page) {
      await prepare(page);
      await page.write(draftItem(account), {
        keys: [reader.key, 'azure|gone|/subscriptions/gone' as typeof reader.key],
        minutes: {},
      });
    },
    act: async (hands) => {
      await hands.see('[data-testid="form-vanished"]');
    },
  }),
];
