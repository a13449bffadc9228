import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountKey } from '../../src/domain/account.ts';
import type { EligibilityList } from '../../src/domain/lists.ts';
import { type Eligibility, type RoleKey, roleKey, scopeKinds, sources } from '../../src/domain/role.ts';
import { eligibilitiesItem } from '../../src/platform/items.ts';
import { partBound } from '../../src/platform/list-parts.ts';
import { roleRows } from '../../src/platform/role-rows.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { StorageArea } from '../../src/platform/stored-item.ts';
import { followItem } from '../../src/ui/stored-signal.ts';
import { bigTenantRoles } from '../emulator/seeds/big-tenant-roles.ts';
import { createMemoryStorage } from './memory-storage.ts';

const definition = eligibilitiesItem('public/ada/contoso' as AccountKey, 'azure');
const itemIn = (area: StorageArea) => createItemStore(area).item(definition);
const count = 2_500;
const roles = bigTenantRoles(count);
const list: EligibilityList = { rows: roles, readAt: 5 };

/** Names as people and attackers give them; long ones, so that few rows make many parts. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.integer({ min: 1, max: 30_000 }).map((length) => 'ü'.repeat(length)),
);
const scopeId = fc.oneof(
  fc.constant('/'),
  fc.uuid().map((id) => `/subscriptions/${id}/resourceGroups/rg-😀`),
);
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const role: fc.Arbitrary<Eligibility> = fc
  .record({
    source: fc.constantFrom(...sources),
    roleName: text,
    templateId: fc.uuid(),
    kind: fc.constantFrom(...scopeKinds),
    id: scopeId,
    name: text,
    memberType: fc.constantFrom('direct', 'group', 'inherited'),
    definitionAt: fc.constantFrom('', '/subscriptions/x', 'scope'),
    schedule: optional(fc.constantFrom('plain', 'of the scope')),
    key: optional(fc.constant('azure|another|key' as RoleKey)),
    more: fc.record(
      { isCustom: fc.boolean(), endsAt: fc.constant('2026-11-23T12:00:00Z') },
      { requiredKeys: [] },
    ),
    isNameless: optional(fc.boolean()),
  })
  .map(({ kind, id, name, isNameless, definitionAt, schedule, key, more, ...one }) => ({
    ...one,
    ...more,
    key: key ?? roleKey(one.source, one.templateId, id),
    roleDefinitionId: `${definitionAt === 'scope' ? id : definitionAt}/roleDefinitions/${one.templateId}`,
    scope: { kind, id, name, ...(isNameless === undefined ? {} : { isNameless }) },
    ...(schedule === undefined
      ? {}
      : { eligibilityScheduleId: `${schedule === 'plain' ? '' : `${id}/schedules/`}${one.templateId}` }),
  }));
const rowLists = fc.array(role, { maxLength: 60 });

/** Keeps every `set` as it was asked for. */
function recorded() {
  const area = createMemoryStorage();
  const sets: string[][] = [];
  return {
    area,
    sets,
    recording: {
      ...area,
      set: (items: Record<string, unknown>) => {
        sets.push(Object.keys(items));
        return area.set(items);
      },
    },
  };
}

const partsIn = (keys: string[]) => keys.filter((key) => key.startsWith('rows/'));

