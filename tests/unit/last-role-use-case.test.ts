import { beforeEach, describe, expect, it } from 'vitest';
import type { ActivateRequest } from '../../src/background/use-cases/activate-roles.ts';
import { createLastRole, type LastRoleUseCase } from '../../src/background/use-cases/last-role.ts';
import { createWorkerState, type WorkerState } from '../../src/background/worker-state.ts';
import type { Account } from '../../src/domain/account.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import { FailureError, type FailureKind } from '../../src/domain/failure.ts';
import { type LastRole, newHabits } from '../../src/domain/habits.ts';
import { type ActivationPolicy, defaultPolicy } from '../../src/domain/policy.ts';
import { type Eligibility, roleKey } from '../../src/domain/role.ts';
import type { Notice } from '../../src/platform/notifications.ts';
import { createItemStore } from '../../src/platform/stored-item.ts';
import { createMemoryStorage } from './memory-storage.ts';

const ada: Account = {
  cloud: 'public',
  objectId: 'ada',
  tenantId: 'contoso',
  homeAccountId: 'ada.contoso',
  username: 'ada@contoso.com',
  name: 'Ada',
};

const owner: LastRole = {
  key: roleKey('azure', 'owner', '/mg/it'),
  source: 'azure',
  roleName: 'Owner',
  scopeName: 'IT',
  minutes: 480,
  justification: 'Daily PIM elevation',
};

const eligibility: Eligibility = {
  key: owner.key,
  source: 'azure',
  roleName: 'Owner',
  roleDefinitionId: 'owner',
  templateId: 'owner',
  scope: { kind: 'managementGroup', id: '/mg/it', name: 'IT' },
  memberType: 'direct',
};

let clock: number;
let state: WorkerState;
let activated: ActivateRequest[];
let notices: Notice[];
let refuse: FailureKind | undefined;
let lastRole: LastRoleUseCase;

/** A text as its key and what is filled in, so that a test tells texts apart without knowing the language. */
const t = (key: string, ...substitutions: string[]) => [key, ...substitutions].join(' · ');

beforeEach(async () => {
  clock = 1_000_000;
  activated = [];
  notices = [];
  refuse = undefined;
  state = createWorkerState(createItemStore(createMemoryStorage()));
  let ids = 0;
  lastRole = createLastRole({
    state,
    async activate(request) {
      if (refuse) throw new FailureError({ kind: refuse });
      activated.push(request);
    },
    notify: async (notice) => void notices.push(notice),
    t,
    lengthText: (minutes) => `${minutes / 60} h`,
    timeText: (at) => `at ${at}`,
    failureText: ({ kind }) => `because ${kind}`,
    now: () => clock,
    newId: () => `id-${++ids}`,
  });
  await state.session.write({ status: 'signedIn', account: ada });
  await remember(owner);
});

async function remember(role: LastRole, account = ada): Promise<void> {
  await state.of(account).habits.write({ ...newHabits, lastRole: role });
}

const setPolicy = (policy: Partial<ActivationPolicy>) =>
  state.of(ada).policies.write({ [owner.key]: { readAt: clock, policy: { ...defaultPolicy, ...policy } } });

/** What the menu item stands for now. */
async function token(): Promise<string> {
  const shown = await lastRole.menuState();
  if (!shown.enabled) throw new Error('The menu item does nothing');
  return shown.token;
}

function entryOf(more: Partial<Activation> = {}): Activation {
  const ask = { minutes: 480, justification: 'x' };
  return {
    ...newActivation({ id: 'entry', bulkId: 'b', role: eligibility, ask, origin: 'menu', at: clock }),
    ...more,
  };
}

describe('the menu item', () => {
  it('names role, scope and length', async () => {
    expect(await lastRole.menuState()).toMatchObject({
      enabled: true,
      title: 'menuLastRole · Owner · IT · 8 h',
    });
  });

  it('does nothing before a role was activated, and when nobody is signed in', async () => {
    await state.of(ada).habits.write(newHabits);
    expect(await lastRole.menuState()).toEqual({ enabled: false, title: 'menuNoLastRole' });
    await remember(owner);
    await state.session.write({ status: 'signedOut' });
    expect(await lastRole.menuState()).toEqual({ enabled: false, title: 'menuNoLastRole' });
  });

  it('shortens names, never the length, where the title would be cut off', async () => {
    const scopeName = 'Contoso Production Landing Zone in the North of Europe';
    await remember({ ...owner, roleName: 'Privileged Role Administrator', scopeName });
    const { title } = await lastRole.menuState();
    expect(title.length).toBeLessThanOrEqual(75);
    expect(title).toMatch(/^menuLastRole · Privileged Role.* · Contoso Prod[^·]*… · 8 h$/);
  });
});

