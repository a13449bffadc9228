/** The wire schemas against Microsoft's documented and recorded bodies, which lie beside the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  AzureAssignmentRow,
  AzureEligibilityRow,
  AzurePolicyRow,
  AzureRequest,
} from '../../src/providers/azure-wire.ts';
import {
  EntraAssignmentRow,
  EntraEligibilityRow,
  EntraPolicyRow,
  EntraRequest,
} from '../../src/providers/entra-wire.ts';
import { policyOf } from '../../src/providers/policy-rules.ts';
import { snapshotOf } from '../../src/providers/schedule-wire.ts';

const specs = fileURLToPath(new URL('../../../shared/specs', import.meta.url));
const isThere = existsSync(specs);
if (!isThere)
  console.warn('SKIPPED: no specs at ../shared/specs, so no schema was checked against a real body');

const files = (folder: string, name: RegExp) =>
  isThere
    ? readdirSync(`${specs}/${folder}`)
        .filter((file) => name.test(file))
        .map((file) => `${folder}/${file}`)
    : [];
const read = (file: string): unknown => JSON.parse(readFileSync(`${specs}/${file}`, 'utf8'));

/** The rows of a collection, or the one entity that a body is. */
function entities(body: unknown): unknown[] {
  return typeof body === 'object' && body !== null && 'value' in body && Array.isArray(body.value)
    ? body.value
    : [body];
}

/** Examples of `$select`, which leave out what Hoist never leaves out. */
function showsSelectedMembersOnly(file: string): boolean {
  return /"@odata\.context": "[^"]*roleAssignmentScheduleRequests\(/.test(
    readFileSync(`${specs}/${file}`, 'utf8'),
  );
}

/** Names of the members that a schema does not understand. */
function misunderstood(schema: v.GenericSchema, row: unknown): string[] {
  return v.safeParse(schema, row).issues?.map((issue) => v.getDotPath(issue) ?? issue.type) ?? [];
}

/** The body of the first answer of an example from a REST specification. */
function armBody(file: string): unknown {
  const { responses } = read(file) as { responses: Record<string, { body: unknown }> };
  return Object.values(responses)[0]?.body;
}

const arm = 'arm/stable/2020-10-01/examples';

describe.skipIf(!isThere)('bodies of ../shared/specs', () => {
  const graph: [string, v.GenericSchema, RegExp][] = [
    ['eligibilities', EntraEligibilityRow, /^v1\.0\..*eligibilityscheduleinstance(s|-get|-filter).*response/],
    ['assignments', EntraAssignmentRow, /^v1\.0\..*assignmentscheduleinstance(s|-get|-filter).*response/],
    ['requests', EntraRequest, /^v1\.0\..*assignmentschedulerequest.*response/],
  ];

  describe.each(graph)('Graph’s %s', (_what, schema, name) => {
    const found = files('graph-docs', name).filter((file) => !showsSelectedMembersOnly(file));

    test('are there', () => {
      expect(found.length).toBeGreaterThanOrEqual(3);
    });

    test.each(found)('%s', (file) => {
      const rows = entities(read(file));
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(misunderstood(schema, row)).toEqual([]);
    });
  });

  test('Graph’s pending approval has no start', () => {
    const [row] = entities(read('graph-groups/roles.pendingApproval.approver.200.json'));
    const { id, status, scheduleInfo } = v.parse(EntraRequest, row);
    expect(snapshotOf({ requestId: id, status, schedule: scheduleInfo }, 0)).toEqual({
      requestId: id,
      status: 'PendingApproval',
      serverNow: 0,
    });
  });

  test('Graph’s policy of seventeen rules', () => {
    const rows = entities(
      read('graph-docs/v1.0.policyroot-list-rolemanagementpolicyassignments.2.response.json'),
    );
    const policies = rows.map((row) => policyOf(v.parse(EntraPolicyRow, row).policy.rules));
    expect(policies).toEqual([
      {
        maximumMinutes: 480,
        justificationRequired: true,
        ticketRequired: false,
        mfaRequired: true,
        approvalRequired: false,
      },
    ]);
  });

  test.each([
    [`${arm}/GetRoleEligibilityScheduleInstancesByScope.json`, AzureEligibilityRow],
    [`${arm}/GetRoleEligibilityScheduleInstanceByName.json`, AzureEligibilityRow],
    [`${arm}/GetRoleAssignmentScheduleInstancesByScope.json`, AzureAssignmentRow],
    [`${arm}/GetRoleAssignmentScheduleInstanceByName.json`, AzureAssignmentRow],
    [`${arm}/GetRoleAssignmentScheduleRequestByName.json`, AzureRequest],
    [`${arm}/PutRoleAssignmentScheduleRequest.json`, AzureRequest],
    [`${arm}/GetRoleManagementPolicyAssignmentByScope.json`, AzurePolicyRow],
  ] as [string, v.GenericSchema][])('%s', (file, schema) => {
    const rows = entities(armBody(file));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(misunderstood(schema, row)).toEqual([]);
  });

  test('a recorded eligibility, named and placed', () => {
    const [row] = entities(read('observed/arm-roleEligibilitySchedules-200.json'));
    expect(v.parse(AzureEligibilityRow, row)).toMatchObject({
      roleName: 'Reader',
      scope: { kind: 'resourceGroup', name: 'opim-s2-rg' },
      memberType: 'direct',
      endsAt: '2026-11-08T09:48:47.61Z',
    });
  });

  test.each([
    ['arm-selfActivate-201.json', 'Provisioned', '2026-10-09T18:30:12.975Z', '2026-10-09T19:30:12.975Z'],
    [
      'arm-selfActivate-at-subscription-of-mg-eligibility-201.json',
      'Provisioned',
      '2026-08-10T09:27:45.336Z',
      '2026-08-10T13:27:45.336Z',
    ],
    ['arm-selfDeactivate-201.json', 'Revoked', undefined, undefined],
  ])('a recorded request: %s', (file, status, startsAt, endsAt) => {
    const { name, properties } = v.parse(AzureRequest, read(`observed/${file}`));
    const snapshot = snapshotOf(
      { requestId: name, status: properties.status, schedule: properties.scheduleInfo },
      0,
    );
    expect(snapshot.status).toBe(status);
    expect(snapshot.startsAt).toBe(startsAt);
    expect(snapshot.endsAt).toBe(endsAt);
  });

  test('a recorded policy', () => {
    const [row] = entities(read('observed/arm-roleManagementPolicyAssignments-200.json'));
    const { properties } = v.parse(AzurePolicyRow, row);
    expect(properties.roleDefinitionId).toMatch(/b24988ac-6180-42a0-ab88-20f7382dd24c$/);
    expect(policyOf(properties.effectiveRules)).toEqual({
      maximumMinutes: 240,
      justificationRequired: true,
      ticketRequired: false,
      mfaRequired: true,
      approvalRequired: false,
    });
  });
});
