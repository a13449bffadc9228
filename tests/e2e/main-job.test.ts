import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';

let hoist: Hoist;

beforeAll(async () => {
  hoist = await openHoist();
  await hoist.setUp();
});
afterAll(() => hoist?.close());

describe('the main job, through the real toolbar popup', () => {
  it('lists exactly the rows that the cloud has, also on subscriptions nobody can see yet', async () => {
    const { pim } = hoist.emulator;
    const who = { oid: people.ada.id, tid: people.ada.tenantId };
    const seeded = (['directory', 'azure'] as const).flatMap((kind) =>
      pim.lists.eligible(who, kind).map(({ eligibility }) => {
        const source = kind === 'directory' ? 'entra' : 'azure';
        return `${source}|${eligibility.roleId}|${eligibility.scope}`.toLowerCase();
      }),
    );
    const popup = await hoist.openPopup();
    await popup.see('role-row');
    const listed = (await popup.rows('role-row')).map((row) => row.key);
    expect(listed.toSorted()).toEqual([...new Set(seeded)].toSorted());
    await popup.close();
  });

  it('activates an Entra role and follows it to active', async () => {
    const popup = await hoist.openPopup();
    const key = await popup.choose('User Administrator');
    await popup.click('submit');
    expect(await popup.outcome(key, 'active')).toContain('User Administrator');
    expect(await popup.active(key)).toMatch(/left/);
    await popup.close();
  });
});
