/** The commands that register an app for Hoist. docs/entra-app.md shows the same, and a test keeps it so. */
import { apis, permissions, requiredResourceAccess } from '../domain/permissions.ts';

/** The Azure CLI in Bash and in PowerShell, and the PowerShell modules of Microsoft Graph. */
export const shells = ['bash', 'powershell', 'graphPowershell'] as const;
export type Shell = (typeof shells)[number];

/**
 * Commands that create the registration with its redirect URI and permissions, and consent for the tenant; the last
 * line prints the client id. The Azure CLI has no option for the platform "single-page application", hence `az rest`.
 */
export function registrationScript(shell: Shell, redirectUri: string): string {
  const access = formatted(requiredResourceAccess());
  const redirect = JSON.stringify({ spa: { redirectUris: [redirectUri] } });
  switch (shell) {
    case 'bash':
      return bash(access, redirect);
    case 'powershell':
      return powershell(access, redirect);
    case 'graphPowershell':
      return graphPowershell(access, redirectUri);
  }
}

function bash(access: string, redirect: string): string {
  return `APP_ID=$(az ad app create --display-name Hoist --sign-in-audience AzureADMultipleOrgs \\
  --query appId --output tsv --required-resource-accesses '${access}')
OBJECT_ID=$(az ad app show --id "$APP_ID" --query id --output tsv)
az rest --method PATCH --url "https://graph.microsoft.com/v1.0/applications/$OBJECT_ID" \\
  --headers Content-Type=application/json --body '${redirect}'
az ad sp create --id "$APP_ID" --output none
az ad app permission admin-consent --id "$APP_ID"
echo "$APP_ID"
`;
}

/** On Windows `az` is a batch file, which takes quotes out of its arguments: JSON has to come from files. */
function powershell(access: string, redirect: string): string {
  return `Set-Content hoist-permissions.json '${access}'
Set-Content hoist-redirect.json '${redirect}'
$app = az ad app create --display-name Hoist --sign-in-audience AzureADMultipleOrgs \`
  --required-resource-accesses '@hoist-permissions.json' | ConvertFrom-Json
az rest --method PATCH --url "https://graph.microsoft.com/v1.0/applications/$($app.id)" \`
  --headers Content-Type=application/json --body '@hoist-redirect.json'
az ad sp create --id $app.appId --output none
az ad app permission admin-consent --id $app.appId
Remove-Item hoist-permissions.json, hoist-redirect.json
$app.appId
`;
}

/**
 * The registration goes out as JSON by `Invoke-MgGraphRequest`: `New-MgApplication` of some releases (2.26.0) turns the
 * table of `-Spa` into a body that Graph refuses (https://github.com/microsoftgraph/msgraph-sdk-powershell/issues/3210).
 */
function graphPowershell(access: string, redirectUri: string): string {
  const grants = (Object.keys(apis) as (keyof typeof apis)[]).map((api) => {
    const names = permissions.filter((one) => one.api === api).map(({ name }) => name);
    return `  @{ Api = '${apis[api].appId}'; Scope = '${names.join(' ')}' }`;
  });
  return `Connect-MgGraph -Scopes Application.ReadWrite.All, DelegatedPermissionGrant.ReadWrite.All
$app = Invoke-MgGraphRequest -Method POST -Uri https://graph.microsoft.com/v1.0/applications \`
  -ContentType application/json -Body '{
  "displayName":"Hoist",
  "signInAudience":"AzureADMultipleOrgs",
  "spa":${JSON.stringify({ redirectUris: [redirectUri] })},
  "requiredResourceAccess":${access}
}'
$hoist = New-MgServicePrincipal -AppId $app.appId
$grants = @(
${grants.join('\n')}
)
foreach ($grant in $grants) {
  $api = Get-MgServicePrincipal -Filter "appId eq '$($grant.Api)'"
  if (-not $api) { $api = New-MgServicePrincipal -AppId $grant.Api }
  New-MgOauth2PermissionGrant -ClientId $hoist.Id -ConsentType AllPrincipals \`
    -ResourceId $api.Id -Scope $grant.Scope | Out-Null
}
$app.appId
`;
}

/** One permission a line. */
function formatted(access: ReturnType<typeof requiredResourceAccess>): string {
  const apis = access.map(({ resourceAppId, resourceAccess }) => {
    const lines = resourceAccess.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
    return `  {"resourceAppId":"${resourceAppId}","resourceAccess":[\n${lines}\n  ]}`;
  });
  return `[\n${apis.join(',\n')}\n]`;
}
