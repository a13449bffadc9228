/** The commands that register an app for Hoist. docs/entra-app.md shows the same, and a test keeps it so. */
import { requiredResourceAccess } from '../domain/permissions.ts';

export const shells = ['bash', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/**
 * Azure CLI commands that create the registration, add the redirect URI and consent for the tenant; the last one
 * prints the client id. The Azure CLI has no option for the platform "single-page application", hence `az rest`.
 */
export function registrationScript(shell: Shell, redirectUri: string): string {
  const access = requiredResourceAccess();
  const redirect = JSON.stringify({ spa: { redirectUris: [redirectUri] } });
  return shell === 'bash' ? bash(formatted(access), redirect) : powershell(formatted(access), redirect);
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

/** One permission a line. */
function formatted(access: ReturnType<typeof requiredResourceAccess>): string {
  const apis = access.map(({ resourceAppId, resourceAccess }) => {
    const lines = resourceAccess.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
    return `  {"resourceAppId":"${resourceAppId}","resourceAccess":[\n${lines}\n  ]}`;
  });
  return `[\n${apis.join(',\n')}\n]`;
}
