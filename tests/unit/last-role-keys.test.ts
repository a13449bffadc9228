import { beforeEach, describe, expect, it } from 'vitest';
import { type LastRole, newHabits } from '../../src/domain/habits.ts';
import { desk, draft, entryOf, owner, remember, setPolicy, setUp, token } from './last-role-rig.ts';
import { ada } from './simulated-worker.ts';

beforeEach(setUp);

describe('the keyboard command', () => {
  const day = 24 * 60 * 60_000;

  it('activates what the person asked for alone', async () => {
    await remember({ ...owner, namedAt: desk.clock - day });
    await desk.lastRole.onKeyPressed();
    expect(desk.activated).toMatchObject([{ requests: [{ key: owner.key }], origin: 'menu' }]);
    expect(desk.popup.opened).toBe(0);
  });

  it.each<[string, Partial<LastRole>]>([
    ['was the last of a bulk', {}],
    ['was asked for long ago', { namedAt: 1_000_000 - 4 * day }],
    ['was asked for in a future that a clock made', { namedAt: 1_000_001 }],
  ])('shows the form of a role that %s', async (_, changed) => {
    await remember({ ...owner, ...changed });
    await desk.lastRole.onKeyPressed();
    expect(desk.activated).toEqual([]);
    expect(desk.popup.opened).toBe(1);
    expect(await draft()).toMatchObject({ keys: [owner.key], askedAt: desk.clock });
  });

  it('opens the popup where there is no last role, or nobody is signed in', async () => {
    await desk.state.of(ada).habits.write(newHabits);
    await desk.lastRole.onKeyPressed();
    desk.clock += 5_000;
    await desk.state.session.write({ status: 'signedOut' });
    await desk.lastRole.onKeyPressed();
    expect(desk.popup.opened).toBe(2);
    expect(await draft()).toBeNull();
  });
});

describe('a second try within five seconds', () => {
  beforeEach(() => remember({ ...owner, namedAt: desk.clock }));

  it('does nothing, be it a click after a key or a key after a click', async () => {
    const clicked = await token();
    await Promise.all([desk.lastRole.onKeyPressed(), desk.lastRole.onMenuClicked(clicked)]);
    desk.clock += 5_000;
    await Promise.all([desk.lastRole.onMenuClicked(clicked), desk.lastRole.onKeyPressed()]);
    expect(desk.activated).toHaveLength(2);
  });

  it('does nothing after the form was shown', async () => {
    await setPolicy({ ticketRequired: true });
    await desk.lastRole.onKeyPressed();
    desk.clock += 4_999;
    await desk.lastRole.onMenuClicked(await token());
    expect(desk.popup.opened).toBe(1);
  });

  it.each([
    ['activated a role', () => desk.state.of(ada).journal.write([entryOf({ state: 'failed' })])],
    [
      'showed the form',
      () => desk.state.of(ada).draft.write({ keys: [owner.key], minutes: {}, askedAt: desk.clock }),
    ],
  ])('does nothing, nor says anything, where an earlier worker %s', async (_, leave) => {
    await leave();
    desk.clock += 4_999;
    await desk.lastRole.onKeyPressed();
    await desk.lastRole.onMenuClicked(await token());
    expect([desk.activated.length, desk.popup.opened, desk.notices.length]).toEqual([0, 0, 0]);
    desk.clock += 1;
    await desk.lastRole.onKeyPressed();
    expect(desk.activated).toHaveLength(1);
  });
});
