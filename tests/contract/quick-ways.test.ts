/** Menu item, keyboard command and notifications, with the real worker over the embedded cloud. */
import { describe, expect, it, vi } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

// A test outlasts the waits in it.
vi.setConfig({ testTimeout: 30_000 });

const minute = 60_000;
const hour = 60 * minute;
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

async function signedIn(options: Parameters<typeof createWorkerRig>[0] = {}): Promise<WorkerRig> {
  const rig = await createWorkerRig(options);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  for (const source of ['entra', 'azure'] as const) {
    await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
  }
  return rig;
}

/** Asks for roles as the popup does. */
async function activate(rig: WorkerRig, ...wanted: [roleName: string, scopeName?: string][]): Promise<void> {
  const roles = await Promise.all(wanted.map((names) => rig.role(...names)));
  const requests = roles.map(({ key }) => ({ key, ask: { minutes: 60, justification: 'Release' } }));
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests });
}

async function told(rig: WorkerRig): Promise<Activation[]> {
  await eventually(async () => (await rig.journal()).every(({ toldAt }) => toldAt !== undefined)).toBe(true);
  return rig.journal();
}

const sent = (rig: WorkerRig) => rig.emulator.pim.accepted({ action: 'selfActivate' });

/** Has asked for a role alone, and lets it end. */
async function activatedBefore(rig: WorkerRig, ...names: [roleName: string, scopeName?: string]) {
  await activate(rig, names);
  await told(rig);
  // A token that is being fetched while the clock jumps would have run out when it comes.
  await eventually(async () => (await rig.journal()).some(({ effect }) => effect?.state === 'waiting')).toBe(
    false,
  );
  rig.emulator.clock.advance(2 * hour);
}

describe('the quick ways', () => {
  it('send one request, however often and by whichever way they are used, in whichever worker', async () => {
    const rig = await signedIn();
    await activatedBefore(rig, 'Groups Administrator');
    await eventually(() => rig.menu?.enabled).toBe(true);
    rig.pressKey();
    await rig.clickMenu();
    await eventually(() => sent(rig).length).toBe(2);
    rig.restart();
    rig.pressKey();
    await rig.clickMenu();
    expect((await told(rig)).map(({ state, origin }) => [state, origin])).toEqual([['active', 'menu']]);
    expect(sent(rig)).toHaveLength(2);
    expect(rig.notices.map(({ title }) => title)).toEqual(['notifyActive Groups Administrator Directory']);
    expect(rig.popupsOpened).toBe(0);
    expect(rig.defects).toEqual([]);
  });

  it('show the form of a privileged role, which the popup then activates', async () => {
    const rig = await signedIn();
    await activatedBefore(rig, 'Owner', 'IT');
    rig.pressKey();
    await eventually(() => rig.popupsOpened).toBe(1);
    expect(sent(rig)).toHaveLength(1);
    const { key } = await rig.role('Owner', 'IT');
    const { draft } = rig.state().of(await rig.account());
    expect(await draft.read()).toMatchObject({
      keys: [key],
      minutes: { [key]: 60 },
      justification: 'Release',
    });
    await activate(rig, ['Owner', 'IT']);
    await eventually(() => sent(rig).length).toBe(2);
    expect(await draft.read()).toBeNull();
  });

  it('show the form when the policy asks for a ticket since then', async () => {
    const rig = await signedIn();
    await activatedBefore(rig, 'Groups Administrator');
    const role = await rig.role('Groups Administrator');
    const target = { kind: 'directory', roleId: role.templateId, scope: '/' } as const;
    rig.emulator.pim.changePolicy(people.ada.tenantId, target, { ticketing: true });
    // Twelve hours make what is known of a policy old.
    rig.emulator.clock.advance(12 * hour);
    await rig.send('readPolicies', { keys: [role.key] });
    const { policies } = rig.state().of(await rig.account());
    await eventually(async () => (await policies.read())[role.key]?.policy?.ticketRequired).toBe(true);
    rig.pressKey();
    await eventually(() => rig.popupsOpened).toBe(1);
    expect(sent(rig)).toHaveLength(1);
  });
});

describe('notifications of what the popup started', () => {
  const slow = { knobs: { pim: { graph: { provisionMs: 15_000 }, arm: { provisionMs: 15_000 } } } };

  it('are one for a bulk that settles while the popup is closed', async () => {
    const rig = await signedIn(slow);
    const role = await rig.role('Reports Reader');
    rig.emulator.pim.revokeEligibility({ principalId: people.ada.id, roleId: role.templateId });
    await activate(rig, ['Groups Administrator'], ['Billing Administrator'], ['Reports Reader']);
    await told(rig);
    expect(new Set(rig.notices.map(({ id }) => id)).size).toBe(1);
    expect(rig.notices.at(-1)).toMatchObject({
      title: 'notifyBulkActive_other 2, notifyBulkFailed_one 1',
      message: 'notifyRoleOnScope Reports Reader Directory',
    });
    expect(rig.defects).toEqual([]);
  });

  it('are none while the popup is open', async () => {
    const rig = await signedIn(slow);
    rig.popupIsOpen = true;
    await activate(rig, ['Groups Administrator']);
    await told(rig);
    expect(rig.notices).toEqual([]);
  });

  it.each([
    ['approve', 'notifyActive User Access Administrator Contoso Production'],
    ['deny', 'notifyFailed User Access Administrator Contoso Production'],
  ] as const)('tell once when approvers %s, whichever worker hears of it', async (decide, title) => {
    const rig = await signedIn();
    await activate(rig, ['User Access Administrator', 'Contoso Production']);
    expect(await told(rig)).toMatchObject([{ state: 'waitingForApproval' }]);
    expect(rig.notices).toEqual([]);
    rig.emulator.clock.advance(20 * minute);
    rig.emulator.pim[decide](sent(rig)[0]!.id);
    rig.restart();
    rig.ring('follow-activations');
    await eventually(() => rig.notices.length).toBe(1);
    await told(rig);
    rig.restart();
    rig.ring('follow-activations');
    await told(rig);
    expect(rig.notices).toMatchObject([{ title }]);
  });
});

it('a session that cannot be renewed while a request waits is told once, and the menu then shows the popup', async () => {
  const rig = await signedIn();
  await activate(rig, ['User Access Administrator', 'Contoso Production']);
  expect((await told(rig)).map(({ state }) => state)).toEqual(['waitingForApproval']);
  await activatedBefore(rig, 'Groups Administrator');
  const notices = rig.notices.length;
  rig.emulator.knobs.token.forced.push(
    { code: 50173, at: 'token', only: 'refresh_token' },
    { code: 50058, at: 'authorize', only: 'none' },
  );
  rig.emulator.clock.advance(3 * hour);
  for (const _ of ['once', 'again']) {
    rig.restart();
    rig.ring('follow-activations');
    await eventually(async () => (await rig.session()).status).toBe('signInNeeded');
  }
  await eventually(() => rig.notices.slice(notices)).toMatchObject([
    { id: 'sign-in', title: 'notifySignIn' },
  ]);
  await rig.clickMenu();
  await eventually(() => rig.popupsOpened).toBe(1);
  expect(sent(rig)).toHaveLength(2);
});
