import { describe, expect, it } from 'vitest';
import { createShowButton, roleEndsAlarm } from '../../src/background/use-cases/show-button.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { Assignment, Source } from '../../src/domain/role.ts';
import { signedOut } from '../../src/domain/session.ts';
import { createAlarms } from '../../src/platform/alarms.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { ada, eligibility } from './simulated-worker.ts';

const start = Date.UTC(2026, 10, 23, 8);
const minute = 60_000;

function role(source: Source, name: string, endsInMs?: number): Assignment {
  const ends = endsInMs === undefined ? {} : { endsAt: isoInstant(start + endsInMs) };
  return { ...eligibility(source, name), assignmentType: 'activated', ...ends };
}

async function setUp(rows: Assignment[]) {
  let now = start;
  const state = createWorkerState(createItemStore(createMemoryStorage()));
  const alarms = new Map<string, number>([[roleEndsAlarm, 1]]);
  const drawn: string[] = [];
  await state.session.write({ status: 'signedIn', account: ada });
  for (const source of ['entra', 'azure'] as const) {
    const own = rows.filter((row) => row.source === source);
    await state.of(ada).assignments(source).write({ rows: own });
  }
  const show = createShowButton({
    state,
    alarms: createAlarms(
      { create: (name, { when }) => alarms.set(name, when ?? 0), clear: async (name) => alarms.delete(name) },
      () => now,
    ),
    texts: createTexts((key, substitutions = []) => [key, ...substitutions].join(' '), 'en'),
    now: () => now,
    draw: async (variant, title, badge) => void drawn.push(`${variant}: ${title} [${badge}]`),
  });
  /** What the button shows, and when it is drawn anew, in milliseconds from the start. */
  const shown = async (afterMs = 0) => {
    now = start + afterMs;
    await show();
    const next = alarms.get(roleEndsAlarm);
    return { drawn: drawn.at(-1), next: next === undefined ? undefined : next - start };
  };
  return { state, shown };
}

describe('the toolbar button', () => {
  it('counts the active roles of both services, and is drawn anew when the first of them ends', async () => {
    const { shown } = await setUp([
      role('entra', 'reader', 60 * minute),
      role('azure', 'owner', 30 * minute),
    ]);
    expect(await shown()).toEqual({ drawn: 'active: buttonActive_other 2 [2]', next: 30 * minute });
    expect(await shown(30 * minute)).toEqual({ drawn: 'active: buttonActive_one 1 [1]', next: 60 * minute });
    expect(await shown(60 * minute)).toEqual({ drawn: 'idle: extensionName []', next: undefined });
  });

  it('waits no less than an alarm may', async () => {
    const { shown } = await setUp([role('entra', 'reader', 1_000)]);
    expect((await shown()).next).toBe(30_000);
  });

  it('counts a role without an end, and needs no alarm for it', async () => {
    const { shown } = await setUp([role('entra', 'reader')]);
    expect(await shown()).toEqual({ drawn: 'active: buttonActive_one 1 [1]', next: undefined });
  });

  it('shortens what a badge has no room for', async () => {
    const many = Array.from({ length: 100 }, (_, index) => role('entra', `reader ${index}`));
    const { shown } = await setUp(many);
    expect((await shown()).drawn).toBe('active: buttonActive_other 100 [99+]');
    expect((await (await setUp(many.slice(1))).shown()).drawn).toBe('active: buttonActive_other 99 [99]');
  });

  it('does not count what an administrator assigned, nor anything once nobody is signed in', async () => {
    const assigned = { ...role('entra', 'reader', 60 * minute), assignmentType: 'assigned' as const };
    expect(await (await setUp([assigned])).shown()).toEqual({
      drawn: 'idle: extensionName []',
      next: undefined,
    });
    const { state, shown } = await setUp([role('entra', 'reader', 60 * minute)]);
    await state.session.write(signedOut);
    expect((await shown()).drawn).toBe('idle: extensionName []');
  });
});
