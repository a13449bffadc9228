/** Searching, filters, favourites and aliases. */
import { minute, noon } from '../../unit/ui-harness.tsx';
import {
  azureRole,
  contributor,
  globalAdmin,
  groupRole,
  hour,
  held,
  ownerOfIt,
  platformTeam,
  reader,
  userAdmin,
  usual,
  writeHome,
} from '../fixtures.ts';
import type { Hands } from '../hands.ts';
import { popupScene } from '../popup-scene.tsx';

const marks = {
  [contributor.key]: { favourite: true, alias: 'Shop, night shift', uses: 9, usedAt: noon - hour },
  [globalAdmin.key]: { favourite: true, uses: 4, usedAt: noon - hour },
  [platformTeam.key]: { favourite: true, alias: 'On call', uses: 2, usedAt: noon - hour },
  [reader.key]: { alias: 'Look only' },
} as const;

const longNamed = azureRole(
  `Regional Infrastructure Operations Contributor for ${'Business Continuity and Disaster Recovery '.repeat(6)}`.slice(
    0,
    300,
  ),
  'rg-recovery-weu',
  'resourceGroup',
  contributor.scope.id,
);

/** Roles at resource groups of two subscriptions, so that their paths tell them apart. */
const inGroups = [contributor, reader].flatMap(({ scope }) =>
  ['rg-shop-weu', 'rg-payments-weu', 'rg-identity-neu'].map((name) =>
    azureRole('Contributor', name, 'resourceGroup', scope.id),
  ),
);

const rows = async (hands: Hands) => {
  await hands.see('[data-testid="role-row"]');
};

/** The words are typed, and something found is marked. */
const search = (words: string) => async (hands: Hands) => {
  await rows(hands);
  await hands.type('search', words);
  await hands.see('mark');
};

export const findingScenes = [
  popupScene('search/words', 'A search', { prepare: (page) => writeHome(page), act: search('admin') }),
  popupScene('search/nothing-found', 'Nothing found', {
    prepare: (page) => writeHome(page),
    act: async (hands) => {
      await rows(hands);
      await hands.type('search', 'no such role');
      await hands.see('[data-testid="nothing-found"]');
    },
  }),
  popupScene('search/nothing-found-long', 'Nothing found for 300 letters', {
    prepare: (page) => writeHome(page),
    act: async (hands) => {
      await rows(hands);
      await hands.type('search', 'x'.repeat(300));
      await hands.see('[data-testid="nothing-found"]');
    },
  }),
  popupScene('search/favourites', 'Favourites first, some with names of the person’s own', {
    prepare: (page) => writeHome(page, { marks }),
    act: async (hands) => {
      await hands.see('[data-testid="favourites"]');
    },
    isMain: true,
  }),
  popupScene('search/favourites-active', 'Favourites, one of them active', {
    prepare: (page) =>
      writeHome(page, {
        marks,
        active: { azure: { rows: [held(contributor, noon - 20 * minute, noon + 2 * hour)] } },
      }),
    act: async (hands) => {
      await hands.see('[data-testid="favourites"]');
    },
  }),
  popupScene('search/alias-new', 'A role is given a name of one’s own', {
    prepare: (page) => writeHome(page, { marks }),
    act: async (hands) => {
      await hands.click('rename', 'IT');
      await hands.type('alias', 'Everything of IT');
    },
  }),
  popupScene('search/alias-change', 'A name of one’s own is changed', {
    prepare: (page) => writeHome(page, { marks }),
    act: async (hands) => {
      await hands.click('rename', 'Shop, night shift');
      await hands.see('[data-testid="alias"]');
    },
  }),
  popupScene('search/by-alias', 'Found by a name of one’s own', {
    prepare: (page) => writeHome(page, { marks }),
    act: search('night'),
  }),
  popupScene('search/alias-long-name', 'A name of 300 characters, with one’s own beside it', {
    prepare: (page) =>
      writeHome(page, {
        eligible: { azure: { rows: [longNamed, contributor, reader] } },
        marks: {
          ...marks,
          [longNamed.key]: { alias: 'Recovery drill of the whole region, twice a year, with Grace' },
        },
      }),
    act: search('recovery'),
  }),
  popupScene('search/many', 'Much is found, also by the path', {
    prepare: (page) =>
      writeHome(page, { marks, eligible: { azure: { rows: [...usual.azure, ...inGroups] } } }),
    act: search('production'),
  }),
  popupScene('search/words-of-two-fields', 'Two words, one of the role and one of the scope', {
    prepare: (page) =>
      writeHome(page, { marks, eligible: { azure: { rows: [...usual.azure, ...inGroups] } } }),
    act: search('contr pay'),
  }),
  popupScene('search/tenant', 'Found by the name of the tenant', {
    prepare: async (page) => {
      const tenant = 'Tailwind Traders';
      await writeHome(page, {
        eligible: {
          entra: {
            rows: usual.entra
              .filter(({ scope }) => scope.kind === 'directory')
              .map((role) => ({ ...role, scope: { ...role.scope, name: tenant } })),
          },
        },
      });
    },
    act: async (hands) => {
      await rows(hands);
      await hands.type('search', 'tailwind');
      await hands.see('[data-testid="results"], [data-testid="nothing-found"]');
    },
  }),
  popupScene('search/filter-kind', 'Only roles of Azure', {
    prepare: (page) => writeHome(page, { marks }),
    act: async (hands) => {
      await rows(hands);
      await hands.click('filter-azure');
      await hands.see('[data-testid="filter-clear"]');
    },
  }),
  popupScene('search/filter-scope', 'Only roles at resource groups', {
    prepare: (page) =>
      writeHome(page, { marks, eligible: { azure: { rows: [...usual.azure, ...inGroups] } } }),
    act: async (hands) => {
      await rows(hands);
      await hands.choose('filter-scope', 'resourceGroup');
      await hands.see('[data-testid="filter-clear"]');
    },
  }),
  popupScene('search/filter-both', 'Both filters, and a search in what they leave', {
    prepare: (page) =>
      writeHome(page, { marks, eligible: { azure: { rows: [...usual.azure, ...inGroups] } } }),
    act: async (hands) => {
      await rows(hands);
      await hands.click('filter-azure');
      await hands.choose('filter-scope', 'resourceGroup');
      await hands.type('search', 'pay');
      await hands.see('mark');
    },
  }),
  popupScene('search/filter-nothing-left', 'A filter that leaves nothing', {
    prepare: (page) => writeHome(page, { eligible: { groups: { rows: [] } } }),
    act: async (hands) => {
      await rows(hands);
      await hands.click('filter-groups');
      await hands.see('[data-testid="nothing-found"]');
    },
  }),
  popupScene('search/filter-nothing-found', 'Nothing found within a filter', {
    prepare: (page) =>
      writeHome(page, { eligible: { groups: { rows: [platformTeam, groupRole('On-call Network')] } } }),
    act: async (hands) => {
      await rows(hands);
      await hands.click('filter-groups');
      await hands.type('search', 'owner it');
      await hands.see('[data-testid="nothing-found"]');
    },
  }),
  popupScene('search/own-it', 'The journey’s first step: “own it”', {
    prepare: (page) =>
      writeHome(page, { eligible: { azure: { rows: [ownerOfIt, ...usual.azure.slice(1), ...inGroups] } } }),
    act: search('own it'),
    isMain: true,
  }),
  popupScene('search/found-while-active', 'What is found, above what is active', {
    prepare: (page) =>
      writeHome(page, {
        active: { entra: { rows: [held(userAdmin, noon - hour, noon + hour)] } },
      }),
    act: search('user'),
  }),
];
