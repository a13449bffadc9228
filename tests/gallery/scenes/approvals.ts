/** Requests of others that wait for this person's decision. */
import type { Decision, PendingApproval } from '../../../src/domain/approval.ts';
import { isoInstant } from '../../../src/domain/duration.ts';
import { approvalsItem, decisionsItem } from '../../../src/platform/items.ts';
import { minute, noon, type TestPage } from '../../unit/ui-harness.tsx';
import { account, hour, writeHome } from '../fixtures.ts';
import type { Hands } from '../hands.ts';
import { popupScene } from '../popup-scene.tsx';

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

const ofGrace = pending('Contributor', 'Grace Hopper');
const ofLinus = pending('Owner', 'Linus Torvalds', {
  justification:
    'The new region needs its role assignments before tonight’s failover test, and the pipeline’s own identity is not allowed to make them. Ticket CHG-1024 has the plan and who agreed to it.',
  ticket: { number: 'CHG-1024', system: 'ServiceNow' },
  minutes: 480,
  createdAt: isoInstant(noon - 23 * hour),
});
const ofOthers = [
  pending('Reader', 'Margaret Hamilton', { minutes: 30, createdAt: isoInstant(noon - 2 * hour) }),
  pending('User Access Administrator', 'بسمة الخطيب', {
    justification: 'مراجعة الأذونات الشهرية',
    scope: { kind: 'managementGroup', id: '/providers/Microsoft.Management/managementGroups/it', name: 'IT' },
  }),
];
const waiting = [ofGrace, ofLinus];

const write =
  (rows: readonly PendingApproval[] = waiting, decisions: readonly Decision[] = []) =>
  async (page: TestPage) => {
    await writeHome(page);
    await page.write(approvalsItem(account, 'azure'), { rows: [...rows], readAt: noon - minute });
    await page.write(decisionsItem(account), [...decisions]);
  };

const decision = (
  approval: PendingApproval,
  members: Partial<Decision> & Pick<Decision, 'state'>,
): Decision => ({
  id: approval.key,
  approval,
  review: 'approve',
  justification: 'Agreed with the owner of the shop',
  recordedAt: noon - minute,
  ...(members.state === 'recorded' || members.state === 'sending' ? {} : { settledAt: noon }),
  ...members,
});

const toTab = async (hands: Hands) => {
  await hands.click('tab-approvals');
  await hands.see('[data-testid="approvals-panel"]');
};

/** Two of them on one sheet. */
const reviewTwo = async (hands: Hands) => {
  await toTab(hands);
  await hands.click('select-approval', 'Grace Hopper');
  await hands.click('select-approval', 'Margaret Hamilton');
  await hands.click('review-selected');
  await hands.see('[data-testid="decision-sheet"]');
};

export const approvalScenes = [
  popupScene('approvals/tab', 'Requests of others wait, behind a tab', { prepare: write() }),
  popupScene('approvals/list', 'Requests of others', { prepare: write(), act: toTab, isMain: true }),
  popupScene('approvals/selected', 'Several selected', {
    prepare: write([...waiting, ...ofOthers]),
    act: async (hands) => {
      await toTab(hands);
      await hands.click('select-approval', 'Grace Hopper');
      await hands.click('select-approval', 'Margaret Hamilton');
      await hands.see('[data-testid="review-selected"]');
    },
  }),
  popupScene('approvals/decision', 'A decision is made', {
    prepare: write(),
    act: async (hands) => {
      await toTab(hands);
      await hands.click('review', 'Linus Torvalds');
      await hands.see('[data-testid="decision-justification"]');
    },
  }),
  popupScene('approvals/decision-two', 'Two decisions on one sheet', {
    prepare: write([...waiting, ...ofOthers]),
    act: reviewTwo,
  }),
  popupScene('approvals/decision-without-reason', 'Decided without saying why', {
    prepare: write([...waiting, ...ofOthers]),
    act: async (hands) => {
      await reviewTwo(hands);
      await hands.click('deny');
      await hands.see('[aria-invalid]');
    },
  }),
  popupScene('approvals/decided', 'Approved, denied, on its way, and one that remains', {
    prepare: write(
      [...waiting, ...ofOthers],
      [
        decision(ofGrace, { state: 'done' }),
        decision(ofLinus, {
          state: 'done',
          review: 'deny',
          justification: 'The plan is not agreed yet',
          recordedAt: noon - 2 * minute,
        }),
        decision(ofOthers[0]!, { state: 'sending', recordedAt: noon - 2_000 }),
      ],
    ),
    act: toTab,
  }),
  popupScene('approvals/overtaken', 'Somebody was first, or it is gone, or it was refused', {
    prepare: write(
      [],
      [
        decision(ofLinus, { state: 'overtaken', decidedBy: 'Grace Hopper', decidedAs: 'deny' }),
        decision(ofGrace, { state: 'overtaken', recordedAt: noon - 2 * minute }),
        decision(ofOthers[0]!, {
          state: 'failed',
          recordedAt: noon - 3 * minute,
          failure: {
            kind: 'forbidden',
            code: 'InsufficientPermissions',
            message: 'The caller is not an approver of this request.',
            status: 403,
          },
        }),
      ],
    ),
    act: toTab,
  }),
  popupScene('approvals/empty', 'Everything is decided', {
    prepare: write([], [decision(ofGrace, { state: 'done' })]),
    act: toTab,
  }),
  popupScene('approvals/unread', 'What waits in Azure could not be read', {
    async prepare(page) {
      await writeHome(page);
      await page.write(approvalsItem(account, 'azure'), {
        rows: [ofGrace],
        readAt: noon - 40 * minute,
        failure: { kind: 'serverError', status: 503, code: 'ServiceUnavailable' },
      });
    },
    act: toTab,
  }),
];
