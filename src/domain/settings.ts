/** The one catalogue of settings: key, type, default and the check of what was typed. */
import * as v from 'valibot';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const domain = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

export const isGuid = (text: string): boolean => guid.test(text);
export const isDomain = (text: string): boolean => domain.test(text);

export const portalModes = ['prompt', 'reload', 'off'] as const;
/** What happens with open portal tabs when a role becomes active. */
export type PortalMode = (typeof portalModes)[number];

export const SettingsSchema = v.object({
  /** Application (client) id of the organisation's registration; empty means the build's own. */
  clientId: v.pipe(
    v.string(),
    v.check((text) => text === '' || isGuid(text)),
  ),
  /** `organizations`, a tenant id or a verified domain. */
  tenant: v.pipe(
    v.string(),
    v.check((text) => isTenant(text)),
  ),
  portal: v.picklist(portalModes),
  /** Activate privileged roles from the menu and the keyboard without showing the form; absent means no. */
  privilegedWithoutAsking: v.optional(v.boolean()),
  /** Keep silent about what settles while the popup is closed, unless a quick way started it; absent means no. */
  quiet: v.optional(v.boolean()),
  /** Tell an approver of requests that wait for a decision; absent means no. */
  tellApprovals: v.optional(v.boolean()),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;

export const defaultSettings: Settings = { clientId: '', tenant: 'organizations', portal: 'prompt' };

export function isTenant(text: string): boolean {
  return text === 'organizations' || isGuid(text) || isDomain(text);
}

export type SettingProblem = 'clientIdNotGuid' | 'tenantNotKnownForm';

/** What is wrong with what was typed, by field; white space around it is forgiven. */
export function checkSettings(typed: { clientId: string; tenant: string }): {
  clientId?: SettingProblem;
  tenant?: SettingProblem;
} {
  const clientId = typed.clientId.trim();
  return {
    ...(clientId && !isGuid(clientId) ? { clientId: 'clientIdNotGuid' as const } : {}),
    ...(isTenant(typed.tenant.trim().toLowerCase() || 'organizations')
      ? {}
      : { tenant: 'tenantNotKnownForm' as const }),
  };
}

/** The settings as stored: trimmed, ids in lower case, an empty tenant read as `organizations`. */
export function normaliseSettings(typed: Settings): Settings {
  return {
    clientId: typed.clientId.trim().toLowerCase(),
    tenant: typed.tenant.trim().toLowerCase() || 'organizations',
    portal: typed.portal,
    ...(typed.privilegedWithoutAsking ? { privilegedWithoutAsking: true } : {}),
    ...(typed.quiet ? { quiet: true } : {}),
    ...(typed.tellApprovals ? { tellApprovals: true } : {}),
  };
}
