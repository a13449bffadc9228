import { type Eligibility, roleKey } from '../../../src/domain/role.ts';
import { azureScope } from '../../../src/providers/azure-scope.ts';
import { bigTenantGrants } from './big-tenant.ts';

/** The first Azure roles of the large tenant as Hoist stores them. */
export function bigTenantRoles(count: number): Eligibility[] {
  return bigTenantGrants()
    .grants.slice(0, count)
    .map(({ roleId, scope, roleName, scopeName }) => ({
      key: roleKey('azure', roleId, scope),
      source: 'azure',
      roleName,
      roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
      templateId: roleId,
      scope: azureScope(scope, scopeName),
      memberType: 'direct',
      eligibilityScheduleId: `${scope}/providers/Microsoft.Authorization/roleEligibilitySchedules/${roleId}`,
    }));
}
