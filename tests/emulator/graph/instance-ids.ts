import { Buffer } from 'node:buffer';

/** The GUID's bytes as .NET lays them out: the first three groups little-endian. */
function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  return Buffer.concat([
    bytes.subarray(0, 4).toReversed(),
    bytes.subarray(4, 6).toReversed(),
    bytes.subarray(6, 8).toReversed(),
    bytes.subarray(8),
  ]);
}

/**
 * Id of a role assignment as Graph builds it from what it assigns: base64url of role, principal and, when it is
 * not the whole directory, the scope's object id; then `-1` for the directory and `-2` for a narrower scope.
 */
export function assignmentInstanceId(roleId: string, principalId: string, scope: string): string {
  const scopeGuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(scope)?.[0];
  const parts = scopeGuid === undefined ? [roleId, principalId] : [roleId, principalId, scopeGuid];
  return `${Buffer.concat(parts.map(guidBytes)).toString('base64url')}-${parts.length - 1}`;
}

/** Id of an eligibility instance: the same with `-e` behind it. */
export function eligibilityInstanceId(roleId: string, principalId: string, scope: string): string {
  return `${assignmentInstanceId(roleId, principalId, scope)}-e`;
}
