/*
 * The portal's page: gets a token of its own, keeps it as the page's configuration says, and shows what it may
 * do. It never builds HTML from text: the page forbids it (Trusted Types).
 */
const config = JSON.parse(document.querySelector('meta[name=portal-config]').content);
const LOGIN = 'https://login.microsoftonline.com/organizations/oauth2/v2.0';
const PENDING = 'portal.pending-sign-in';
const redirectUri = `${location.origin}/auth`;
const at = (id) => document.querySelector(`[data-testid=${id}]`);
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const fromBase64url = (text) => atob(text.replaceAll('-', '+').replaceAll('_', '/'));
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** Leaves for the login host; the answer comes back to `/auth`. */
async function signIn(path) {
  const pending = { verifier: random(), state: random(), nonce: random(), path };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier));
  const query = new URLSearchParams({
    client_id: config.clientId,
    response_type: 'code',
    response_mode: 'fragment',
    redirect_uri: redirectUri,
    scope: config.scope,
    code_challenge: base64url(new Uint8Array(hash)),
    code_challenge_method: 'S256',
    state: pending.state,
    nonce: pending.nonce,
    client_info: '1',
  });
  location.replace(`${LOGIN}/authorize?${query}`);
  return new Promise(() => {});
}

async function requestToken(fields) {
  const answer = await fetch(`${LOGIN}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: config.clientId,
      scope: config.scope,
      client_info: '1',
      ...fields,
    }),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error_description ?? `HTTP ${answer.status}`);
  return body;
}

/** The answer to a sign-in, in the fragment of `/auth`. */
async function redeem() {
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null');
  const answer = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, '', pending?.path ?? '/');
  sessionStorage.removeItem(PENDING);
  if (!pending || answer.get('state') !== pending.state)
    throw new Error('This sign-in was not started here.');
  if (answer.has('error')) throw new Error(answer.get('error_description') ?? answer.get('error'));
  const body = await requestToken({
    grant_type: 'authorization_code',
    code: answer.get('code'),
    code_verifier: pending.verifier,
    redirect_uri: redirectUri,
  });
  const idToken = JSON.parse(fromBase64url(body.id_token.split('.')[1]));
  if (idToken.nonce !== pending.nonce) throw new Error('The answer belongs to another sign-in.');
  return keep(body);
}

/* MSAL's cache in sessionStorage: one entry a credential, named by what it is. */

function keyOf(kind, home, realm, target) {
  const parts = [home, 'login.windows.net', kind, config.clientId, realm, target, ''];
  return (
    config.keyStyle === 'pipe' ? ['msal.3', ...parts].join('|') : [...parts, ''].join('-')
  ).toLowerCase();
}

function keep(body) {
  if (config.tokenKind !== 'sessionStorage') return body.access_token;
  const { uid, utid } = JSON.parse(fromBase64url(body.client_info));
  const home = `${uid}.${utid}`;
  const now = Math.floor(Date.now() / 1000);
  const entry = (credentialType, secret, more) =>
    JSON.stringify({
      homeAccountId: home,
      environment: 'login.windows.net',
      clientId: config.clientId,
      credentialType,
      secret,
      ...more,
    });
  sessionStorage.setItem(
    keyOf('accesstoken', home, utid, body.scope),
    entry('AccessToken', body.access_token, {
      realm: utid,
      target: body.scope,
      tokenType: 'Bearer',
      cachedAt: String(now),
      expiresOn: String(now + body.expires_in),
      extendedExpiresOn: String(now + body.ext_expires_in),
    }),
  );
  sessionStorage.setItem(keyOf('idtoken', home, utid, ''), entry('IdToken', body.id_token, { realm: utid }));
  sessionStorage.setItem(
    keyOf('refreshtoken', home, '', ''),
    entry('RefreshToken', body.refresh_token, { expiresOn: String(now + body.refresh_token_expires_in) }),
  );
  return body.access_token;
}

function kept(credentialType) {
  for (const key of Object.keys(sessionStorage)) {
    if (!key.includes(config.clientId)) continue;
    const entry = JSON.parse(sessionStorage.getItem(key));
    if (entry.credentialType === credentialType && Number(entry.expiresOn) > Date.now() / 1000) return entry;
  }
  return undefined;
}

function forget() {
  for (const key of Object.keys(sessionStorage))
    if (key.includes(config.clientId)) sessionStorage.removeItem(key);
}

/** A token from the cache, by the refresh token, or by signing in; nothing where a cookie stands for it. */
async function getToken() {
  if (config.tokenKind === 'cookie') return undefined;
  if (location.pathname === '/auth') return redeem();
  const path = location.pathname + location.search + location.hash;
  if (location.pathname === '/signin') {
    forget();
    const back = new URLSearchParams(location.search).get('return') ?? '/';
    return signIn(/^\/(?!\/)/.test(back) ? back : '/');
  }
  if (config.tokenKind === 'memory') return signIn(path);
  const cached = kept('AccessToken');
  if (cached) return cached.secret;
  const refresh = kept('RefreshToken');
  if (!refresh) return signIn(path);
  try {
    return keep(await requestToken({ grant_type: 'refresh_token', refresh_token: refresh.secret }));
  } catch {
    forget();
    return signIn(path);
  }
}

function showBlade(id, { text, allowed }) {
  const element = at(id);
  element.textContent = text;
  element.dataset.state = allowed ? 'allowed' : 'denied';
}

/** The scope in an address such as `#@contoso.com/resource/subscriptions/…/overview`, without the blade's name. */
function scopeInAddress() {
  const [, scope] = /^#.*?\/resource(\/.+)$/.exec(decodeURIComponent(location.hash)) ?? [];
  return scope?.replace(/\/(overview|users|resources)$/, '');
}

async function show(token) {
  at('portal-main').setAttribute('aria-busy', 'true');
  const scope = scopeInAddress();
  const query = scope ? `?scope=${encodeURIComponent(scope)}` : '';
  const answer = await fetch(`/api/summary${query}`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error?.message ?? `HTTP ${answer.status}`);
  at('portal-heading').textContent = `${body.tenant} (portal)`;
  at('portal-person').textContent = `${body.person.displayName} (${body.person.userPrincipalName})`;
  at('portal-token').textContent = `Token issued ${body.issuedAt}`;
  showBlade('portal-entra', body.entra);
  showBlade('portal-azure', body.azure);
  at('portal-main').setAttribute('aria-busy', 'false');
}

function fail(error) {
  at('portal-person').textContent = 'Not signed in';
  for (const id of ['portal-entra', 'portal-azure'])
    showBlade(id, { text: `Error: ${error.message}`, allowed: false });
  at('portal-main').setAttribute('aria-busy', 'false');
}

try {
  const token = await getToken();
  at('portal-recheck').addEventListener('click', () => void show(token).catch(fail));
  addEventListener('hashchange', () => void show(token).catch(fail));
  await show(token);
} catch (error) {
  fail(error);
}
