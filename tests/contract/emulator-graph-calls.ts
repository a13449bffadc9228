/** Graph's addresses and bodies as the tests of the embedded cloud spell them. */
import { people } from '../emulator/seeds/contoso-directory.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import type { Answer, Json, Rig, Sent } from './emulator-pim-rig.ts';

export const directory = '/v1.0/roleManagement/directory';
export const mine = "filterByCurrentUser(on='principal')";
export const requests = `${directory}/roleAssignmentScheduleRequests`;

export interface Activation {
  readonly role: string;
  readonly scope?: string;
  readonly duration?: string;
  readonly change?: Json;
}

export function activationBody({ role, scope = '/', duration = 'PT1H', change = {} }: Activation): Json {
  return {
    action: 'selfActivate',
    principalId: people.ada.id,
    roleDefinitionId: entraRoleId(role),
    directoryScopeId: scope,
    justification: 'Daily PIM elevation',
    scheduleInfo: { expiration: { type: 'AfterDuration', duration } },
    ...change,
  };
}

export function activate(rig: Rig, activation: Activation, sent: Sent = {}): Promise<Answer> {
  return rig.graph('POST', requests, { body: activationBody(activation), ...sent });
}

export function deactivate(rig: Rig, role: string, scope = '/'): Promise<Answer> {
  const body = {
    action: 'selfDeactivate',
    principalId: people.ada.id,
    roleDefinitionId: entraRoleId(role),
    directoryScopeId: scope,
  };
  return rig.graph('POST', requests, { body });
}
