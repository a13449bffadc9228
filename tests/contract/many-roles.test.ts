import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { restOf } from '../../src/domain/lists.ts';
import { firstScreenRows } from '../../src/domain/first-rows.ts';
import { eligibilitiesItem } from '../../src/platform/items.ts';
import { partBound } from '../../src/platform/list-parts.ts';
import { accountKey } from '../../src/domain/account.ts';
import { until } from '../browser/until.ts';
import { bigTenant, bigTenantCounts } from '../emulator/seeds/big-tenant.ts';
import { createWorkerRig } from './worker-rig.ts';

it('keeps 5,000 roles of Azure and 300 of Entra, in items of a bounded size, and knows every one', async () => {
  const rig = await createWorkerRig({ seed: bigTenant({ now: Date.now() }) });
  await rig.send('signIn', {});
  await until('the sign-in', async () => (await rig.session()).status === 'signedIn');
  const own = rig.state().of(await rig.account());
  for (const source of ['azure', 'entra'] as const) {
    await until(`the ${source} roles`, async () => (await own.eligibilities(source).read()).readAt);
  }
  const azure = await rig.eligible('azure');
  expect(azure.length).toBeGreaterThan(bigTenantCounts.azure);
  expect((await rig.eligible('entra')).length).toBeGreaterThan(bigTenantCounts.entra);
  expect(new Set(azure.map(({ key }) => key)).size).toBe(azure.length);
  for (const [key, value] of Object.entries(JSON.parse(rig.stored()) as Record<string, unknown>)) {
    expect(Buffer.byteLength(JSON.stringify(value)), key).toBeLessThanOrEqual(partBound);
  }

  // What the popup reads first: the favourite is in it as soon as it is one, wherever it stands in the list.
  const item = rig.state().store.item(eligibilitiesItem(accountKey(await rig.account()), 'azure'));
  const favourite = azure.at(-1)!;
  const before = await item.readFirst();
  expect(before.isWhole).toBe(false);
  expect(before.value.rows.length).toBeGreaterThanOrEqual(firstScreenRows);
  expect(restOf(before.value) + before.value.rows.length).toBe(azure.length);
  await rig.send('setFavourite', { key: favourite.key, favourite: true });
  const after = rig.state().store.item(eligibilitiesItem(accountKey(await rig.account()), 'azure'));
  expect((await after.readFirst()).value.rows).toContainEqual(favourite);
  expect(rig.defects).toEqual([]);
});
