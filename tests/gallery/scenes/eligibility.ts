/** Eligibilities that end: asking an administrator to move the end, or to give one again. */
import { type EligibilityExtension, extendedEnd } from '../../../src/domain/eligibility-extension.ts';
import { isoInstant } from '../../../src/domain/duration.ts';
import type { Eligibility } from '../../../src/domain/role.ts';
import { endingItem, extensionsItem } from '../../../src/platform/items.ts';
import { minute, noon, type TestPage } from '../../unit/ui-harness.tsx';
import {
  account,
  azureRole,
  day,
  entraRole,
  exchangeAdmin,
  reader,
  securityAdmin,
  userAdmin,
  usual,
  writeHome,
} from '../fixtures.ts';
import { popupScene } from '../popup-scene.tsx';

const until = (role: Eligibility, ms: number): Eligibility => ({ ...role, endsAt: isoInstant(ms) });

const ending = until(exchangeAdmin, noon + 5 * day);
const endingReader = until(reader, noon + 9 * day);
const ended = [
  until(entraRole('Reports Reader'), noon - 3 * day),
  until(azureRole('Owner', 'Contoso Sandbox'), noon - 12 * day),
];

async function writeEnding(page: TestPage): Promise<void> {
  await writeHome(page, {
    eligible: {
      entra: { rows: [ending, userAdmin, securityAdmin] },
      azure: { rows: [endingReader, ...usual.azure.filter((role) => role !== reader)] },
    },
  });
  await page.write(endingItem(account), ended);
}

const extension = (
  role: Eligibility,
  members: Partial<EligibilityExtension> & Pick<EligibilityExtension, 'state'>,
): EligibilityExtension => ({
  id: `x-${role.key}`,
  role,
  until: extendedEnd(role, 30, noon)!,
  justification: 'The migration goes on until spring',
  recordedAt: noon - 20 * minute,
  changedAt: noon - 20 * minute,
  ...members,
});

export const eligibilityScenes = [
  popupScene('eligibility/ends-soon', 'Eligibilities that end soon', { prepare: writeEnding }),
  popupScene('eligibility/ask', 'Asking for more time', {
    prepare: writeEnding,
    act: async (hands) => {
      await hands.click('ask-to-extend', 'Exchange Administrator');
      await hands.see('[data-testid="extension-sheet"]');
    },
  }),
  popupScene('eligibility/ask-without-reason', 'Asked without saying why', {
    prepare: writeEnding,
    act: async (hands) => {
      await hands.click('ask-to-extend', 'Exchange Administrator');
      await hands.click('extension-submit');
      await hands.see('[aria-invalid]');
    },
  }),
  popupScene('eligibility/asked', 'Under way, waiting, granted, denied', {
    prepare: async (page) => {
      await writeEnding(page);
      await page.write(extensionsItem(account), [
        extension(ending, { state: 'waiting' }),
        extension(endingReader, { state: 'granted', settledAt: noon - minute }),
        extension(until(securityAdmin, noon + 3 * day), {
          state: 'failed',
          settledAt: noon - minute,
          failure: { kind: 'denied', code: 'AdminDenied' },
        }),
        extension(until(userAdmin, noon + 2 * day), { state: 'following' }),
        extension(ended[0]!, { state: 'waiting', renews: true }),
      ]);
    },
  }),
  popupScene('eligibility/ended', 'Eligibilities that have ended', {
    prepare: writeEnding,
    act: async (hands) => {
      await hands.clickOn('[data-testid="ended-section"] > summary');
      (await hands.see('[data-testid="ended-row"]:last-child')).scrollIntoView({ block: 'end' });
    },
  }),
  popupScene('eligibility/renew', 'Asking for one again', {
    prepare: writeEnding,
    act: async (hands) => {
      await hands.clickOn('[data-testid="ended-section"] > summary');
      await hands.click('ask-to-renew');
      await hands.see('[data-testid="extension-sheet"]');
    },
  }),
];
