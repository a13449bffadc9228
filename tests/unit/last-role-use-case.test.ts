import { beforeEach, describe, expect, it } from 'vitest';
import type { ActivateRequest } from '../../src/background/use-cases/activate-roles.ts';
import { createLastRole, type LastRoleUseCase } from '../../src/background/use-cases/last-role.ts';
import { createWorkerState, type WorkerState } from '../../src/background/worker-state.ts';
import type { Account } from '../../src/domain/account.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import { FailureError, type FailureKind } from '../../src/domain/failure.ts';
import { type Draft, type LastRole, newHabits } from '../../src/domain/habits.ts';
import { type ActivationPolicy, defaultPolicy } from '../../src/domain/policy.ts';
import { type Eligibility, roleKey } from '../../src/domain/role.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
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
/** How often the popup was opened, and whether it can be. */
let popup: { opened: number; refuses?: boolean };
let lastRole: LastRoleUseCase;

/** A text as its key and what is filled in, so that a test tells texts apart without knowing the language. */
const t = (key: string, ...substitutions: string[]) => [key, ...substitutions].join(' · ');

beforeEach(async () => {
  clock = 1_000_000;
  activated = [];
  notices = [];
  refuse = undefined;
  popup = { opened: 0 };
  state = createWorkerState(createItemStore(createMemoryStorage()));
  let ids = 0;
  lastRole = createLastRole({
    state,
    async activate(request) {
      if (refuse) throw new FailureError({ kind: refuse });
      activated.push(request);
    },
    async openPopup() {
      if (popup.refuses) throw new Error('No window');
      popup.opened += 1;
    },
    notify: async (notice) => void notices.push(notice),
    t,
    lengthText: (minutes) => `${minutes / 60} h`,
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

const draft = () => state.of(ada).draft.read();

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

  it.each<[string, Partial<ActivationPolicy>, Partial<LastRole>, Partial<Draft>]>([
    ['a ticket is asked for', { ticketRequired: true }, {}, { minutes: { [owner.key]: 480 } }],
    ['a justification is missing', {}, { justification: ' ' }, { justification: ' ' }],
    ['the length is too long by now', { maximumMinutes: 120 }, {}, { minutes: {} }],
  ])('shows the filled form, and activates nothing, when %s', async (_, policy, changed, form) => {
    await setPolicy(policy);
    await remember({ ...owner, ...changed });
    await lastRole.onMenuClicked(await token());
    expect(activated).toEqual([]);
    expect(notices).toEqual([]);
    expect(popup.opened).toBe(1);
    expect(await draft()).toMatchObject({ keys: [owner.key], askedAt: clock, ...form });
    expect(await draft()).not.toHaveProperty('ticketNumber');
  });

  it('keeps a ticket that was typed for this role and not sent, and no other', async () => {
    await setPolicy({ ticketRequired: true });
    const typed = { keys: [owner.key], minutes: {}, ticketNumber: 'INC1', ticketSystem: 'Desk' };
    await state.of(ada).draft.write(typed);
    await lastRole.onMenuClicked(await token());
    expect(await draft()).toMatchObject({ ticketNumber: 'INC1', ticketSystem: 'Desk', askedAt: clock });
    clock += 5_000;
    await state.of(ada).draft.write({ ...typed, keys: [roleKey('azure', 'reader', '/mg/it')] });
    await lastRole.onMenuClicked(await token());
    expect(await draft()).not.toHaveProperty('ticketNumber');
  });

  it('says so where no popup can be opened; the form is kept', async () => {
    popup.refuses = true;
    await setPolicy({ ticketRequired: true });
    await lastRole.onMenuClicked(await token());
    expect(notices.map(({ message }) => message)).toEqual(['notifyNeedsYou · Owner · IT']);
    expect(await draft()).toMatchObject({ keys: [owner.key] });
  });

  describe('on a privileged role', () => {
    beforeEach(() =>
      state
        .of(ada)
        .eligibilities('azure')
        .write({ rows: [{ ...eligibility, templateId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635' }] }),
    );

    it('shows its filled form and activates nothing', async () => {
      await lastRole.onMenuClicked(await token());
      expect(activated).toEqual([]);
      expect(popup.opened).toBe(1);
      expect(await draft()).toEqual({
        keys: [owner.key],
        minutes: { [owner.key]: 480 },
        justification: 'Daily PIM elevation',
        askedAt: clock,
      });
    });

    it('activates it where the person chose so', async () => {
      await state.settings.write({ ...defaultSettings, privilegedWithoutAsking: true });
      await lastRole.onMenuClicked(await token());
      expect(activated).toHaveLength(1);
      expect(popup.opened).toBe(0);
    });
  });

  it('leaves it to the service where the policy could not be read', async () => {
    await state.of(ada).policies.write({ [owner.key]: { readAt: clock, failure: { kind: 'forbidden' } } });
    await lastRole.onMenuClicked(await token());
    expect(activated).toHaveLength(1);
  });

  it('shows the popup, with the form behind it, when only the person can sign in', async () => {
    await state.session.write({ status: 'signInNeeded', account: ada });
    await lastRole.onMenuClicked(await token());
    expect(activated).toEqual([]);
    expect(popup.opened).toBe(1);
    expect(await draft()).toMatchObject({ keys: [owner.key], askedAt: clock });
  });

  it.each<[Partial<Activation>, string]>([
    [{ state: 'following' }, 'notifyUnderWay · Owner · IT'],
    [{ state: 'active', endsAt: '2100-01-01T00:00:00Z' }, 'notifyAlreadyActive · Owner · IT'],
  ])('says of a role that stands at %o that nothing was sent again', async (entry, message) => {
    await state.of(ada).journal.write([entryOf(entry)]);
    clock += 5_000;
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

describe('the keyboard command', () => {
  const day = 24 * 60 * 60_000;

  it('activates what the person asked for alone', async () => {
    await remember({ ...owner, namedAt: clock - day });
    await lastRole.onKeyPressed();
    expect(activated).toMatchObject([{ requests: [{ key: owner.key }], origin: 'menu' }]);
    expect(popup.opened).toBe(0);
  });

  it.each<[string, Partial<LastRole>]>([
    ['was the last of a bulk', {}],
    ['was asked for long ago', { namedAt: 1_000_000 - 4 * day }],
    ['was asked for in a future that a clock made', { namedAt: 1_000_001 }],
  ])('shows the form of a role that %s', async (_, changed) => {
    await remember({ ...owner, ...changed });
    await lastRole.onKeyPressed();
    expect(activated).toEqual([]);
    expect(popup.opened).toBe(1);
    expect(await draft()).toMatchObject({ keys: [owner.key], askedAt: clock });
  });

  it('opens the popup where there is no last role, or nobody is signed in', async () => {
    await state.of(ada).habits.write(newHabits);
    await lastRole.onKeyPressed();
    clock += 5_000;
    await state.session.write({ status: 'signedOut' });
    await lastRole.onKeyPressed();
    expect(popup.opened).toBe(2);
    expect(await draft()).toBeNull();
  });
});

describe('a second try within five seconds', () => {
  beforeEach(() => remember({ ...owner, namedAt: clock }));

  it('does nothing, be it a click after a key or a key after a click', async () => {
    const clicked = await token();
    await Promise.all([lastRole.onKeyPressed(), lastRole.onMenuClicked(clicked)]);
    clock += 5_000;
    await Promise.all([lastRole.onMenuClicked(clicked), lastRole.onKeyPressed()]);
    expect(activated).toHaveLength(2);
  });

  it('does nothing after the form was shown', async () => {
    await setPolicy({ ticketRequired: true });
    await lastRole.onKeyPressed();
    clock += 4_999;
    await lastRole.onMenuClicked(await token());
    expect(popup.opened).toBe(1);
  });

  it.each([
    ['activated a role', () => state.of(ada).journal.write([entryOf({ state: 'failed' })])],
    ['showed the form', () => state.of(ada).draft.write({ keys: [owner.key], minutes: {}, askedAt: clock })],
  ])('does nothing, nor says anything, where an earlier worker %s', async (_, leave) => {
    await leave();
    clock += 4_999;
    await lastRole.onKeyPressed();
    await lastRole.onMenuClicked(await token());
    expect([activated.length, popup.opened, notices.length]).toEqual([0, 0, 0]);
    clock += 1;
    await lastRole.onKeyPressed();
    expect(activated).toHaveLength(1);
  });
});
