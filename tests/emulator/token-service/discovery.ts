/** Metadata documents; MSAL compiles in those of known hosts, but they are asked for by others (pim-api.md G). */

const LOGIN = 'https://login.microsoftonline.com';

export function openIdConfiguration(segment: string, tenantId: string | undefined): Record<string, unknown> {
  const base = `${LOGIN}/${segment}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${LOGIN}/${tenantId ?? '{tenantid}'}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
      'sid',
    ],
    tenant_region_scope: null,
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
  };
}

export function instanceDiscovery(tenantSegment: string): Record<string, unknown> {
  const cloud = (network: string, cache: string, ...aliases: string[]) => ({
    preferred_network: network,
    preferred_cache: cache,
    aliases: [network, ...aliases],
  });
  return {
    tenant_discovery_endpoint: `${LOGIN}/${tenantSegment}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      cloud(
        'login.microsoftonline.com',
        'login.windows.net',
        'login.windows.net',
        'login.microsoft.com',
        'sts.windows.net',
      ),
      cloud('login.partner.microsoftonline.cn', 'login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'),
      cloud('login.microsoftonline.us', 'login.microsoftonline.us', 'login.usgovcloudapi.net'),
      cloud('login-us.microsoftonline.com', 'login-us.microsoftonline.com'),
    ],
  };
}
