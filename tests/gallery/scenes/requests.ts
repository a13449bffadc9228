/** What became of the person's own requests. */
import { isoInstant } from '../../../src/domain/duration.ts';
import { activation, minute, noon } from '../../unit/ui-harness.tsx';
import {
  contributor,
  day,
  exchangeAdmin,
  globalAdmin,
  hour,
  ownerOfIt,
  platformTeam,
  reader,
  securityAdmin,
  userAdmin,
  vaultOfficer,
  writeHome,
} from '../fixtures.ts';
import { popupScene } from '../popup-scene.tsx';
import { instants } from '../journal.ts';

const until = (ms: number) => instants(noon, ms);

export const requestScenes = [
  popupScene('requests/bulk-under-way', 'Five roles on their way', {
    prepare: (page) =>
      writeHome(page, {
        journal: [
          activation(userAdmin, {
            state: 'active',
            ...until(noon + 8 * hour),
            settledAt: noon,
            effect: { state: 'inEffect', since: noon },
          }),
          activation(contributor, {
            state: 'active',
            ...until(noon + 8 * hour),
            settledAt: noon,
            effect: { state: 'waiting', since: noon },
          }),
          activation(exchangeAdmin, { state: 'following', recordedAt: noon - 3_000 }),
          activation(platformTeam, { state: 'sending', recordedAt: noon - 3_000 }),
          activation(vaultOfficer, { state: 'recorded', recordedAt: noon - 3_000 }),
        ],
      }),
    isMain: true,
  }),
  popupScene('requests/outcomes', 'Waiting, refused, unknown', {
    prepare: (page) =>
      writeHome(page, {
        journal: [
          activation(ownerOfIt, { state: 'waitingForApproval', sentAt: noon - 10 * minute }),
          activation(contributor, {
            state: 'failed',
            settledAt: noon - minute,
            failure: {
              kind: 'policyRefused',
              code: 'RoleAssignmentRequestPolicyValidationFailed',
              message: 'The following policy rules failed: ["JustificationRule"]',
              status: 400,
            },
          }),
          activation(vaultOfficer, {
            state: 'unknown',
            settledAt: noon - 2 * minute,
            failure: { kind: 'outcomeUnknown' },
          }),
        ],
      }),
  }),
  popupScene('requests/outcome-unknown', 'Nobody can say whether it arrived', {
    prepare: (page) =>
      writeHome(page, {
        journal: [
          activation(reader, {
            state: 'unknown',
            settledAt: noon - minute,
            failure: { kind: 'outcomeUnknown' },
          }),
        ],
      }),
  }),
  popupScene('requests/proof-needed', 'Two roles wait for a proof', {
    prepare: (page) =>
      writeHome(page, {
        journal: [
          activation(globalAdmin, {
            state: 'proofNeeded',
            proof: { about: 'mfa' },
            failure: { kind: 'proofCancelled' },
          }),
          activation(securityAdmin, { state: 'proofNeeded', proof: { about: 'context', context: 'c1' } }),
        ],
      }),
  }),
  popupScene('requests/scheduled', 'Asked for later', {
    prepare: (page) =>
      writeHome(page, {
        journal: [
          activation(exchangeAdmin, {
            state: 'scheduled',
            startsAt: isoInstant(noon + 5 * hour),
            endsAt: isoInstant(noon + 7 * hour),
          }),
          activation(contributor, {
            state: 'scheduled',
            startsAt: isoInstant(noon + 2 * day),
            endsAt: isoInstant(noon + 2 * day + 4 * hour),
            withdrawal: { askedAt: noon },
          }),
        ],
      }),
  }),
];
