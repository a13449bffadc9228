import type { Caller, PimCommands } from './commands.ts';
import type { Eligibility, ScheduleRequest, Ticket } from './rows.ts';
import type { RoleTarget } from './seed.ts';
import type { PimStore } from './store.ts';

/** A role that an administrator makes somebody eligible for. */
export interface Grant {
  readonly target: RoleTarget;
  /** A person's or a group's object id. */
  readonly principalId: string;
  /** Milliseconds since the epoch; permanent by default. */
  readonly end?: number;
}

export interface AskedFor {
  readonly target: RoleTarget;
  readonly justification: string;
  /** ISO 8601; one hour by default. */
  readonly duration?: string;
  /** An instant with an offset; now by default. */
  readonly start?: string;
  readonly ticket?: Ticket;
}

/** What people other than the one who signs in do meanwhile. */
export interface PimOthers {
  grantEligibility(tenantId: string, grant: Grant): Eligibility;
  /**
   * Somebody else activates a role, with a token that satisfies every authentication context. It is not counted as accepted over the
   * wire.
   *
   * @throws PimError as the service refuses it.
   */
  activateAs(personId: string, asked: AskedFor): ScheduleRequest;
}

interface Options {
  readonly store: PimStore;
  readonly commands: PimCommands;
  readonly clock: { now(): number };
  readonly newId: () => string;
}

const everyContext = Array.from({ length: 99 }, (_, index) => `c${index + 1}`);

export function createPimOthers({ store, commands, clock, newId }: Options): PimOthers {
  return {
    grantEligibility(tenantId, { target, principalId, end }) {
      const row: Eligibility = {
        ...target,
        tenantId,
        principalId,
        start: clock.now(),
        end: end ?? null,
        scheduleId: newId(),
        instanceId: newId(),
        condition: null,
        removedAt: null,
      };
      store.eligibilities.push(row);
      return row;
    },

    activateAs(personId, { target, justification, duration = 'PT1H', start, ticket = null }) {
      const person = store.person(personId);
      if (person === null) throw new Error(`Nobody has the id ${personId}`);
      const caller: Caller = {
        oid: person.id,
        tid: person.tenantId,
        amr: ['pwd', 'mfa'],
        acrs: everyContext,
        xms_cc: ['cp1'],
      };
      const request = commands.activate(caller, {
        ...target,
        id: newId(),
        principalId: person.id,
        linkedRoleEligibilityScheduleId: null,
        justification,
        ticket,
        schedule: {
          ...(start === undefined ? {} : { startDateTime: start }),
          expiration: { type: 'AfterDuration', duration },
        },
        customData: null,
        validationOnly: false,
      });
      const known: ScheduleRequest = { ...request, seeded: true };
      store.requests.splice(store.requests.indexOf(request), 1, known);
      return known;
    },
  };
}
