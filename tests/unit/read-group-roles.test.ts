import { describe, expect, it } from 'vitest';
import { createReadGroupRoles } from '../../src/background/use-cases/read-group-roles.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import type { GroupRoles } from '../../src/domain/group-roles.ts';
import { type Eligibility, type GroupAccess, roleKey } from '../../src/domain/role.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { ada, createSimulatedClock, signedInStorage } from './simulated-worker.ts';

const minute = 60_000;

function group(access: GroupAccess, id: string): Eligibility {
  return {
    key: roleKey('groups', access, id),
    source: 'groups',
    roleName: access,
    roleDefinitionId: access,
    templateId: access,
    scope: { kind: 'group', id, name: id },
    memberType: 'direct',
  };
}

const member = group('member', 'G1');
const other = group('member', 'G2');
const owner = group('owner', 'G3');
const found: Omit<GroupRoles, 'readAt'> = { roles: [], unread: ['entra'] };

async function setUp(answer = async () => found) {
  const state = createWorkerState(createItemStore(await signedInStorage([])));
  const clock = createSimulatedClock();
  const own = state.of(ada);
  await own.eligibilities('groups').write({ rows: [member, other, owner], readAt: clock.now() });
  const asked: string[] = [];
  const read = createReadGroupRoles({
    state,
    now: clock.now,
    reader: {
      read(_account, { id }) {
        asked.push(id);
        return answer();
      },
    },
  });
  return { state, clock, asked, read, book: () => own.groupRoles.read() };
}

describe('what groups bring', () => {
  it('is read of the memberships that are asked for, and of no ownership', async () => {
    const { read, asked, book, clock } = await setUp();
    await read(ada, [member.key, owner.key]);
    expect(asked).toEqual(['G1']);
    expect(await book()).toEqual({ g1: { ...found, readAt: clock.now() } });
  });

  it('is read again after ten minutes, and not before', async () => {
    const { read, asked, clock } = await setUp();
    await read(ada, [member.key]);
    await clock.sleep(9 * minute);
    await read(ada, [member.key, other.key]);
    expect(asked).toEqual(['G1', 'G2']);
    await clock.sleep(minute);
    await read(ada, [member.key]);
    expect(asked).toEqual(['G1', 'G2', 'G1']);
  });

  it('that could not be asked for is said to be unread, and asked for by the next form', async () => {
    const { read, asked, book } = await setUp(() => Promise.reject(new Error('No network')));
    await read(ada, [member.key]);
    expect((await book())['g1']).toMatchObject({ roles: [], unread: ['entra', 'azure'] });
    await read(ada, [member.key]);
    expect(asked).toEqual(['G1', 'G1']);
  });

  it('is not written once the person has signed out', async () => {
    const { read, book, state } = await setUp(async () => {
      await state.session.write({ status: 'signedOut' });
      return found;
    });
    await read(ada, [member.key]);
    expect(await book()).toEqual({});
  });
});
