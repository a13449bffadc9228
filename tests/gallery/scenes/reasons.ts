/** What else the activation sheet may say: justifications, checks, narrower scopes, groups, refusals. */
import { defaultPolicy } from '../../../src/domain/policy.ts';
import { roleKey } from '../../../src/domain/role.ts';
import { FailureError } from '../../../src/domain/failure.ts';
import type { CheckResult } from '../../../src/domain/check.ts';
import type { CommandArguments } from '../../../src/messaging/contract.ts';
import { isoInstant } from '../../../src/domain/duration.ts';
import { checkItem, draftItem, groupRolesItem, policiesItem } from '../../../src/platform/items.ts';
import { activation, noon, type TestPage } from '../../unit/ui-harness.tsx';
import {
  account,
  breakGlass,
  contributor,
  exchangeAdmin,
  globalAdmin,
  hour,
  ownerOfIt,
  platformTeam,
  reader,
  userAdmin,
  writeHome,
} from '../fixtures.ts';
import type { Hands } from '../hands.ts';
import { popupScene } from '../popup-scene.tsx';

const habits = {
  recents: [
    'INC-2209: payments are late',
    'Weekly review of the sign-in logs',
    'Rotate certificates, CHG-4711',
  ],
  templates: [
    'Daily operations of the shop',
    'On call for the platform team: an alert needs a look at the resources themselves, and the dashboard does not show enough',
  ],
};

const open = (name: string) => async (hands: Hands) => {
  await hands.click('activate', name);
  await hands.see('[data-testid="form"] [data-rules="known"]');
};

/** The menu of justifications, open. */
const menu = async (hands: Hands) => {
  await open('User Administrator')(hands);
  await hands.click('justification-picker');
  await hands.see('[data-testid="justification-menu"]');
};

/** Answers the form's check as the worker does: by the stored item. */
function answerCheck(page: TestPage, results: Readonly<Record<string, CheckResult>>): void {
  page.answer = async (command, args) => {
    if (command !== 'check') return;
    const { checkId } = args as CommandArguments<'check'>;
    await page.write(checkItem(account), { id: checkId, rows: { ...results } });
  };
}

