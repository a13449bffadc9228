import type { ActiveRow, EligibleRow } from '../pim/lists.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import { sameId } from '../pim/store.ts';
import type { AccessToken } from '../types.ts';
import type { GraphContext } from './context.ts';
import { principal, roleDefinition, roleDefinitionProperties, scopeObject } from './directory-objects.ts';
import {
  assignmentInstance,
  assignmentInstanceProperties,
  assignmentInstanceType,
  eligibilityInstance,
  eligibilityInstanceProperties,
  eligibilityInstanceType,
} from './instances.ts';
import { selected, type Entity, type EntityShape, type ODataQuery } from './odata.ts';
import { acceptedScopes, directoryScopes, holdsAny, requireDirectoryScope } from './permissions.ts';
import {
  eligibilityRequestType,
  scheduleRequest,
  scheduleRequestProperties,
  scheduleRequestType,
} from './schedule-requests.ts';
import {
  assignmentSchedule,
  assignmentScheduleProperties,
  assignmentScheduleType,
  eligibilitySchedule,
  eligibilityScheduleProperties,
  eligibilityScheduleType,
  standingSchedule,
} from './schedules.ts';

/** A row ready to be written: the entity, and what its links lead to. */
export interface Row {
  readonly entity: Entity;
  readonly roleId: string;
  readonly scope: string;
  readonly principalId: string;
  readonly activatedUsing: () => Entity | null;
  readonly targetSchedule: () => Entity | null;
}

/** One of the collections below `/roleManagement/directory`, as one caller sees it. */
export interface EntitySet {
  readonly shape: EntityShape<Row>;
  /** Delegated scopes that let a reader in. */
  readonly scopes: readonly string[];
  /** What lists show. */
  rows(): Row[];
  /** What a look-up by id may find, which for requests is more than lists show at once. */
  all(): Row[];
}

const nothing = (): null => null;

export interface EntitySets {
  /** Null for a name that Graph does not have here. */
  find(name: string, token: AccessToken): EntitySet | null;
  request(request: ScheduleRequest, fresh: boolean): Row;
  /** Requests of others that the caller is an approver of, whatever became of them. */
  toApprove(token: AccessToken): Row[];
}

