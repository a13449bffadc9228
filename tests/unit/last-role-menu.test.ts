import { beforeEach, describe, expect, it } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import { type Draft, type LastRole, newHabits } from '../../src/domain/habits.ts';
import type { ActivationPolicy } from '../../src/domain/policy.ts';
import { roleKey } from '../../src/domain/role.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import {
  desk,
  draft,
  eligibility,
  entryOf,
  owner,
  remember,
  setPolicy,
  setUp,
  token,
} from './last-role-rig.ts';
import { ada } from './simulated-worker.ts';

beforeEach(setUp);

describe('the menu item', () => {
  it('names role, scope and length', async () => {
    expect(await desk.lastRole.menuState()).toMatchObject({
      enabled: true,
      title: 'menuLastRole · Owner · IT · 8 h',
    });
  });

  it('does nothing before a role was activated, and when nobody is signed in', async () => {
    await desk.state.of(ada).habits.write(newHabits);
    expect(await desk.lastRole.menuState()).toEqual({ enabled: false, title: 'menuNoLastRole' });
    await remember(owner);
    await desk.state.session.write({ status: 'signedOut' });
    expect(await desk.lastRole.menuState()).toEqual({ enabled: false, title: 'menuNoLastRole' });
  });

  it('shortens names, never the length, where the title would be cut off', async () => {
    const scopeName = 'Contoso Production Landing Zone in the North of Europe';
    await remember({ ...owner, roleName: 'Privileged Role Administrator', scopeName });
    const { title } = await desk.lastRole.menuState();
    expect(title.length).toBeLessThanOrEqual(75);
    expect(title).toMatch(/^menuLastRole · Privileged Role.* · Contoso Prod[^·]*… · 8 h$/);
  });
});

