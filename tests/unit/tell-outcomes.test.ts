import { beforeEach, describe, expect, it } from 'vitest';
import { createTellOutcomes, type TellOutcomes } from '../../src/background/use-cases/tell-outcomes.ts';
import { createWorkerState, type WorkerState } from '../../src/background/worker-state.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import { type Deactivation, newDeactivation } from '../../src/domain/deactivation.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import type { Notice } from '../../src/platform/notifications.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { ada, eligibility } from './simulated-worker.ts';

let clock: number;
let state: WorkerState;
let notices: Notice[];
let popupIsOpen: boolean;
let tell: TellOutcomes;

const endsAt = '1970-01-01T08:00:00Z';
const named = (roleName: string): Eligibility => ({
  ...eligibility('azure', roleName.toLowerCase()),
  roleName,
  scope: { kind: 'managementGroup', id: '/mg/it', name: 'IT' },
});

beforeEach(() => {
  clock = 1_000_000;
  notices = [];
  popupIsOpen = false;
  state = createWorkerState(createItemStore(createMemoryStorage()));
  tell = createTellOutcomes({
    state,
    notify: async (notice) => void notices.push(notice),
    isPopupOpen: async () => popupIsOpen,
    // A text as its key and what is filled in, so that a test tells texts apart without knowing the language.
    texts: {
      ...createTexts((key, substitutions = []) => [key, ...substitutions].join(' · '), 'en'),
      timeText: (at) => `at ${at}`,
      failureText: ({ kind }, about) => `${about}: ${kind}`,
    },
    now: () => clock,
  });
});

function entryOf(more: Partial<Activation> = {}): Activation {
  const ask = { minutes: 480, justification: 'x' };
  const role = named('Owner');
  return {
    ...newActivation({ id: 'entry', bulkId: 'b', role, ask, origin: 'menu', at: clock }),
    ...more,
  };
}

describe('the outcome of what a quick way started', () => {
  it.each<[string, Partial<Activation>, string, string]>([
    ['active', { state: 'active', endsAt }, 'notifyActive', 'notifyActiveUntil · at 28800000'],
    ['active before', { state: 'active', already: true }, 'notifyAlreadyActive', ''],
    ['waiting', { state: 'waitingForApproval' }, 'notifyWaiting', 'notifyWaitingMeans'],
    ['failed', { state: 'failed', failure: { kind: 'denied' } }, 'notifyFailed', 'activation: denied'],
    [
      'unknown',
      { state: 'unknown', failure: { kind: 'outcomeUnknown' } },
      'notifyUnknown',
      'activation: outcomeUnknown',
    ],
  ])('is told: %s', async (_, more, title, message) => {
    await tell.onActivation(ada, entryOf(more));
    expect(notices).toEqual([{ id: 'entry', title: `${title} · Owner · IT`, message }]);
  });

  it('is told once, also while the popup is open and where the person wants fewer', async () => {
    popupIsOpen = true;
    await state.settings.write({ ...defaultSettings, quiet: true });
    await tell.onActivation(ada, entryOf({ state: 'active', endsAt, toldAt: clock }));
    expect(notices).toEqual([]);
    await tell.onActivation(ada, entryOf({ state: 'active', endsAt }));
    expect(notices).toHaveLength(1);
  });

  it('is not told while there is none', async () => {
    for (const on of ['recorded', 'sending', 'looking', 'following', 'scheduled'] as const) {
      await tell.onActivation(ada, entryOf({ state: on }));
    }
    expect(notices).toEqual([]);
  });
});