describe('a click', () => {
  it('activates exactly what the title named, with the last justification', async () => {
    await lastRole.onMenuClicked(await token());
    expect(activated).toEqual([
      {
        bulkId: 'id-1',
        requests: [{ key: owner.key, ask: { minutes: 480, justification: 'Daily PIM elevation' } }],
        origin: 'menu',
      },
    ]);
    expect(notices).toEqual([]);
  });

  it.each<[string, Partial<LastRole>]>([
    ['role', { key: roleKey('azure', 'reader', '/mg/it'), roleName: 'Reader' }],
    ['scope', { key: roleKey('azure', 'owner', '/mg/hr'), scopeName: 'HR' }],
    ['length', { minutes: 60 }],
  ])('on a title whose %s is another by now activates nothing and says so', async (_, changed) => {
    const clicked = await token();
    await remember({ ...owner, ...changed });
    await lastRole.onMenuClicked(clicked);
    expect(activated).toEqual([]);
    expect(notices).toEqual([
      { id: 'last-role', title: 'notifyNothingActivated', message: 'notifyMenuChanged' },
    ]);
  });

  it('on a title of another account activates nothing, though the role has the same key', async () => {
    const clicked = await token();
    const bob = { ...ada, objectId: 'bob' };
    await state.session.write({ status: 'signedIn', account: bob });
    await remember(owner, bob);
    await lastRole.onMenuClicked(clicked);
    expect(activated).toEqual([]);
    expect(notices).toHaveLength(1);
  });

  it('a second one within five seconds does nothing, also while the first is at work', async () => {
    const clicked = await token();
    await Promise.all([lastRole.onMenuClicked(clicked), lastRole.onMenuClicked(clicked)]);
    clock += 4_999;
    await lastRole.onMenuClicked(clicked);
    expect(activated).toHaveLength(1);
    expect(notices).toEqual([]);
    clock += 1;
    await lastRole.onMenuClicked(clicked);
    expect(activated).toHaveLength(2);
  });

  it('after one that did nothing is not a slip', async () => {
    await lastRole.onMenuClicked('stale');
    await lastRole.onMenuClicked(await token());
    expect(activated).toHaveLength(1);
  });

  it.each<[string, Partial<ActivationPolicy>, Partial<LastRole>, string]>([
    ['a ticket is asked for', { ticketRequired: true }, {}, 'notifyTicketNeeded · Owner · IT'],
    ['a justification is missing', {}, { justification: ' ' }, 'notifyJustificationNeeded · Owner · IT'],
    ['the length is too long by now', { maximumMinutes: 120 }, {}, 'notifyOtherLength · Owner · IT · 2 h'],
  ])('activates nothing and says why when %s', async (_, policy, changed, message) => {
    await setPolicy(policy);
    await remember({ ...owner, ...changed });
    await lastRole.onMenuClicked(await token());
    expect(activated).toEqual([]);
    expect(notices).toEqual([{ id: 'last-role', title: 'notifyNothingActivated', message }]);
  });

  it('leaves it to the service where the policy could not be read', async () => {
    await state.of(ada).policies.write({ [owner.key]: { readAt: clock, failure: { kind: 'forbidden' } } });
    await lastRole.onMenuClicked(await token());
    expect(activated).toHaveLength(1);
  });

  it('opens no window: when only the person can sign in, it says so', async () => {
    await state.session.write({ status: 'signInNeeded', account: ada });
    await lastRole.onMenuClicked(await token());
    expect(activated).toEqual([]);
    expect(notices.map(({ message }) => message)).toEqual(['notifySignInFirst']);
  });

  it.each<[Partial<Activation>, string]>([
    [{ state: 'following' }, 'notifyUnderWay · Owner · IT'],
    [{ state: 'active', endsAt: '2100-01-01T00:00:00Z' }, 'notifyAlreadyActive · Owner · IT'],
  ])('says of a role that stands at %o that nothing was sent again', async (entry, message) => {
    await state.of(ada).journal.write([entryOf(entry)]);
    await lastRole.onMenuClicked(await token());
    expect(activated).toEqual([]);
    expect(notices.map((notice) => notice.message)).toEqual([message]);
  });

  it('tells a refusal in its own sentence', async () => {
    refuse = 'roleVanished';
    await lastRole.onMenuClicked(await token());
    expect(notices).toEqual([
      { id: 'last-role', title: 'notifyNothingActivated', message: 'because roleVanished' },
    ]);
  });
});

describe('the outcome', () => {
  const endsAt = '1970-01-01T08:00:00Z';

  it.each<[string, Partial<Activation>, string, string]>([
    ['active', { state: 'active', endsAt }, 'notifyActive', 'notifyActiveUntil · at 28800000'],
    ['active before', { state: 'active', already: true }, 'notifyAlreadyActive', ''],
    ['waiting', { state: 'waitingForApproval' }, 'notifyWaiting', 'notifyWaitingMeans'],
    ['failed', { state: 'failed', failure: { kind: 'denied' } }, 'notifyFailed', 'because denied'],
    [
      'unknown',
      { state: 'unknown', failure: { kind: 'outcomeUnknown' } },
      'notifyUnknown',
      'because outcomeUnknown',
    ],
  ])('is told: %s', async (_, more, title, message) => {
    await lastRole.onOutcome(entryOf(more));
    expect(notices).toEqual([{ id: 'entry', title: `${title} · Owner · IT`, message }]);
  });

  it('is told once, and only of what the menu started', async () => {
    await lastRole.onOutcome(entryOf({ state: 'active', endsAt, toldAt: clock }));
    await lastRole.onOutcome(entryOf({ state: 'active', endsAt, origin: 'page' }));
    expect(notices).toEqual([]);
  });

  it('is not told while there is none', async () => {
    for (const on of ['recorded', 'sending', 'looking', 'following', 'scheduled'] as const) {
      await lastRole.onOutcome(entryOf({ state: on }));
    }
    expect(notices).toEqual([]);
  });
});
