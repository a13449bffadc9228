import type { ServerClock } from '../types.ts';
import type { PimKnobs } from './knobs.ts';
import { isActive, provisionedAt } from './lifecycle.ts';
import { inForce } from './lists.ts';
import { sameId, type PimStore } from './store.ts';

/** A group that somebody is an active member of; an owner is none by that. */
export interface Membership {
  readonly groupId: string;
  /** When it came into effect, in milliseconds since the epoch; 0 for one that was always there. */
  readonly since: number;
}

export interface PimMemberships {
  /** Groups that the person is in, through other groups too; an activation counts `lagMs` after its provisioning. */
  of(oid: string, lagMs: number): Membership[];
}

interface Options {
  readonly store: PimStore;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
}

export function createMemberships({ store, clock, knobs }: Options): PimMemberships {
  function direct(principalId: string, lagMs: number): Membership[] {
    const now = clock.now();
    const isHis = (row: { kind: string; roleId: string; principalId: string }): boolean =>
      row.kind === 'group' && row.roleId === 'member' && sameId(row.principalId, principalId);
    const assigned = store.standing.filter((row) => isHis(row) && inForce(row, now));
    const activated = store.requests
      .filter((request) => isHis(request) && isActive(request, now, knobs))
      .map((request) => ({ groupId: request.scope, since: (provisionedAt(request) ?? now) + lagMs }))
      .filter(({ since }) => since <= now);
    return [
      ...store.groupsOf(principalId).map((groupId) => ({ groupId, since: 0 })),
      ...assigned.map(({ scope, start }) => ({ groupId: scope, since: start })),
      ...activated,
    ];
  }

  return {
    of(oid, lagMs) {
      const found = new Map<string, Membership>();
      const open = direct(oid, lagMs);
      for (let next = open.shift(); next !== undefined; next = open.shift()) {
        const { groupId, since } = next;
        const known = found.get(groupId.toLowerCase());
        if (known !== undefined && known.since <= since) continue;
        found.set(groupId.toLowerCase(), next);
        for (const outer of direct(groupId, lagMs)) {
          open.push({ groupId: outer.groupId, since: Math.max(outer.since, since) });
        }
      }
      return [...found.values()];
    },
  };
}