describe('the outcome of what the popup started', () => {
  const asked = (roleName: string, more: Partial<Activation>) =>
    entryOf({ id: roleName, origin: 'page', role: named(roleName), ...more });

  /** Lets each entry settle in its turn, twelve seconds after it was asked for. */
  async function settle(...entries: Activation[]): Promise<void> {
    clock += 12_000;
    for (const [index, entry] of entries.entries()) {
      await state.of(ada).journal.write(entries.slice(0, index + 1));
      await tell.onActivation(ada, entry);
    }
  }

  it('is told while the popup is closed', async () => {
    await settle(asked('Owner', { state: 'active', endsAt }));
    expect(notices).toEqual([
      { id: 'bulk b', title: 'notifyActive · Owner · IT', message: 'notifyActiveUntil · at 28800000' },
    ]);
  });

  it('is one notification for a bulk, which grows and names what went wrong', async () => {
    await settle(
      asked('Owner', { state: 'active', endsAt }),
      asked('Reader', { state: 'active', endsAt }),
      asked('Backup Reader', { state: 'failed', failure: { kind: 'denied' } }),
      asked('Contributor', { state: 'unknown' }),
    );
    expect(new Set(notices.map(({ id }) => id))).toEqual(new Set(['bulk b']));
    expect(notices.at(-1)).toEqual({
      id: 'bulk b',
      title: 'notifyBulkActive_other · 2, notifyBulkFailed_one · 1, notifyBulkUnknown_one · 1',
      message: 'notifyRoleOnScope · Backup Reader · IT, notifyRoleOnScope · Contributor · IT',
    });
  });

  it('is told whole when several settle at once', async () => {
    const entries = ['Owner', 'Reader'].map((name) => asked(name, { state: 'failed' }));
    await state.of(ada).journal.write(entries);
    await Promise.all(entries.map((entry) => tell.onActivation(ada, entry)));
    expect(notices.at(-1)?.title).toBe('notifyBulkFailed_other · 2');
  });

  it('is not told where the person sees it, or wants fewer', async () => {
    popupIsOpen = true;
    await settle(asked('Owner', { state: 'failed' }));
    popupIsOpen = false;
    await state.settings.write({ ...defaultSettings, quiet: true });
    await settle(asked('Owner', { state: 'failed' }));
    expect(notices).toEqual([]);
  });

  it('is not told of what came at once, was active before, or waits as it was said to', async () => {
    await tell.onActivation(ada, asked('Owner', { state: 'active', endsAt }));
    await settle(asked('Owner', { state: 'active', already: true }));
    await settle(asked('Owner', { state: 'waitingForApproval' }));
    expect(notices).toEqual([]);
  });

  it('is told of a failure that came at once', async () => {
    const entry = asked('Owner', { state: 'failed', failure: { kind: 'denied' } });
    await state.of(ada).journal.write([entry]);
    await tell.onActivation(ada, entry);
    expect(notices).toMatchObject([{ message: 'activation: denied' }]);
  });
});

describe('a deactivation', () => {
  const endOf = (roleName: string, more: Partial<Deactivation>): Deactivation => ({
    ...newDeactivation({
      id: roleName,
      role: { ...named(roleName), assignmentType: 'activated' },
      at: clock,
    }),
    ...more,
  });

  it.each<[Partial<Deactivation>, string, string]>([
    [{ state: 'failed', failure: { kind: 'denied' } }, 'notifyNotEnded', 'deactivation: denied'],
    [{ state: 'unknown' }, 'notifyEndUnknown', 'deactivation: outcomeUnknown'],
    [{ state: 'tooEarly', readyAt: 5 }, 'notifyNotEnded', 'popupDeactivateFrom · at 5'],
  ])('that came to %o is told', async (more, title, message) => {
    const entry = endOf('Owner', more);
    await state.of(ada).deactivations.write([entry]);
    await tell.onDeactivation(ada, entry);
    expect(notices).toEqual([{ id: 'end Owner', title: `${title} · Owner · IT`, message }]);
  });

  it('is told together with those of the same click, and with no other', async () => {
    const old = endOf('Reader', { state: 'failed', recordedAt: clock - 60_000 });
    const entries = [endOf('Owner', { state: 'failed' }), endOf('Contributor', { state: 'unknown' })];
    await state.of(ada).deactivations.write([old, ...entries]);
    for (const entry of entries) await tell.onDeactivation(ada, entry);
    expect(notices.at(-1)).toEqual({
      id: 'end Owner',
      title: 'notifyNotEndedMany_other · 2',
      message: 'notifyRoleOnScope · Owner · IT, notifyRoleOnScope · Contributor · IT',
    });
  });

  it('is not told when it ended its role, when it was told, or in sight of the popup', async () => {
    const failed = endOf('Owner', { state: 'failed' });
    await state.of(ada).deactivations.write([failed]);
    await tell.onDeactivation(ada, endOf('Owner', { state: 'ended' }));
    await tell.onDeactivation(ada, { ...failed, toldAt: clock });
    popupIsOpen = true;
    await tell.onDeactivation(ada, failed);
    expect(notices).toEqual([]);
  });
});

it('a session that only the person can renew is told while the popup is closed', async () => {
  popupIsOpen = true;
  await tell.onSignInNeeded();
  expect(notices).toEqual([]);
  popupIsOpen = false;
  await tell.onSignInNeeded();
  expect(notices).toEqual([{ id: 'sign-in', title: 'notifySignIn', message: 'notifySignInMeans' }]);
});