describe('a list of roles in storage', { timeout: 30_000 }, () => {
  it('comes back as it was written, whatever is in it, in items of no more than the bound', async () => {
    await fc.assert(
      fc.asyncProperty(rowLists, async (rows) => {
        const area = createMemoryStorage();
        await itemIn(area).write({ rows, readAt: 7 });
        expect(await itemIn(area).read()).toEqual({ rows, readAt: 7 });
        for (const [key, value] of Object.entries(area.all())) {
          expect(Buffer.byteLength(key) + Buffer.byteLength(JSON.stringify(value))).toBeLessThanOrEqual(
            partBound,
          );
        }
      }),
      // Shrinking lists of such sizes takes longer than finding out by the seed.
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('takes a fraction of the bytes of its rows, in a few parts', async () => {
    const area = createMemoryStorage();
    await itemIn(area).write(list);
    expect(await itemIn(area).read()).toEqual(list);
    const bytes = JSON.stringify(area.all()).length;
    expect(bytes / JSON.stringify(list).length).toBeLessThan(0.4);
    expect(partsIn(Object.keys(area.all())).length).toBeGreaterThan(1);
  });

  it('is absent, and never half, when a part is missing, of another writing or no part', async () => {
    const written = createMemoryStorage();
    await itemIn(written).write(list);
    const keys = partsIn(Object.keys(written.all()));
    expect(keys.length).toBeGreaterThan(1);
    const other = createMemoryStorage();
    await itemIn(other).write({ rows: roles.toReversed() });
    for (const key of keys) {
      const whole = written.all();
      const strays = [undefined, other.all()[key], { stamp: 'x', rows: [] }, 'torn', null];
      for (const stray of strays) {
        const { [key]: _, ...rest } = whole;
        const area = createMemoryStorage(stray === undefined ? rest : { ...rest, [key]: stray });
        expect(await itemIn(area).read()).toEqual({ rows: [] });
      }
      const emptied = { ...(whole[key] as object), rows: { rows: [], roles: [], stems: [] } };
      expect(await itemIn(createMemoryStorage({ ...whole, [key]: emptied })).read()).toEqual({ rows: [] });
    }
  });

  it('is written whole again by a worker that found it torn', async () => {
    const area = createMemoryStorage();
    await itemIn(area).write(list);
    await area.remove(partsIn(Object.keys(area.all()))[0]!);
    await itemIn(area).update(({ rows }) => ({ rows: rows.length === 0 ? roles : rows, readAt: 6 }));
    expect(await itemIn(area).read()).toEqual({ rows: roles, readAt: 6 });
  });

  it('writes its head alone while the rows are the same, and of changed rows only their part', async () => {
    const { sets, recording } = recorded();
    const item = itemIn(recording);
    await item.write(list);
    sets.length = 0;
    await item.update((value) => ({ ...value, readingSince: 9 }));
    expect(sets).toEqual([[definition.key]]);
    await item.update(({ rows }) => ({
      rows: rows.map((row, index) =>
        index === count - 1 ? { ...row, endsAt: '2027-01-01T00:00:00Z' } : row,
      ),
    }));
    expect(partsIn(sets[1]!)).toHaveLength(1);
  });

  it('leaves no part behind when it becomes shorter, and none when it is removed', async () => {
    const area = createMemoryStorage();
    await itemIn(area).write(list);
    await itemIn(area).write({ rows: roles.slice(0, 1_500) });
    expect(await itemIn(area).read()).toEqual({ rows: roles.slice(0, 1_500) });
    const parts = partsIn(Object.keys(area.all()));
    await itemIn(area).write({ rows: roles.slice(0, 3) });
    expect(parts.length).toBeGreaterThan(0);
    expect(Object.keys(area.all())).toEqual([definition.key]);
    await itemIn(area).write(list);
    const store = createItemStore(area);
    await store.removeAll([definition.key]);
    expect(area.all()).toEqual({});
    await store.item(definition).write(list);
    await store.item(definition).remove();
    expect(area.all()).toEqual({});
  });

  it('is read from what version 1 stored, without single rows that are none', async () => {
    const rows = [roles[0], { key: 'x' }, roles[1]];
    const area = createMemoryStorage({ [definition.key]: { version: 1, data: { rows, readAt: 3 } } });
    expect(await itemIn(area).read()).toEqual({ rows: [roles[0], roles[1]], readAt: 3 });
    await itemIn(area).update((value) => ({ ...value, readAt: 4 }));
    expect(area.all()[definition.key]).toMatchObject({ version: 2 });
    expect(await itemIn(area).read()).toEqual({ rows: [roles[0], roles[1]], readAt: 4 });
  });

  it('loses single rows that its schema refuses, and keeps the others', async () => {
    const broken = roleRows.encode([roles[0], { ...roles[1], memberType: 'nobody' }, roles[2]]);
    const area = createMemoryStorage({ [definition.key]: { version: 2, data: { rows: { all: broken } } } });
    expect(await itemIn(area).read()).toEqual({ rows: [roles[0], roles[2]] });
  });
});

describe('a page that reads a long list', { timeout: 30_000 }, () => {
  const few = async (rows: readonly Eligibility[]) => [rows[2_000]!, rows[0]!];

  it('has the rows that come first at once, then all, the first ones being the same', async () => {
    const area = createMemoryStorage();
    await createItemStore(area).item(definition, { firstRows: few }).write(list);
    const { value } = followItem(createItemStore(area), definition);
    const seen: (EligibilityList | undefined)[] = [];
    value.subscribe((now) => seen.push(now));
    await expect.poll(() => seen.length).toBe(3);
    expect(seen[1]).toEqual({ rows: [roles[2_000], roles[0]], readAt: 5, total: count });
    expect(seen[2]).toEqual(list);
    expect(seen[2]!.rows[2_000]).toBe(seen[1]!.rows[0]);
  });

  it('finds one list or the other where a writing comes between its readings', async () => {
    const area = createMemoryStorage();
    const writer = itemIn(area);
    await writer.write(list);
    const later = { rows: roles.toReversed(), readAt: 6 };
    let readings = 0;
    const reader = itemIn({
      ...area,
      async get(keys) {
        if (++readings === 2) await writer.write(later);
        return area.get(keys);
      },
    });
    expect(await reader.read()).toEqual(later);
  });

  it('is told of a change by whoever wrote it, and keeps the rows that stayed', async () => {
    const area = createMemoryStorage();
    const writer = itemIn(area);
    await writer.write(list);
    const { value } = followItem(createItemStore(area), definition);
    await expect.poll(() => value.value?.total === undefined && value.value?.rows.length).toBe(count);
    const before = value.value!.rows;
    await writer.update((known) => ({ ...known, readingSince: 8 }));
    expect(value.value!.readingSince).toBe(8);
    expect(value.value!.rows).toBe(before);
    const fresh = { ...roles[0]!, key: 'azure|new|/' as RoleKey };
    await writer.update(({ rows }) => ({ rows: [fresh, ...rows], readAt: 9 }));
    expect(value.value!.rows).toHaveLength(count + 1);
    expect(value.value!.rows[0]).toEqual(fresh);
    expect(value.value!.rows[count]).toBe(before[count - 1]);
    await writer.remove();
    expect(value.value).toEqual({ rows: [] });
  });
});
