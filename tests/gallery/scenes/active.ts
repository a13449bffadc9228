/** Roles that are held: how long they last, what can be done with them, what became of ending them. */
import { newDeactivation } from '../../../src/domain/deactivation.ts';
import { deactivationsItem, followOnsItem } from '../../../src/platform/items.ts';
import { activation, assignment, minute, noon, type TestPage } from '../../unit/ui-harness.tsx';
import {
  account,
  clusterAdmin,
  contributor,
  day,
  entraRole,
  exchangeAdmin,
  fewHeld,
  groupsAdmin,
  held,
  helpdesk,
  hour,
  ownerOfIt,
  platformTeam,
  reader,
  securityAdmin,
  userAdmin,
  vaultOfficer,
  writeHome,
} from '../fixtures.ts';
import type { Hands } from '../hands.ts';
import { popupScene } from '../popup-scene.tsx';
import { instants } from '../journal.ts';

/** Eight of them; the first ends within ten minutes. */
const many = {
  entra: {
    rows: [
      held(userAdmin, noon - 3 * hour, noon + 5 * hour),
      held(groupsAdmin, noon - hour, noon + 8 * minute),
      held(exchangeAdmin, noon - 20 * minute, noon + 40 * minute),
      held(helpdesk, noon - hour, noon + 3 * hour),
    ],
  },
  azure: {
    rows: [
      held(reader, noon - 2 * minute, noon + 4 * hour),
      held(vaultOfficer, noon - 2 * hour, noon + 2 * hour),
      held(clusterAdmin, noon - 7 * hour, noon + hour),
    ],
  },
  groups: { rows: [held(platformTeam, noon - 30 * minute, noon + 8 * hour)] },
};

const writeMany = (page: TestPage) =>
  writeHome(page, {
    active: many,
    marks: { [vaultOfficer.key]: { alias: 'Shop secrets' } },
    journal: [
      activation(exchangeAdmin, {
        state: 'active',
        dismissed: true,
        ...instants(noon - 20 * minute, noon + 40 * minute),
        settledAt: noon - 20 * minute,
        effect: { state: 'waiting', since: noon - 20 * minute },
      }),
    ],
  });

const writeFew = (page: TestPage) => writeHome(page, { active: fewHeld });

const more = async (hands: Hands) => {
  await hands.clickOn('[data-testid="active-row"] button[data-testid="active-more"]');
  await hands.see('[role="menuitem"]');
};

