/** The portals of the public cloud (pim-api.md H): one app answers for all of them. */
export const portalHosts: Readonly<Record<string, string>> = {
  'portal.azure.com': 'Azure portal',
  'entra.microsoft.com': 'Entra admin center',
  'intune.microsoft.com': 'Intune admin center',
  'admin.microsoft.com': 'Microsoft 365 admin center',
  'admin.cloud.microsoft': 'Microsoft 365 admin center',
  'security.microsoft.com': 'Defender portal',
  'purview.microsoft.com': 'Purview portal',
};

/** Serves the blade that stands in a frame of another origin. */
export const bladeHost = 'sandbox.reactblade.portal.azure.net';