export function createEntitySets({ pim, clock, knobs, version }: GraphContext): EntitySets {
  function eligible(row: EligibleRow, oid: string): Row {
    const { roleId, scope } = row.eligibility;
    const entity = eligibilityInstance(row, oid, knobs.graph.groupRowPrincipal);
    const links = { activatedUsing: nothing, targetSchedule: nothing };
    return { entity, roleId, scope, principalId: String(entity.principalId), ...links };
  }

  function origin({ eligibility }: ActiveRow | ScheduleRequest, oid: string): EligibleRow | null {
    if (eligibility === null) return null;
    return { eligibility, memberType: sameId(eligibility.principalId, oid) ? 'Direct' : 'Group' };
  }

  function active(row: ActiveRow, oid: string): Row {
    const { roleId, scope, principalId } = row;
    const from = origin(row, oid);
    const activatedUsing = (): Entity | null => (from === null ? null : eligible(from, oid).entity);
    return {
      entity: assignmentInstance(row),
      roleId,
      scope,
      principalId,
      activatedUsing,
      targetSchedule: nothing,
    };
  }

  function request(item: ScheduleRequest, fresh: boolean): Row {
    const { roleId, scope, principalId } = item;
    const options = { now: clock.now(), knobs, fresh };
    const from = origin(item, principalId);
    return {
      entity: scheduleRequest(item, options),
      roleId,
      scope,
      principalId,
      activatedUsing: () => (from === null ? null : eligibilitySchedule(from)),
      targetSchedule: () => extendedEligibility(item) ?? assignmentSchedule(item, options),
    };
  }

  function extendedEligibility({ extension, principalId }: ScheduleRequest): Entity | null {
    const row = extension?.row;
    if (row === undefined || !('scheduleId' in row)) return null;
    const memberType = sameId(row.principalId, principalId) ? 'Direct' : 'Group';
    return eligibilitySchedule({ eligibility: row, memberType });
  }

  function directoryScope(token: AccessToken, row: Row): Entity | null {
    const object = scopeObject(pim.store, row.scope);
    if (object === null || knobs.graph.directoryScopeUnreadable === 'open') return object;
    const isUnit = row.scope.startsWith('/administrativeUnits/');
    const needed = isUnit ? directoryScopes.administrativeUnit : directoryScopes.application;
    if (holdsAny(token, needed)) return object;
    if (knobs.graph.directoryScopeUnreadable === 'refuse') requireDirectoryScope(token, needed);
    return null;
  }

  function shapeOf(
    token: AccessToken,
    type: string,
    properties: readonly string[],
    more: EntityShape<Row>['navigations'] = {},
  ): EntityShape<Row> {
    const navigations: EntityShape<Row>['navigations'] = {
      roleDefinition(row, options) {
        const role = pim.store.directoryRole(row.roleId);
        return selected(role === null ? null : roleDefinition(role, version), options);
      },
      principal: (row, options) => selected(principal(pim.store, row.principalId), options),
      directoryScope: (row, options) => selected(directoryScope(token, row), options),
      appScope: nothing,
      ...more,
    };
    const targets = {
      roleDefinition: { type: 'unifiedRoleDefinition', properties: roleDefinitionProperties(version) },
    };
    return { type, properties, navigations, targets };
  }

  const activatedUsing = (row: Row, options: ODataQuery): Entity | null =>
    selected(row.activatedUsing(), options);
  const targetSchedule = (row: Row, options: ODataQuery): Entity | null =>
    selected(row.targetSchedule(), options);

  function isListed({ seeded, createdAt }: ScheduleRequest): boolean {
    return seeded || clock.now() >= createdAt + knobs.graph.requestListLagMs;
  }

  /** What is held and what is to come: administrators' assignments, and the schedules that requests made. */
  function schedules(token: AccessToken): Row[] {
    const standing = pim.lists
      .active(token, 'directory')
      .filter(({ fromRequest }) => !fromRequest)
      .map((row) => ({ ...active(row, token.oid), entity: standingSchedule(row) }));
    const options = { now: clock.now(), knobs, fresh: false };
    const requested = pim.lists
      .requests(token, 'directory')
      .filter(isListed)
      .flatMap((item) => {
        const entity = assignmentSchedule(item, options);
        return entity === null ? [] : [{ ...request(item, false), entity }];
      });
    return [...standing, ...requested];
  }

  function find(name: string, token: AccessToken): EntitySet | null {
    switch (name.toLowerCase()) {
      case 'roleeligibilityscheduleinstances': {
        const rows = (): Row[] =>
          pim.lists.eligible(token, 'directory').map((row) => eligible(row, token.oid));
        const shape = shapeOf(token, eligibilityInstanceType, eligibilityInstanceProperties);
        return { shape, scopes: acceptedScopes.readEligibility, rows, all: rows };
      }
      case 'roleassignmentscheduleinstances': {
        const rows = (): Row[] => pim.lists.active(token, 'directory').map((row) => active(row, token.oid));
        const more = { activatedUsing };
        const shape = shapeOf(token, assignmentInstanceType, assignmentInstanceProperties, more);
        return { shape, scopes: acceptedScopes.readAssignment, rows, all: rows };
      }
      case 'roleassignmentschedulerequests': {
        const own = (): ScheduleRequest[] => pim.lists.requests(token, 'directory');
        const more = { activatedUsing, targetSchedule };
        return {
          shape: shapeOf(token, scheduleRequestType, scheduleRequestProperties, more),
          scopes: acceptedScopes.readAssignment,
          rows: () =>
            own()
              .filter(isListed)
              .map((item) => request(item, false)),
          all: () => own().map((item) => request(item, false)),
        };
      }
      case 'roleeligibilityschedules': {
        const rows = (): Row[] =>
          pim.lists
            .eligible(token, 'directory')
            .map((row) => ({ ...eligible(row, token.oid), entity: eligibilitySchedule(row) }));
        const shape = shapeOf(token, eligibilityScheduleType, eligibilityScheduleProperties);
        return { shape, scopes: acceptedScopes.readEligibility, rows, all: rows };
      }
      case 'roleassignmentschedules': {
        const more = { activatedUsing };
        const shape = shapeOf(token, assignmentScheduleType, assignmentScheduleProperties, more);
        const rows = (): Row[] => schedules(token);
        return { shape, scopes: acceptedScopes.readAssignment, rows, all: rows };
      }
      case 'roleeligibilityschedulerequests': {
        const own = (): ScheduleRequest[] => pim.lists.eligibilityRequests(token, 'directory');
        return {
          shape: shapeOf(token, eligibilityRequestType, scheduleRequestProperties, { targetSchedule }),
          scopes: acceptedScopes.readEligibility,
          rows: () =>
            own()
              .filter(isListed)
              .map((item) => request(item, false)),
          all: () => own().map((item) => request(item, false)),
        };
      }
      default:
        return null;
    }
  }

  return {
    find,
    request,
    toApprove: (token) =>
      pim.approvals
        .forApprover(token, 'directory')
        .filter(isListed)
        .map((item) => request(item, false)),
  };
}