export const activeScenes = [
  popupScene('active/few', 'Roles are active', { prepare: writeFew, isMain: true }),
  popupScene('active/many', 'More than four: the first ends within ten minutes, the rest is folded', {
    prepare: writeMany,
  }),
  popupScene('active/all', 'All of them shown', {
    prepare: writeMany,
    act: (hands) => hands.click('show-all-active'),
  }),
  popupScene('active/menu', 'What else can be done with a role', { prepare: writeFew, act: more }),
  popupScene('active/menu-early', 'A role that cannot be deactivated yet says why', {
    prepare: (page) =>
      writeHome(page, { active: { azure: { rows: [held(reader, noon - 2 * minute, noon + 4 * hour)] } } }),
    act: more,
  }),
  popupScene('active/extend', 'Asking to go on after the end', {
    prepare: writeFew,
    act: async (hands) => {
      await more(hands);
      await hands.click('menu-extend');
      await hands.see('[data-testid="extend-sheet"]');
    },
  }),
  popupScene('active/extend-asked', 'It was asked to go on after the end', {
    async prepare(page) {
      await writeFew(page);
      const ask = { minutes: 120, justification: 'Daily PIM elevation' };
      await page.write(followOnsItem(account), [
        { id: 'f1', role: groupsAdmin, ask, endsAt: noon + 12 * minute },
      ]);
    },
  }),
  popupScene('active/question', 'Whether a role is to be deactivated', {
    prepare: writeFew,
    act: (hands) => hands.click('deactivate', 'User Administrator'),
  }),
  popupScene('active/question-all', 'Whether all are to be deactivated', {
    prepare: writeFew,
    act: (hands) => hands.click('deactivate-all'),
  }),
  popupScene('active/permanent', 'Roles that are the person’s for good', {
    prepare: (page) =>
      writeHome(page, {
        active: {
          entra: {
            rows: [
              held(userAdmin, noon - 3 * hour, noon + 5 * hour),
              assignment(securityAdmin, { assignmentType: 'assigned' }),
            ],
          },
          azure: { rows: [assignment(reader, { assignmentType: 'assigned' })] },
        },
      }),
    act: (hands) => hands.click('permanent'),
  }),
  popupScene('active/permanent-alone', 'Nothing but what is the person’s for good', {
    prepare: (page) =>
      writeHome(page, {
        active: { azure: { rows: [assignment(reader, { assignmentType: 'assigned' })] } },
      }),
  }),
  popupScene('active/too-many', 'More are active than can be deactivated at once', {
    prepare: (page) =>
      writeHome(page, {
        active: {
          entra: {
            rows: Array.from({ length: 110 }, (_, at) =>
              held(entraRole(`Operator ${at + 1}`), noon - hour, noon + 5 * hour),
            ),
          },
        },
      }),
    act: async (hands) => {
      await hands.click('deactivate-all');
      await hands.see('[data-testid="deactivate-too-many"]');
    },
  }),
  popupScene('active/unread', 'What is active in Azure could not be read', {
    prepare: (page) =>
      writeHome(page, {
        active: {
          entra: { rows: [held(userAdmin, noon - 3 * hour, noon + 5 * hour)] },
          azure: { rows: [], readAt: undefined, failure: { kind: 'timeout' } },
        },
      }),
  }),
  popupScene('active/deactivating', 'Deactivated, too early, under way', {
    async prepare(page) {
      const ended = held(userAdmin, noon - 3 * hour, noon + 5 * hour);
      const early = held(reader, noon - 2 * minute, noon + 4 * hour);
      const underWay = held(groupsAdmin, noon - hour, noon + hour);
      await writeHome(page, {
        active: { entra: { rows: [ended, underWay] }, azure: { rows: [early] } },
      });
      await page.write(deactivationsItem(account), [
        {
          ...newDeactivation({ id: 'd1', role: ended, at: noon - minute }),
          state: 'ended',
          endedAt: noon - minute,
          settledAt: noon - minute,
        },
        {
          ...newDeactivation({ id: 'd2', role: early, at: noon - minute }),
          state: 'tooEarly',
          readyAt: noon + 3 * minute,
          early: 'tooShort',
          settledAt: noon - minute,
        },
        { ...newDeactivation({ id: 'd3', role: underWay, at: noon - 2_000 }), state: 'following' },
      ]);
    },
  }),
  popupScene('active/deactivation-failed', 'Deactivations that were refused, or that nobody can tell of', {
    async prepare(page) {
      const refused = held(ownerOfIt, noon - hour, noon + hour);
      const unknown = held(reader, noon - hour, noon + 4 * hour);
      await writeHome(page, { active: { azure: { rows: [refused, unknown] } } });
      await page.write(deactivationsItem(account), [
        {
          ...newDeactivation({ id: 'd1', role: refused, at: noon - minute }),
          state: 'failed',
          settledAt: noon - minute,
          failure: {
            kind: 'resourceLocked',
            code: 'ScopeLocked',
            message: 'The scope is locked.',
            status: 409,
          },
        },
        {
          ...newDeactivation({ id: 'd2', role: unknown, at: noon - minute }),
          state: 'unknown',
          settledAt: noon - minute,
          failure: { kind: 'outcomeUnknown' },
        },
      ]);
    },
  }),
  popupScene('active/follow-on', 'A role has ended and is offered again', {
    async prepare(page) {
      await writeHome(page);
      await page.write(followOnsItem(account), [
        {
          id: 'f1',
          role: contributor,
          ask: { minutes: 240, justification: 'Daily PIM elevation' },
          endsAt: noon - minute,
        },
        {
          id: 'f2',
          role: ownerOfIt,
          ask: { minutes: 60, justification: 'Daily PIM elevation' },
          endsAt: noon - day / 24,
        },
      ]);
    },
  }),
];
