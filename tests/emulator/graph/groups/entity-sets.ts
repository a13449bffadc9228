import type { ActiveRow, EligibleRow } from '../../pim/lists.ts';
import type { ScheduleRequest } from '../../pim/rows.ts';
import { sameId } from '../../pim/store.ts';
import type { AccessToken } from '../../types.ts';
import type { GraphContext } from '../context.ts';
import { group, principal } from '../directory-objects.ts';
import { selected, type Entity, type EntityShape } from '../odata.ts';
import { holdsAny } from '../permissions.ts';
import { groupRequest, groupRequestProperties, groupRequestType } from './requests.ts';
import {
  assignmentInstance,
  assignmentInstanceProperties,
  assignmentInstanceType,
  eligibilityInstance,
  eligibilityInstanceProperties,
  eligibilityInstanceType,
  eligibilitySchedule,
  eligibilityScheduleProperties,
  eligibilityScheduleType,
} from './rows.ts';
import { groupScopes } from './scopes.ts';

/** A row ready to be written: the entity, and what it was activated from. */
export interface GroupRow {
  readonly entity: Entity;
  readonly activatedUsing: () => Entity | null;
}

/** One of the collections below `/identityGovernance/privilegedAccess/group`, as one caller sees it. */
export interface GroupSet {
  readonly name: string;
  readonly shape: EntityShape<GroupRow>;
  /** Delegated scopes that let a reader in. */
  readonly scopes: readonly string[];
  /** What lists show of the person with this object id. */
  rows(oid: string): GroupRow[];
  /** What a look-up by id may find, which for requests is more than lists show at once. */
  all(oid: string): GroupRow[];
}

export interface GroupSets {
  /** Null for a name that Graph does not have here. */
  find(name: string, token: AccessToken): GroupSet | null;
  request(request: ScheduleRequest, fresh: boolean): GroupRow;
  /** Requests of others that the caller is an approver of, whatever became of them. */
  toApprove(token: AccessToken): GroupRow[];
}

const nothing = (): null => null;

export function createGroupSets({ pim, clock, knobs }: GraphContext): GroupSets {
  function origin({ eligibility }: ActiveRow | ScheduleRequest, oid: string): EligibleRow | null {
    if (eligibility === null) return null;
    return { eligibility, memberType: sameId(eligibility.principalId, oid) ? 'Direct' : 'Group' };
  }

  function expandedGroup(token: AccessToken, groupId: string): Entity | null {
    const found = pim.store.group(groupId);
    if (found === null) return null;
    const { expandGroup } = knobs.group;
    const isEmpty =
      expandGroup === 'empty' ||
      (expandGroup === 'asSeeded' && found.expandsEmpty === true) ||
      (expandGroup === 'needsScope' && !holdsAny(token, groupScopes.directory));
    return isEmpty ? null : group(found);
  }

  function shapeOf(
    token: AccessToken,
    type: string,
    properties: readonly string[],
    more: EntityShape<GroupRow>['navigations'] = {},
  ): EntityShape<GroupRow> {
    const navigations: EntityShape<GroupRow>['navigations'] = {
      group: ({ entity }, options) => selected(expandedGroup(token, String(entity.groupId)), options),
      principal: ({ entity }, options) => selected(principal(pim.store, String(entity.principalId)), options),
      ...more,
    };
    return { type, properties, navigations };
  }

  function request(item: ScheduleRequest, fresh: boolean): GroupRow {
    const from = origin(item, item.principalId);
    return {
      entity: groupRequest(item, { now: clock.now(), knobs, fresh }),
      activatedUsing: () => (from === null ? null : eligibilitySchedule(from, item.principalId, knobs)),
    };
  }

  function active(row: ActiveRow, oid: string): GroupRow {
    const from = origin(row, oid);
    return {
      entity: assignmentInstance(row, knobs),
      activatedUsing: () => (from === null ? null : eligibilityInstance(from, oid, knobs)),
    };
  }

  function isListed({ seeded, createdAt }: ScheduleRequest): boolean {
    return seeded || clock.now() >= createdAt + knobs.graph.requestListLagMs;
  }

  const activatedUsing: EntityShape<GroupRow>['navigations'][string] = (row, options) =>
    selected(row.activatedUsing(), options);

  function find(name: string, token: AccessToken): GroupSet | null {
    const { tid } = token;
    const eligible = (oid: string): EligibleRow[] => pim.lists.eligible({ oid, tid }, 'group');
    switch (name.toLowerCase()) {
      case 'eligibilityscheduleinstances': {
        const rows = (oid: string): GroupRow[] =>
          eligible(oid).map((row) => ({
            entity: eligibilityInstance(row, oid, knobs),
            activatedUsing: nothing,
          }));
        const shape = shapeOf(token, eligibilityInstanceType, eligibilityInstanceProperties);
        return { name, shape, scopes: groupScopes.readEligibility, rows, all: rows };
      }
      case 'eligibilityschedules': {
        const rows = (oid: string): GroupRow[] =>
          eligible(oid).map((row) => ({
            entity: eligibilitySchedule(row, oid, knobs),
            activatedUsing: nothing,
          }));
        const shape = shapeOf(token, eligibilityScheduleType, eligibilityScheduleProperties);
        return { name, shape, scopes: groupScopes.readEligibility, rows, all: rows };
      }
      case 'assignmentscheduleinstances': {
        const rows = (oid: string): GroupRow[] =>
          pim.lists.active({ oid, tid }, 'group').map((row) => active(row, oid));
        const more = { activatedUsing };
        const shape = shapeOf(token, assignmentInstanceType, assignmentInstanceProperties, more);
        return { name, shape, scopes: groupScopes.readAssignment, rows, all: rows };
      }
      case 'assignmentschedulerequests': {
        const own = (oid: string): ScheduleRequest[] => pim.lists.requests({ oid, tid }, 'group');
        // The metadata says that an eligibility schedule is the target, which an activation has none of.
        const more = { activatedUsing, targetSchedule: nothing };
        return {
          name,
          shape: shapeOf(token, groupRequestType, groupRequestProperties, more),
          scopes: groupScopes.readAssignment,
          rows: (oid) =>
            own(oid)
              .filter(isListed)
              .map((item) => request(item, false)),
          all: (oid) => own(oid).map((item) => request(item, false)),
        };
      }
      default:
        return null;
    }
  }

  function toApprove({ oid, tid }: AccessToken): GroupRow[] {
    return pim.approvals
      .forApprover({ oid, tid }, 'group')
      .filter(isListed)
      .map((item) => request(item, false));
  }

  return { find, request, toApprove };
}
