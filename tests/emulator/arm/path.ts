/** An ARM address taken apart; types are in lower case, everything else as it was sent. */
export interface ArmPath {
  /** The scope in front of the last `/providers/Microsoft.Authorization`; empty for the tenant root. */
  readonly scope: string;
  readonly type: string;
  readonly name: string | null;
  readonly action: string | null;
}

/** Parses `{scope}/providers/Microsoft.Authorization/{type}[/{name}[/{action}]]`; null for any other address. */
export function parseArmPath(pathname: string): ArmPath | null {
  const path = decodeURIComponent(pathname).replace(/\/+/g, '/').replace(/\/$/, '');
  const at = path.toLowerCase().lastIndexOf('/providers/microsoft.authorization/');
  if (at < 0) return null;
  const [type, name, action, ...rest] = path
    .slice(at + '/providers/microsoft.authorization/'.length)
    .split('/');
  if (type === undefined || type === '' || rest.length > 0) return null;
  return { scope: path.slice(0, at), type: type.toLowerCase(), name: name ?? null, action: action ?? null };
}

const guidAtEnd = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The GUID an Azure role definition id ends with, in lower case: what identifies the role (pim-api.md C.1). */
export function trailingGuid(id: string): string | null {
  return guidAtEnd.exec(id)?.[0].toLowerCase() ?? null;
}

export function isGuid(text: string): boolean {
  return text.length === 36 && guidAtEnd.test(text);
}
