/** "Check" with the real worker over the embedded cloud: the service judges, and nothing is activated. */
import { describe, expect, it, vi } from 'vitest';
import type { CheckResult } from '../../src/domain/check.ts';
import type { Ask } from '../../src/domain/policy.ts';
import type { DeepPartial, Knobs } from '../emulator/knobs.ts';
import { armHost, graphHost } from './providers-rig.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

// A test outlasts the waits in it.
vi.setConfig({ testTimeout: 40_000 });

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000, interval: 5 });
const ask: Ask = { minutes: 30, justification: 'Daily PIM elevation' };

type Wanted = readonly [roleName: string, scopeName?: string | undefined, ask?: Partial<Ask>];

async function signedIn(knobs: DeepPartial<Knobs> = {}): Promise<WorkerRig> {
  const rig = await createWorkerRig({ knobs });
  await rig.send('signIn', {});
  for (const source of ['entra', 'azure'] as const) {
    await eventually(async () => {
      const { status } = await rig.session();
      return status === 'signedIn' && (await rig.eligible(source)).length;
    }).toBeGreaterThan(0);
  }
  return rig;
}

/** Has roles checked as the form does, and gives what was said of each, in the order that was asked. */
async function check(rig: WorkerRig, ...wanted: Wanted[]): Promise<(CheckResult | undefined)[]> {
  const requests = await Promise.all(
    wanted.map(async ([name, scope, own]) => ({
      key: (await rig.role(name, scope)).key,
      ask: { ...ask, ...own },
    })),
  );
  const checkId = crypto.randomUUID();
  await rig.send('check', { checkId, requests });
  const { check: item } = rig.state().of(await rig.account());
  await eventually(async () => {
    const stored = await item.read();
    return stored?.id === checkId && Object.values(stored.rows).every(({ result }) => result !== 'checking');
  }).toBe(true);
  const stored = await item.read();
  return requests.map(({ key }) => stored?.rows[key]);
}

/** That nothing came of it: no request in the cloud, no entry of ours, no notification. */
async function expectNothingDone(rig: WorkerRig): Promise<void> {
  expect(rig.emulator.pim.accepted()).toEqual([]);
  expect(rig.emulator.journal.count({ host: armHost, method: 'PUT' })).toBe(0);
  expect(await rig.journal()).toEqual([]);
  expect(rig.notices).toEqual([]);
  expect(rig.defects).toEqual([]);
}

const refusedAs = (kind: string, code?: string) => ({
  result: 'refused',
  failure: { kind, ...(code ? { code } : {}) },
});