describe('a click', () => {
  it('activates exactly what the title named, with the last justification', async () => {
    await desk.lastRole.onMenuClicked(await token());
    expect(desk.activated).toEqual([
      {
        bulkId: 'id-1',
        requests: [{ key: owner.key, ask: { minutes: 480, justification: 'Daily PIM elevation' } }],
        origin: 'menu',
      },
    ]);
    expect(desk.notices).toEqual([]);
  });

  it.each<[string, Partial<LastRole>]>([
    ['role', { key: roleKey('azure', 'reader', '/mg/it'), roleName: 'Reader' }],
    ['scope', { key: roleKey('azure', 'owner', '/mg/hr'), scopeName: 'HR' }],
    ['length', { minutes: 60 }],
  ])('on a title whose %s is another by now activates nothing and says so', async (_, changed) => {
    const clicked = await token();
    await remember({ ...owner, ...changed });
    await desk.lastRole.onMenuClicked(clicked);
    expect(desk.activated).toEqual([]);
    expect(desk.notices).toEqual([
      { id: 'last-role', title: 'notifyNothingActivated', message: 'notifyMenuChanged' },
    ]);
  });

  it('on a title of another account activates nothing, though the role has the same key', async () => {
    const clicked = await token();
    const bob = { ...ada, objectId: 'bob' };
    await desk.state.session.write({ status: 'signedIn', account: bob });
    await remember(owner, bob);
    await desk.lastRole.onMenuClicked(clicked);
    expect(desk.activated).toEqual([]);
    expect(desk.notices).toHaveLength(1);
  });

  it('a second one within five seconds does nothing, also while the first is at work', async () => {
    const clicked = await token();
    await Promise.all([desk.lastRole.onMenuClicked(clicked), desk.lastRole.onMenuClicked(clicked)]);
    desk.clock += 4_999;
    await desk.lastRole.onMenuClicked(clicked);
    expect(desk.activated).toHaveLength(1);
    expect(desk.notices).toEqual([]);
    desk.clock += 1;
    await desk.lastRole.onMenuClicked(clicked);
    expect(desk.activated).toHaveLength(2);
  });

  it('after one that did nothing is not a slip', async () => {
    await desk.lastRole.onMenuClicked('stale');
    await desk.lastRole.onMenuClicked(await token());
    expect(desk.activated).toHaveLength(1);
  });

  it.each<[string, Partial<ActivationPolicy>, Partial<LastRole>, Partial<Draft>]>([
    ['a ticket is asked for', { ticketRequired: true }, {}, { minutes: { [owner.key]: 480 } }],
    ['a justification is missing', {}, { justification: ' ' }, { justification: ' ' }],
    ['the length is too long by now', { maximumMinutes: 120 }, {}, { minutes: {} }],
  ])('shows the filled form, and activates nothing, when %s', async (_, policy, changed, form) => {
    await setPolicy(policy);
    await remember({ ...owner, ...changed });
    await desk.lastRole.onMenuClicked(await token());
    expect(desk.activated).toEqual([]);
    expect(desk.notices).toEqual([]);
    expect(desk.popup.opened).toBe(1);
    expect(await draft()).toMatchObject({ keys: [owner.key], askedAt: desk.clock, ...form });
    expect(await draft()).not.toHaveProperty('ticketNumber');
  });

  it('keeps a ticket that was typed for this role and not sent, and no other', async () => {
    await setPolicy({ ticketRequired: true });
    const typed = { keys: [owner.key], minutes: {}, ticketNumber: 'INC1', ticketSystem: 'Desk' };
    await desk.state.of(ada).draft.write(typed);
    await desk.lastRole.onMenuClicked(await token());
    expect(await draft()).toMatchObject({ ticketNumber: 'INC1', ticketSystem: 'Desk', askedAt: desk.clock });
    desk.clock += 5_000;
    await desk.state.of(ada).draft.write({ ...typed, keys: [roleKey('azure', 'reader', '/mg/it')] });
    await desk.lastRole.onMenuClicked(await token());
    expect(await draft()).not.toHaveProperty('ticketNumber');
  });

  it('says so where no popup can be opened; the form is kept', async () => {
    desk.popup.refuses = true;
    await setPolicy({ ticketRequired: true });
    await desk.lastRole.onMenuClicked(await token());
    expect(desk.notices.map(({ message }) => message)).toEqual(['notifyNeedsYou · Owner · IT']);
    expect(await draft()).toMatchObject({ keys: [owner.key] });
  });

  describe('on a privileged role', () => {
    beforeEach(() =>
      desk.state
        .of(ada)
        .eligibilities('azure')
        .write({ rows: [{ ...eligibility, templateId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635' }] }),
    );

    it('shows its filled form and activates nothing', async () => {
      await desk.lastRole.onMenuClicked(await token());
      expect(desk.activated).toEqual([]);
      expect(desk.popup.opened).toBe(1);
      expect(await draft()).toEqual({
        keys: [owner.key],
        minutes: { [owner.key]: 480 },
        justification: 'Daily PIM elevation',
        askedAt: desk.clock,
      });
    });

    it('activates it where the person chose so', async () => {
      await desk.state.settings.write({ ...defaultSettings, privilegedWithoutAsking: true });
      await desk.lastRole.onMenuClicked(await token());
      expect(desk.activated).toHaveLength(1);
      expect(desk.popup.opened).toBe(0);
    });
  });

  it('leaves it to the service where the policy could not be read', async () => {
    await desk.state
      .of(ada)
      .policies.write({ [owner.key]: { readAt: desk.clock, failure: { kind: 'forbidden' } } });
    await desk.lastRole.onMenuClicked(await token());
    expect(desk.activated).toHaveLength(1);
  });

  it('shows the popup, with the form behind it, when only the person can sign in', async () => {
    await desk.state.session.write({ status: 'signInNeeded', account: ada });
    await desk.lastRole.onMenuClicked(await token());
    expect(desk.activated).toEqual([]);
    expect(desk.popup.opened).toBe(1);
    expect(await draft()).toMatchObject({ keys: [owner.key], askedAt: desk.clock });
  });

  it.each<[Partial<Activation>, string]>([
    [{ state: 'following' }, 'notifyUnderWay · Owner · IT'],
    [{ state: 'active', endsAt: '2100-01-01T00:00:00Z' }, 'notifyAlreadyActive · Owner · IT'],
  ])('says of a role that stands at %o that nothing was sent again', async (entry, message) => {
    await desk.state.of(ada).journal.write([entryOf(entry)]);
    desk.clock += 5_000;
    await desk.lastRole.onMenuClicked(await token());
    expect(desk.activated).toEqual([]);
    expect(desk.notices.map((notice) => notice.message)).toEqual([message]);
  });

  it('tells a refusal in its own sentence', async () => {
    desk.refuse = 'roleVanished';
    await desk.lastRole.onMenuClicked(await token());
    expect(desk.notices).toEqual([
      { id: 'last-role', title: 'notifyNothingActivated', message: 'because roleVanished' },
    ]);
  });
});