export const reasonScenes = [
  popupScene('form/reasons', 'Justifications that were saved and used before', {
    prepare: (page) => writeHome(page, { habits }),
    act: menu,
  }),
  popupScene('form/reasons-save', 'What is typed can be saved', {
    prepare: (page) => writeHome(page, { habits }),
    act: async (hands) => {
      await open('User Administrator')(hands);
      await hands.type('justification', 'Move the mailboxes of the Berlin office, CHG-5120');
      await hands.click('justification-picker');
      await hands.see('[data-testid="justification-menu"]');
      hands.press('End');
    },
  }),
  popupScene('form/reasons-none', 'Nothing was saved or used before', {
    prepare: (page) => writeHome(page),
    act: menu,
  }),
  popupScene('form/reading-rules', 'The rules are being read', {
    prepare: async (page) => {
      await writeHome(page);
      await page.write(policiesItem(account), {});
    },
    act: async (hands) => {
      await hands.click('activate', 'User Administrator');
      await hands.see('[data-testid="rules-checking"]');
    },
  }),
  popupScene('form/context', 'An authentication context, and approvers by name', {
    prepare: (page) =>
      writeHome(page, {
        policies: {
          [ownerOfIt.key]: {
            authenticationContext: 'c1',
            approvalRequired: true,
            approvers: [
              { kind: 'person', name: 'Grace Hopper' },
              { kind: 'person', name: 'Linus Torvalds' },
              { kind: 'group', name: 'Cloud Approvers' },
            ],
            maximumMinutes: 240,
          },
        },
      }),
    act: open('IT'),
  }),
  popupScene('form/checked', 'Checked by the services: taken, waits, refused, not offered', {
    prepare: async (page) => {
      await writeHome(page);
      await page.write(draftItem(account), {
        keys: [userAdmin, ownerOfIt, contributor, platformTeam].map(({ key }) => key),
        minutes: {},
        justification: 'Change CHG-4711',
      });
      answerCheck(page, {
        [userAdmin.key]: { result: 'accepted', waits: false },
        [ownerOfIt.key]: { result: 'accepted', waits: true },
        [contributor.key]: {
          result: 'refused',
          failure: {
            kind: 'policyRefused',
            code: 'RoleAssignmentRequestPolicyValidationFailed',
            message: 'The following policy rules failed: ["ExpirationRule"]',
            status: 400,
          },
        },
        [platformTeam.key]: { result: 'unsupported' },
      });
    },
    act: async (hands) => {
      await hands.see('[data-testid="form"] [data-rules="known"]');
      await hands.click('check-requests');
      const refused = await hands.see('[data-check="refused"]');
      refused.scrollIntoView({ block: 'end' });
    },
  }),
  popupScene('form/narrowed', 'Asked for below the eligible scope', {
    prepare: async (page) => {
      await writeHome(page);
      const scope = {
        kind: 'resourceGroup',
        id: `${contributor.scope.id}/resourceGroups/rg-shop`,
        name: 'rg-shop',
      } as const;
      const rules = { readAt: noon, policy: defaultPolicy };
      await page.write(policiesItem(account), {
        [contributor.key]: rules,
        [roleKey('azure', contributor.templateId, scope.id)]: rules,
      });
      await page.write(draftItem(account), {
        keys: [contributor.key],
        minutes: {},
        targets: { [contributor.key]: { scope, between: [] } },
      });
    },
    act: async (hands) => {
      await hands.see('[data-testid="form"] [data-rules="known"]');
    },
  }),
  popupScene('form/group', 'A group, and what it brings', {
    prepare: async (page) => {
      await writeHome(page);
      await page.write(groupRolesItem(account), {
        [platformTeam.scope.id.toLowerCase()]: {
          readAt: noon,
          roles: [
            { side: 'entra', roleName: 'Cloud Application Administrator', scope: globalAdmin.scope },
            { side: 'azure', roleName: 'Contributor', scope: contributor.scope },
            { side: 'azure', roleName: 'Reader', scope: reader.scope },
          ],
          unread: [],
        },
      });
    },
    act: async (hands) => {
      await open('Platform Engineers')(hands);
      await hands.see('[data-brings="roles"]');
    },
  }),
  popupScene('form/group-owner', 'To be an owner of a group', {
    prepare: (page) => writeHome(page),
    act: open(breakGlass.scope.name),
  }),
  popupScene('form/later-wrong', 'A start that is over', {
    prepare: (page) => writeHome(page),
    act: async (hands) => {
      await open('User Administrator')(hands);
      await hands.click('start-later');
      await hands.type('start-date', '2026-11-22');
      await hands.click('submit');
      await hands.see('[data-testid="start-error"]');
    },
  }),
  popupScene('form/clash', 'The time is taken by another request', {
    prepare: (page) =>
      writeHome(page, {
        journal: [
          activation(exchangeAdmin, {
            state: 'scheduled',
            startsAt: isoInstant(noon + 2 * hour),
            endsAt: isoInstant(noon + 5 * hour),
          }),
        ],
      }),
    act: async (hands) => {
      await open('Exchange Administrator')(hands);
      await hands.see('[data-testid="clash"]');
    },
  }),
  popupScene('form/sending', 'Being recorded', {
    prepare: async (page) => {
      await writeHome(page);
      page.answer = (command) =>
        command === 'activate' ? new Promise(() => undefined) : Promise.resolve(undefined);
    },
    act: async (hands) => {
      await open('User Administrator')(hands);
      await hands.click('submit');
      await hands.see(
        '[data-testid="submit"][aria-busy="true"], [data-testid="submit"][aria-disabled="true"]',
      );
    },
  }),
  popupScene('form/refused', 'It could not be recorded, and nothing typed is lost', {
    prepare: async (page) => {
      await writeHome(page);
      page.answer = (command) =>
        command === 'activate'
          ? Promise.reject(
              new FailureError({ kind: 'internal', message: 'QuotaExceededError: storage is full' }),
            )
          : Promise.resolve(undefined);
    },
    act: async (hands) => {
      await open('User Administrator')(hands);
      await hands.type('justification', 'Move the mailboxes of the Berlin office');
      await hands.click('submit');
      await hands.see('.form-footer [data-testid="failure"]');
    },
  }),
];