describe('a check', () => {
  it('says of each role of a bulk what the service would say, and nothing is recorded', async () => {
    const rig = await signedIn();
    const said = await check(
      rig,
      ['User Administrator'],
      ['Intune Administrator', undefined, { minutes: 31 }],
      ['Exchange Administrator'],
      ['Security Administrator'],
      ['Contributor', 'Contoso Web Shop'],
      ['Contributor', 'Contoso Production'],
      ['Owner', 'Contoso Production'],
    );
    const policy = 'RoleAssignmentRequestPolicyValidationFailed';
    expect(said).toMatchObject([
      { result: 'accepted', waits: false },
      refusedAs('tooLong', policy),
      refusedAs('ticketRequired', policy),
      refusedAs('authenticationContextRequired', 'RoleAssignmentRequestAcrsValidationFailed'),
      { result: 'accepted', waits: false },
      refusedAs('ticketRequired', policy),
      refusedAs('authenticationContextRequired', 'RoleAssignmentRequestAcrsValidationFailed'),
    ]);
    const sent = rig.emulator.journal.entries.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/directory/roleAssignmentScheduleRequests'),
    );
    expect(sent).toHaveLength(4);
    for (const { body } of sent)
      expect(body).toMatchObject({ action: 'selfActivate', isValidationOnly: true });
    await expectNothingDone(rig);
  });

  it('leaves the activation to be asked for afterwards, once', async () => {
    const rig = await signedIn();
    const names = [['User Administrator'], ['Contributor', 'Contoso Web Shop']] as const;
    await check(rig, ...names);
    const requests = await Promise.all(
      names.map(async ([name, scope]) => ({ key: (await rig.role(name, scope)).key, ask })),
    );
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests });
    await eventually(async () => (await rig.journal()).map(({ state }) => state)).toEqual([
      'active',
      'active',
    ]);
    expect(rig.emulator.pim.accepted()).toHaveLength(2);
    expect(await check(rig, ...names)).toEqual([{ result: 'alreadyActive' }, { result: 'alreadyActive' }]);
    expect(rig.emulator.pim.accepted()).toHaveLength(2);
  });

  it.each([200, 201] as const)(
    'understands Graph’s success with %i, a new id and its own status',
    async (http) => {
      const graph = {
        validationOnlyId: 'new',
        validationOnlyHttp: http,
        validationOnlyStatus: 'asIfSent',
      } as const;
      const rig = await signedIn({ pim: { graph } });
      expect(await check(rig, ['User Administrator'])).toEqual([{ result: 'accepted', waits: false }]);
      await expectNothingDone(rig);
    },
  );

  it('says that it would wait for approval', async () => {
    const rig = await signedIn();
    const [said] = await check(rig, ['User Access Administrator', 'Contoso Production']);
    expect(said).toEqual({ result: 'accepted', waits: true });
    await expectNothingDone(rig);
  });

  it('says where Azure does not offer it, and Entra’s part works on', async () => {
    const rig = await signedIn({ pim: { arm: { validate: 'notFound' } } });
    expect(await check(rig, ['Contributor', 'Contoso Web Shop'], ['User Administrator'])).toEqual([
      { result: 'unsupported' },
      { result: 'accepted', waits: false },
    ]);
    await expectNothingDone(rig);
  });

  it.each([
    ['cut', { kind: 'reset' } as const, 'offline'],
    ['a server’s error', { kind: 'status', status: 503 } as const, 'serverError'],
    ['a page', { kind: 'html', status: 200 } as const, 'unreadable'],
  ])(
    'that was lost (%s) says so, is sent once, and nothing is said to be unknown',
    async (_, fault, kind) => {
      const rig = await signedIn();
      for (const [host, path] of [
        [graphHost, /roleAssignmentScheduleRequests$/],
        [armHost, /\/validate$/],
      ] as const)
        rig.emulator.faults.add({ ...fault, host, path, method: 'POST' });
      rig.emulator.journal.clear();
      const said = await check(rig, ['User Administrator'], ['Contributor', 'Contoso Web Shop']);
      expect(said).toMatchObject([
        { result: 'failed', failure: { kind } },
        { result: 'failed', failure: { kind } },
      ]);
      expect(rig.emulator.journal.count({ method: 'POST', path: /ScheduleRequests(\/.+\/validate)?$/ })).toBe(
        2,
      );
      await expectNothingDone(rig);
    },
  );

  it('that Graph answers as a request tells the person, and reads the lists again', async () => {
    const rig = await signedIn();
    rig.emulator.faults.add({
      kind: 'wrong-json',
      body: { id: crypto.randomUUID(), status: 'Provisioned', isValidationOnly: false },
      host: graphHost,
      method: 'POST',
      path: /roleAssignmentScheduleRequests$/,
    });
    rig.emulator.journal.clear();
    expect(await check(rig, ['User Administrator'])).toEqual([{ result: 'unclear' }]);
    await eventually(() =>
      rig.emulator.journal.count({ host: graphHost, path: /roleAssignmentScheduleInstances\// }),
    ).toBeGreaterThan(0);
  });

  it('goes with a sign-out', async () => {
    const rig = await signedIn();
    await check(rig, ['User Administrator']);
    expect(rig.stored()).toContain('check/');
    await rig.send('signOut', {});
    await eventually(() => rig.stored().includes('check/')).toBe(false);
  });
});
