/** An ARM address taken apart; types are in lower case, everything else as it was sent. */
export interface ArmPath {
  /** The scope in front of the last `/providers/Microsoft.Authorization`; empty for the tenant root. */
  readonly scope: string;
  readonly type: string;
  readonly name: string | null;
  readonly action: string | null;
  /** What the action is on: a stage of an approval. */
  readonly child: string | null;
}

/** Parses `{scope}/providers/Microsoft.Authorization/{type}[/{name}[/{action}[/{child}]]]`; null for any other address. */
export function parseArmPath(pathname: string): ArmPath | null {
  const path = decodeURIComponent(pathname).replace(/\/+/g, '/').replace(/\/$/, '');
  const at = path.toLowerCase().lastIndexOf('/providers/microsoft.authorization/');
  if (at < 0) return null;
  const [type, name, action, child, ...rest] = path
    .slice(at + '/providers/microsoft.authorization/'.length)
    .split('/');
  if (type === undefined || type === '' || rest.length > 0) return null;
  return {
    scope: path.slice(0, at),
    type: type.toLowerCase(),
    name: name ?? null,
    action: action?.toLowerCase() ?? null,
    child: child ?? null,
  };
}

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const guidAlone = new RegExp(`^${guid}$`, 'i');
const roleDefinitionId = new RegExp(
  `^(?:(?:/providers/Microsoft\\.Subscription)?/subscriptions/[^/]+)?/providers/Microsoft\\.Authorization/roleDefinitions/(${guid})$`,
  'i',
);

/**
 * The GUID that identifies the role, in lower case (pim-api.md C.1); null for anything but the full id of a role
 * definition, a bare GUID included.
 */
export function roleDefinitionGuid(id: string): string | null {
  return roleDefinitionId.exec(id)?.[1]?.toLowerCase() ?? null;
}

export function isGuid(text: string): boolean {
  return guidAlone.test(text);
}
