/** What became of the person's own requests. */
import { isoInstant } from '../../../src/domain/duration.ts';
import type { EffectState } from '../../../src/domain/effect.ts';
import type { Eligibility } from '../../../src/domain/role.ts';
import { activation, minute, noon } from '../../unit/ui-harness.tsx';
import {
  azureRole,
  clusterAdmin,
  contributor,
  day,
  exchangeAdmin,
  globalAdmin,
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
import { popupScene } from '../popup-scene.tsx';
import { instants } from '../journal.ts';

const until = (ms: number) => instants(noon, ms);

const seen = (state: EffectState) => ({ state, since: noon });
const active = (role: Eligibility, state: EffectState) =>
  activation(role, {
    state: 'active',
    ...until(noon + 8 * hour),
    settledAt: noon,
    effect: seen(state),
  });

const manyDone = [
  activation(helpdesk, { state: 'failed', settledAt: noon, failure: { kind: 'timedOut' } }),
  ...[userAdmin, contributor, reader, vaultOfficer, platformTeam, clusterAdmin].map((role) =>
    active(role, 'inEffect'),
  ),
];

const shopGroups = [contributor, reader].map(({ scope }) =>
  azureRole('Contributor', 'rg-shop-weu', 'resourceGroup', scope.id),
);

export const requestScenes = [
  popupScene('requests/bulk-under-way', 'Five roles on their way', {
    prepare: (page) =>
      writeHome(page, {
        journal: [
          active(userAdmin, 'inEffect'),
          active(contributor, 'waiting'),
          activation(exchangeAdmin, { state: 'following', recordedAt: noon - 3_000 }),
          activation(platformTeam, { state: 'sending', recordedAt: noon - 3_000 }),
          activation(vaultOfficer, { state: 'recorded', recordedAt: noon - 3_000 }),
        ],
      }),
    isMain: true,
  }),
  popupScene('requests/done', 'Three roles that are in effect, or as good as', {
    prepare: (page) =>
      writeHome(page, {
        active: { entra: { rows: [held(userAdmin, noon, noon + 8 * hour)] } },
        journal: [
          active(userAdmin, 'inEffect'),
          active(contributor, 'cannotTell'),
          activation(reader, { state: 'active', already: true, settledAt: noon, effect: seen('inEffect') }),
          activation(groupsAdmin, { state: 'following', neededApproval: true }),
        ],
      }),
  }),
  popupScene('requests/done-namesakes', 'Two roles with the same names, and one that has a name of its own', {
    prepare: (page) =>
      writeHome(page, {
        eligible: { azure: { rows: [contributor, reader, clusterAdmin, ...shopGroups] } },
        marks: { [clusterAdmin.key]: { alias: 'clusters' }, [shopGroups[1]!.key]: { alias: 'trial shop' } },
        journal: [clusterAdmin, ...shopGroups].map((role) => active(role, 'inEffect')),
      }),
  }),
  popupScene('requests/done-many', 'Six roles that are in effect, in one line, and one that failed', {
    prepare: (page) => writeHome(page, { journal: manyDone }),
  }),
  popupScene('requests/done-many-open', 'The line is open', {
    prepare: (page) => writeHome(page, { journal: manyDone }),
    act: (hands) => hands.click('show-done'),
  }),
  popupScene('requests/outcomes', 'Waiting, refused, unknown', {
    prepare: (page) =>
      writeHome(page, {
        policies: {
          [ownerOfIt.key]: {
            approvalRequired: true,
            approvers: [
              { kind: 'person', name: 'Grace Hopper' },
              { kind: 'group', name: 'Owners' },
            ],
          },
        },
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
