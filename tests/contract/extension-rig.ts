/** Ada, signed in, with eligibilities that end soon. */
import { expect } from 'vitest';
import type { EligibilityExtension } from '../../src/domain/eligibility-extension.ts';
import { optionalPermissions } from '../../src/domain/permissions.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import { contosoTenant, hoistClientId } from '../emulator/seeds/contoso-directory.ts';
import { createWorkerRig, type WorkerRig, type WorkerRigOptions } from './worker-rig.ts';

export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
export const justification = 'The migration runs until spring';

export const services = {
  entra: {
    names: ['SharePoint Administrator', undefined],
    write: { host: 'graph.microsoft.com', method: 'POST', path: /\/roleEligibilityScheduleRequests$/ },
  },
  azure: {
    names: ['Contributor', 'Contoso Migration'],
    write: { host: 'management.azure.com', method: 'PUT', path: /\/roleEligibilityScheduleRequests\//i },
  },
} as const;

type ExtendedSource = keyof typeof services;

interface Options extends WorkerRigOptions {
  readonly withoutPermission?: boolean;
}

export async function signedIn({ withoutPermission, ...options }: Options = {}): Promise<WorkerRig> {
  const rig = await createWorkerRig(options);
  if (!withoutPermission)
    rig.emulator.directory.consent(hoistClientId, contosoTenant.id, 'graph', [
      optionalPermissions.entraExtensions,
    ]);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  for (const source of ['entra', 'azure', 'groups'] as const)
    await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
  return rig;
}

export const ending = (rig: WorkerRig, source: ExtendedSource): Promise<Eligibility> =>
  rig.role(...(services[source].names as readonly [string, string?]));

export const extensions = async (rig: WorkerRig): Promise<EligibilityExtension[]> =>
  rig
    .state()
    .of(await rig.account())
    .extensions.read();

export const accepted = (rig: WorkerRig) => rig.emulator.pim.accepted({ action: 'selfExtend' });

export async function becomes(
  rig: WorkerRig,
  state: EligibilityExtension['state'],
): Promise<EligibilityExtension> {
  await eventually(async () => (await extensions(rig)).map((one) => one.state)).toEqual([state]);
  return (await extensions(rig))[0]!;
}

/** The lists are read again, and with them what became of the request. */
export async function refreshed(rig: WorkerRig, source: ExtendedSource): Promise<void> {
  rig.emulator.clock.advance(1_000);
  await rig.send('refreshRoles', { sources: [source] });
}
