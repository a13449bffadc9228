import type { Emulator } from '../emulator/emulator.ts';

const kinds = [
  ['directory', 'entra'],
  ['azure', 'azure'],
  ['group', 'groups'],
] as const;

/** Keys of the roles that Hoist is to list for a person, by what the cloud holds; each once. */
export function eligibleKeys(pim: Emulator['pim'], person: { id: string; tenantId: string }): string[] {
  const who = { oid: person.id, tid: person.tenantId };
  const keys = kinds.flatMap(([kind, source]) =>
    pim.lists
      .eligible(who, kind)
      .map(({ eligibility: { roleId, scope } }) => `${source}|${roleId}|${scope}`.toLowerCase()),
  );
  return [...new Set(keys)];
}
