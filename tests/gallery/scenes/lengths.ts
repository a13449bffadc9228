/** Lengths in the activation sheet: by the slider, as they are typed, and for several roles at once. */
import { draftItem } from '../../../src/platform/items.ts';
import { isoInstant } from '../../../src/domain/duration.ts';
import type { Draft } from '../../../src/domain/habits.ts';
import { noon, type TestPage } from '../../unit/ui-harness.tsx';
import {
  account,
  contributor,
  exchangeAdmin,
  globalAdmin,
  hour,
  reader,
  userAdmin,
  usual,
  writeHome,
} from '../fixtures.ts';
import type { Hands } from '../hands.ts';
import { popupScene } from '../popup-scene.tsx';

const policies = {
  [contributor.key]: { maximumMinutes: 24 * 60 },
  [globalAdmin.key]: { maximumMinutes: 60, mfaRequired: true },
  [exchangeAdmin.key]: { maximumMinutes: 30 },
  [userAdmin.key]: { maximumMinutes: 8 * 60 },
};

const prepare = (page: TestPage) => writeHome(page, { policies });

/** One eligibility ends in three hours. */
const prepareEnding = async (page: TestPage) => {
  const rows = usual.azure.map((role) =>
    role.key === contributor.key ? { ...role, endsAt: isoInstant(noon + 3 * hour) } : role,
  );
  await writeHome(page, { policies, eligible: { azure: { rows } } });
};

/** Opens the sheet of the role at this place, and types into the field. */
const typed = (name: string, testId: string, text: string) => async (hands: Hands) => {
  await hands.click('activate', name);
  await hands.see('[data-testid="form"] [data-rules="known"]');
  await hands.type(testId, text);
};

const bulk =
  (draft: Partial<Draft>, write = prepare) =>
  async (page: TestPage) => {
    await write(page);
    await page.write(draftItem(account), {
      keys: [contributor, globalAdmin, exchangeAdmin, reader].map(({ key }) => key),
      minutes: {},
      justification: 'Change CHG-4711: rotate the certificates of the shop',
      ...draft,
    });
  };

const seen = async (hands: Hands) => {
  await hands.see('[data-testid="form"] [data-rules="known"]');
};

export const lengthScenes = [
  popupScene('form/slider-middle', 'The slider in the middle', {
    prepare,
    act: typed('Contributor', 'length-slider', '720'),
    isMain: true,
  }),
  popupScene('form/slider-end', 'The slider at its end: all that the policy allows', {
    prepare,
    act: typed('Contributor', 'length-slider', '1440'),
  }),
  popupScene('form/slider-start', 'The slider at its beginning', {
    prepare,
    act: typed('Contributor', 'length-slider', '5'),
  }),
  popupScene('form/until', 'A length typed as “until 17:00”', {
    prepare,
    act: typed('User Administrator', 'length', 'until 17:00'),
  }),
  popupScene('form/until-tomorrow', 'An end that is tomorrow', {
    prepare,
    act: typed('Contributor', 'length', 'until 8:30'),
  }),
  popupScene('form/too-long', 'Longer than the policy, and the way out', {
    prepare,
    act: async (hands) => {
      await typed('User Administrator', 'length', '12h')(hands);
      await hands.see('[data-testid="length-offer"]');
    },
  }),
  popupScene('form/too-long-cured', 'The way out was taken', {
    prepare,
    act: async (hands) => {
      await typed('User Administrator', 'length', '12h')(hands);
      await hands.click('length-offer');
    },
  }),
  popupScene('form/unreadable', 'What is no length, after sending was tried', {
    prepare,
    act: async (hands) => {
      await typed('User Administrator', 'length', 'a while')(hands);
      await hands.click('submit');
      await hands.see('[aria-invalid]');
    },
  }),
  popupScene('form/eligibility-ends', 'An eligibility that ends in three hours: what is left of it', {
    prepare: prepareEnding,
    act: async (hands) => {
      await hands.click('activate', 'Contributor');
      await seen(hands);
    },
  }),
  popupScene('form/eligibility-outlasted', 'A length that the eligibility ends before', {
    prepare: prepareEnding,
    act: typed('Contributor', 'length', '5h'),
  }),
  popupScene('form/eligibility-over', 'A start after the end of the eligibility', {
    prepare: async (page) => {
      await prepareEnding(page);
      const start = { date: '2026-11-24', time: '09:00' };
      const draft = { keys: [contributor.key], minutes: {}, justification: 'Release 12', start };
      await page.write(draftItem(account), draft);
    },
    act: async (hands) => {
      await hands.see('[data-testid="clash"]');
    },
  }),
  popupScene('form/bulk-eligibility-ends', 'One length for roles, and one that is not eligible for so long', {
    prepare: bulk({ lengthForAll: { minutes: 240 } }, prepareEnding),
    act: seen,
  }),
  popupScene(
    'form/bulk-lengths',
    'One length for roles of different policies: each gets what its own allows',
    {
      prepare: bulk({ lengthForAll: { minutes: 240 } }),
      act: seen,
    },
  ),
  popupScene('form/bulk-own-lengths', 'Lengths of their own within a bulk', {
    prepare: bulk({
      lengthForAll: { typed: '2h' },
      minutes: { [reader.key]: 45 },
      typed: { [contributor.key]: 'until 17:00' },
    }),
    act: seen,
  }),
  popupScene('form/bulk-own-too-long', 'A length of its own that is too long', {
    prepare: bulk({ typed: { [globalAdmin.key]: '3h' } }),
    act: async (hands) => {
      await hands.see('[data-testid="length-offer"]');
    },
  }),
  popupScene('form/bulk-too-long', 'One length that no role allows', {
    prepare: bulk({ lengthForAll: { typed: '99h' } }),
    act: async (hands) => {
      await hands.see('[data-testid="length-offer"]');
    },
  }),
];
