/** Which requests wait for an approver, as the worker reads and keeps them. */
import { describe, expect, it } from 'vitest';
import { contoso } from '../emulator/seeds/contoso.ts';
import { groupGraphScopes, people } from '../emulator/seeds/contoso-directory.ts';
import { requestsForAda } from '../emulator/seeds/waiting-requests.ts';
import { createWorkerRig } from './worker-rig.ts';
import { approver, eventually, hosts, keyOf, list, read } from './approvals-rig.ts';

describe('what waits for an approver', () => {
  it('is read of every source: who asks, for what, for how long and why', async () => {
    const { rig, waiting } = await approver();
    expect((await list(rig, 'entra')).rows.map(({ key }) => key).toSorted()).toEqual(
      waiting.entra.map((request) => keyOf('entra', request)).toSorted(),
    );
    expect((await list(rig, 'azure')).rows).toHaveLength(waiting.azure.length);
    const alan = (await list(rig, 'entra')).rows.find(({ requester }) => requester.id === people.alan.id);
    expect(alan).toMatchObject({
      roleName: 'Compliance Administrator',
      requester: { name: people.alan.displayName },
      justification: 'Retention labels for the audit',
      minutes: 60,
      scope: { kind: 'directory' },
    });
    const training = (await list(rig, 'azure')).rows.find(({ roleName }) => roleName === 'Owner');
    expect(training).toMatchObject({ scope: { kind: 'subscription', name: 'Contoso Training' } });
    expect(Date.parse(training!.createdAt!)).toBe(waiting.azure[0]!.createdAt);
    expect((await list(rig, 'groups')).rows).toMatchObject([
      {
        roleName: 'Member',
        scope: { kind: 'group', name: 'Release Managers' },
        requester: { name: people.alan.displayName },
      },
    ]);
  });

  it.each([-10, 10])('is dated by the browser’s clock, which is %i minutes ahead', async (minutes) => {
    const { rig, waiting } = await approver({ browserAheadMs: minutes * 60_000 });
    const { rows } = await list(rig, 'azure');
    const [request] = waiting.azure;
    const row = rows.find(({ key }) => key === keyOf('azure', request!));
    const asked = request!.createdAt + minutes * 60_000;
    // HTTP dates count in seconds.
    expect(Math.abs(Date.parse(row!.createdAt!) - asked)).toBeLessThan(2_000);
  });

  it('is nothing for a person who approves nothing, and no failure', async () => {
    const rig = await createWorkerRig();
    requestsForAda(rig.emulator.pim);
    rig.person.choose = people.grace.userPrincipalName;
    await rig.send('signIn', {});
    await eventually(async () => (await rig.session()).status).toBe('signedIn');
    await read(rig);
    expect(await list(rig, 'entra')).toMatchObject({ rows: [] });
    expect((await list(rig, 'azure')).failure).toBeUndefined();
  });

  it('is not asked of groups where the tenant has not consented to them', async () => {
    const seed = contoso({ now: Date.now(), unconsented: groupGraphScopes });
    const { rig } = await approver({ seed });
    expect(await list(rig, 'groups')).toMatchObject({ rows: [] });
    expect((await list(rig, 'groups')).failure).toBeUndefined();
    expect(rig.emulator.journal.requests({ path: /privilegedAccess/ })).toEqual([]);
  });

  it('is kept where a source fails, and the other is read', async () => {
    const { rig, waiting } = await approver();
    rig.emulator.faults.add({
      host: hosts.azure,
      kind: 'refusal',
      status: 403,
      code: 'AuthorizationFailed',
      message: 'No.',
    });
    await read(rig);
    expect((await list(rig, 'azure')).failure).toBeDefined();
    expect((await list(rig, 'azure')).rows).toHaveLength(waiting.azure.length);
    expect((await list(rig, 'entra')).failure).toBeUndefined();
  });
});
