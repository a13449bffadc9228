/**
 * The refusals of the token service: code, OAuth error, and whether Entra shows a page of its own or returns to
 * the client. Facts: pim-api.md G. Sentences follow recorded answers in shape; clients read the code.
 */
export interface AadstsForm {
  readonly error: string;
  readonly suberror?: string;
  /** Sent as `error_subcode` on a redirect. */
  readonly subcode?: string;
  /** At authorize: a page that ends the flow, or an error redirect. */
  readonly at: 'page' | 'redirect';
  /** HTTP status at the token endpoint; 400 by default. */
  readonly status?: number;
  /** Does a forced error strike before anybody signs in? */
  readonly early?: boolean;
  readonly sentence: string;
}

const page = (error: string, sentence: string, more: Partial<AadstsForm> = {}): AadstsForm => ({
  error,
  at: 'page',
  sentence,
  ...more,
});
const redirect = (error: string, sentence: string, more: Partial<AadstsForm> = {}): AadstsForm => ({
  error,
  at: 'redirect',
  sentence,
  ...more,
});
const early = { early: true };
const basicAction = { suberror: 'basic_action' };
const messageOnly = { suberror: 'message_only' };

export const aadstsForms: Readonly<Record<number, AadstsForm>> = {
  16000: redirect(
    'interaction_required',
    "User account from identity provider 'live' does not exist in the current session, or more than one account is signed in. Interaction is required to choose one.",
  ),
  28000: redirect(
    'invalid_request',
    'Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.',
    early,
  ),
  28003: redirect(
    'invalid_request',
    'Provided value for the input parameter scope cannot be empty when requesting an access token using the provided authorization code. Please specify a valid scope.',
    early,
  ),
  50011: page(
    'invalid_request',
    "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{client}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.",
    early,
  ),
  50020: page(
    'invalid_grant',
    "User account '{user}' does not exist in tenant '{tenant}' and cannot access the application '{client}' in that tenant. The account needs to be added as an external user in the tenant first.",
  ),
  50034: page(
    'invalid_grant',
    'The user account {user} does not exist in the directory. To sign into this application, the account must be added to the directory.',
  ),
  50058: redirect('login_required', 'A silent sign-in request was sent but no user is signed in.'),
  50076: redirect(
    'interaction_required',
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
    basicAction,
  ),
  50079: redirect(
    'interaction_required',
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.",
    basicAction,
  ),
  50105: page(
    'invalid_grant',
    "Your administrator has configured the application {clientName} ('{client}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator.",
  ),
  50126: page('invalid_grant', 'Error validating credentials due to invalid username or password.'),
  50148: redirect(
    'invalid_grant',
    'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
  ),
  50173: redirect(
    'invalid_grant',
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
  ),
  50194: page(
    'invalid_request',
    "Application '{client}'({clientName}) is not configured as a multi-tenant application. Usage of the /{segment} endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
    early,
  ),
  53000: page(
    'invalid_grant',
    'Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.',
    messageOnly,
  ),
  53001: page(
    'invalid_grant',
    'Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device, and the device is not domain joined.',
    messageOnly,
  ),
  53003: page(
    'invalid_grant',
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    messageOnly,
  ),
  54005: redirect(
    'invalid_grant',
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  ),
  65001: redirect(
    'consent_required',
    "The user or administrator has not consented to use the application with ID '{client}' named '{clientName}'. Send an interactive authorization request for this user and resource.",
    { suberror: 'consent_required' },
  ),
  65002: page(
    'invalid_request',
    "Consent between first party application '{client}' and first party resource '{resource}' must be configured via preauthorization - applications owned and operated by Microsoft must get approval from the API owner before requesting tokens for that API.",
    early,
  ),
  65004: redirect('access_denied', 'User declined to consent to access the app.', { subcode: 'cancel' }),
  70000: redirect('invalid_grant', "The provided value for the input parameter '{parameter}' is not valid."),
  70008: redirect(
    'invalid_grant',
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  ),
  70011: redirect(
    'invalid_scope',
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
    early,
  ),
  70043: redirect(
    'invalid_grant',
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {issued} and the maximum allowed lifetime for this request is {lifetime}.',
  ),
  90002: page(
    'invalid_request',
    "Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
    early,
  ),
  90094: page(
    'access_denied',
    '{clientName} needs permission to access resources in your organization that only an admin can grant. Ask an admin to grant permission to this app before you can use it.',
  ),
  90095: page(
    'access_denied',
    'Admin consent is required for the permissions requested by this application. An admin consent request may be sent to the admin.',
  ),
  500011: redirect(
    'invalid_resource',
    'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
    early,
  ),
  500112: redirect(
    'invalid_client',
    "The reply address '{redirectUri}' does not match the reply address '{expected}' provided when requesting Authorization code.",
  ),
  501481: redirect(
    'invalid_grant',
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  ),
  501491: redirect('invalid_request', 'Invalid size of Code_Challenge parameter.', early),
  650053: redirect(
    'invalid_client',
    "The application '{clientName}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor.",
    early,
  ),
  700016: page(
    'unauthorized_client',
    "Application with identifier '{client}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    early,
  ),
  700081: redirect(
    'invalid_grant',
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of {lifetime}, which can not be extended. It has expired due to maximum lifetime. The token was issued on {issued}.',
  ),
  700082: redirect(
    'invalid_grant',
    'The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for {lifetime}.',
  ),
  700084: redirect(
    'invalid_grant',
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of {lifetime}, which can not be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {issued}.',
  ),
  900144: redirect(
    'invalid_request',
    "The request body must contain the following parameter: '{parameter}'.",
    early,
  ),
  7000215: redirect(
    'invalid_client',
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{client}'.",
    { status: 401 },
  ),
  7000218: redirect(
    'invalid_client',
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    { status: 401 },
  ),
  9002313: redirect('invalid_grant', 'Invalid request. Request is malformed or invalid.'),
  9002325: redirect(
    'invalid_request',
    'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
  ),
  9002326: redirect(
    'invalid_request',
    "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{origin}'.",
  ),
  9002327: redirect(
    'invalid_request',
    "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests. Request origin: '{origin}'.",
  ),
};
