/** What became of requests, of the person's own and of others'. */
import { isoInstant } from '../../../src/domain/duration.ts';
import { newDeactivation } from '../../../src/domain/deactivation.ts';
import type { PendingApproval } from '../../../src/domain/approval.ts';
import type { EffectState } from '../../../src/domain/effect.ts';
import type { Eligibility } from '../../../src/domain/role.ts';
import {
  approvalsItem,
  deactivationsItem,
  decisionsItem,
  followOnsItem,
} from '../../../src/platform/items.ts';
import { activation, minute, noon, type TestPage } from '../../unit/ui-harness.tsx';
import {
  account,
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

const until = (ms: number) => ({ startsAt: isoInstant(noon), endsAt: isoInstant(ms) });

const pending = (
  name: string,
  requester: string,
  members: Partial<PendingApproval> = {},
): PendingApproval => ({
  key: `azure|${name}|${requester}`.toLowerCase().replaceAll(' ', '-'),
  source: 'azure',
  requestId: `${name}-${requester}`,
  approvalId: `${name}-${requester}`,
  roleName: name,
  templateId: name,
  scope: { kind: 'subscription', id: '/subscriptions/prod', name: 'Contoso Production' },
  requester: { id: requester, name: requester },
  justification: 'Restart the payment workers, INC-2209',
  minutes: 120,
  createdAt: isoInstant(noon - 25 * minute),
  ...members,
});

const approvals = [
  pending('Contributor', 'Grace Hopper'),
  pending('Owner', 'Linus Torvalds', {
    justification:
      'The new region needs its role assignments before tonight’s failover test, and the pipeline’s own identity is not allowed to make them. Ticket CHG-1024 has the plan and who agreed to it.',
    ticket: { number: 'CHG-1024', system: 'ServiceNow' },
    minutes: 480,
    createdAt: isoInstant(noon - 23 * hour),
  }),
];

async function writeApprovals(page: TestPage): Promise<void> {
  await writeHome(page);
  await page.write(approvalsItem(account, 'azure'), { rows: approvals, readAt: noon - minute });
}

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

export const requestScenes = [
  popupScene('bulk-under-way', 'Four roles on their way', {
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
  }),
  popupScene('done', 'Three roles that are in effect, or as good as', {
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
  popupScene('done-many', 'Six roles that are in effect, in one line, and one that failed', {
    prepare: (page) => writeHome(page, { journal: manyDone }),
  }),
  popupScene('done-many-open', 'The line is open', {
    prepare: (page) => writeHome(page, { journal: manyDone }),
    act: (hands) => hands.click('show-done'),
  }),
  popupScene('outcomes', 'Waiting, refused, unknown', {
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
  popupScene('outcome-unknown', 'Nobody can say whether it arrived', {
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
  popupScene('proof-needed', 'Two roles wait for a proof', {
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
  popupScene('scheduled', 'Asked for later', {
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
  popupScene('deactivating', 'Deactivated, too early, under way', {
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
  popupScene('follow-on', 'A role has ended and is offered again', {
    async prepare(page) {
      await writeHome(page);
      await page.write(followOnsItem(account), [
        {
          id: 'f1',
          role: contributor,
          ask: { minutes: 240, justification: 'Daily PIM elevation' },
          endsAt: noon - minute,
        },
      ]);
    },
  }),
  popupScene('approvals-tab', 'Requests of others wait, behind a tab', { prepare: writeApprovals }),
  popupScene('approvals', 'Requests of others', {
    prepare: writeApprovals,
    act: async (hands) => {
      await hands.click('tab-approvals');
      await hands.see('[data-testid="approval-row"]');
    },
  }),
  popupScene('decision', 'A decision is made', {
    prepare: writeApprovals,
    act: async (hands) => {
      await hands.click('tab-approvals');
      await hands.click('review', 'Linus Torvalds');
      await hands.see('[data-testid="decision-justification"]');
    },
  }),
  popupScene('decided', 'Decisions that were made, or came second', {
    async prepare(page) {
      await writeHome(page);
      const decision = {
        review: 'approve',
        justification: 'Agreed',
        recordedAt: noon - minute,
        settledAt: noon,
      } as const;
      await page.write(decisionsItem(account), [
        { ...decision, id: 'a', approval: approvals[0]!, state: 'done' },
        {
          ...decision,
          id: 'b',
          approval: approvals[1]!,
          state: 'overtaken',
          decidedBy: 'Grace Hopper',
          decidedAs: 'deny',
        },
      ]);
    },
  }),
];
