import { describe, expect, it } from 'vitest';
import { visibleSubscriptions } from '../emulator/seeds/contoso-azure.ts';
import { contosoTenant, people } from '../emulator/seeds/contoso-directory.ts';
import { contoso, emptyTenant } from '../emulator/seeds/contoso.ts';
import type { EligibilitySeed, PimKind } from '../emulator/pim/seed.ts';
import { durationMs } from '../emulator/pim/time.ts';
import { createRig, hour, minute, start } from './emulator-pim-rig.ts';

const seed = contoso({ now: start });
const { pim } = seed;
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function adas(kind: PimKind): EligibilitySeed[] {
  const groups = pim.groups.filter(({ members }) => members.includes(people.ada.id)).map(({ id }) => id);
  return pim.eligibilities.filter(
    (row) => row.kind === kind && [people.ada.id, ...groups].includes(row.principalId),
  );
}

describe('Contoso', () => {
  it('is as large as it is said to be', () => {
    const scopes = (type: string): number => pim.azureScopes.filter((scope) => scope.type === type).length;
    expect(adas('directory').length).toBeGreaterThanOrEqual(12);
    // Three, and the tenant's root above them.
    expect(scopes('managementgroup')).toBe(4);
    expect(scopes('subscription')).toBe(20);
    expect(scopes('resourcegroup')).toBeGreaterThanOrEqual(3);
    expect(scopes('microsoft.keyvault/vaults')).toBe(1);
    expect(visibleSubscriptions).toHaveLength(4);
  });

  it('has ids that are GUIDs, each of one thing', () => {
    const ids = [
      ...seed.tenants,
      ...seed.people,
      ...pim.groups,
      ...pim.directoryObjects,
      ...pim.directoryRoles,
      ...pim.azureRoles,
      ...pim.standing,
      ...pim.activations,
    ].map(({ id }) => id);
    ids.push(...pim.eligibilities.flatMap(({ scheduleId, instanceId }) => [scheduleId, instanceId]));
    expect(ids.filter((id) => !guid.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers to nothing that is not there', () => {
    const { store } = createRig().pim;
    for (const row of [...pim.eligibilities, ...pim.standing]) {
      expect(store.person(row.principalId) ?? store.group(row.principalId)).not.toBeNull();
      if (row.kind === 'azure') {
        expect(store.azureRole(row.roleId)).not.toBeNull();
        expect(store.scopes.find(row.scope)?.tenantId).toBe(row.tenantId);
      } else if (row.kind === 'group') {
        expect(['member', 'owner']).toContain(row.roleId);
        expect(store.group(row.scope)).toMatchObject({ tenantId: row.tenantId, onboarded: true });
      } else {
        expect(store.directoryRole(row.roleId)).not.toBeNull();
      }
    }
    for (const { parentId } of pim.azureScopes) {
      expect(parentId === null || store.scopes.find(parentId) !== null).toBe(true);
    }
    for (const policy of pim.policies) {
      const governed = pim.eligibilities.some(
        ({ kind, roleId, scope }) =>
          kind === policy.kind &&
          roleId === policy.roleId &&
          (kind === 'directory' || scope === policy.scope),
      );
      expect([policy, governed]).toEqual([policy, true]);
      expect(durationMs(policy.settings.maximumDuration ?? 'PT8H')).not.toBeNull();
    }
  });

  it('has policies of every kind on both services', () => {
    for (const kind of ['directory', 'azure'] as const) {
      const settings = pim.policies.filter((policy) => policy.kind === kind).map((policy) => policy.settings);
      const lengths = new Set(settings.map(({ maximumDuration }) => maximumDuration));
      for (const length of ['PT30M', 'PT1H', 'P1D']) expect(lengths).toContain(length);
      expect(new Set(settings.map(({ authenticationContext }) => authenticationContext))).toEqual(
        new Set(['c1', 'c2', undefined]),
      );
      for (const name of ['ticketing', 'mfa', 'approvalRequired'] as const) {
        expect([kind, name, settings.some((setting) => setting[name] === true)]).toEqual([kind, name, true]);
      }
      expect(settings.some(({ justification }) => justification === false)).toBe(true);
      // The two together are refused by the service (pim-api.md B.1).
      expect(settings.some(({ mfa, authenticationContext }) => mfa === true && authenticationContext)).toBe(
        false,
      );
    }
  });

  it('has a group-derived row, one that ends within the hour, and one long active, on each service it needs', () => {
    for (const kind of ['directory', 'azure'] as const) {
      expect(adas(kind).some(({ principalId }) => principalId !== people.ada.id)).toBe(true);
      expect(pim.standing.some((row) => row.kind === kind && row.principalId === people.ada.id)).toBe(true);
      const active = pim.activations.find(({ eligibilityScheduleId }) =>
        adas(kind).some(({ scheduleId }) => scheduleId === eligibilityScheduleId),
      );
      expect(start - (active?.start ?? start)).toBeGreaterThan(5 * minute);
      expect((active?.start ?? 0) + (durationMs(active?.duration ?? '') ?? 0)).toBeGreaterThan(start + hour);
    }
    const ends = adas('azure').flatMap(({ end }) => (end === null ? [] : [end]));
    expect(Math.min(...ends)).toBeLessThan(start + hour);
    expect(adas('directory').some(({ scope }) => scope.startsWith('/administrativeUnits/'))).toBe(true);
  });

  it('gives Edsger and the empty tenant nothing, and grows on demand', () => {
    expect(pim.eligibilities.filter(({ principalId }) => principalId === people.edsger.id)).toEqual([]);
    expect(emptyTenant({ now: start }).pim.eligibilities).toEqual([]);
    const big = contoso({ now: start, extra: { directory: 2000, azure: 3000 } });
    expect(big.pim.eligibilities.length).toBe(pim.eligibilities.length + 5000);
    expect(new Set(big.pim.eligibilities.map(({ scheduleId }) => scheduleId)).size).toBe(
      big.pim.eligibilities.length,
    );
  });

  it('is fresh each time, where tests may change it', () => {
    const [first, second] = [contoso({ now: start }), contoso({ now: start })];
    first.registrations[0]?.redirectUris.push('https://a.chromiumapp.org/');
    first.registrations[0]?.consents[contosoTenant.id]?.graph.pop();
    expect(second.registrations[0]?.redirectUris).toEqual([]);
    expect(second.registrations[0]?.consents[contosoTenant.id]?.graph).toContain(
      'CrossTenantInformation.ReadBasic.All',
    );
  });
});
