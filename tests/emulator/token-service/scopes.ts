import { Refusal } from './aadsts.ts';
import { type ApiResource, publishedPermission, resourceByIdentifier, resources } from './resources.ts';

/** The permissions of one API that a `scope` parameter names. */
export interface ResourceScopes {
  readonly resource: ApiResource;
  /** The identifier as it was written, without the slash before the name: full names in answers begin with it. */
  readonly prefix: string;
  readonly names: readonly string[];
  /** Was `/.default` asked for: whatever was consented to before? */
  readonly everything: boolean;
}

export interface RequestedScopes {
  readonly text: string;
  readonly openId: readonly string[];
  readonly resources: readonly ResourceScopes[];
}

const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

interface Draft {
  resource: ApiResource;
  prefix: string;
  names: string[];
  everything: boolean;
}

/**
 * Reads a `scope` parameter. A bare name belongs to Microsoft Graph.
 * @throws Refusal 500011 for an unknown API, 650053 for a permission that it does not publish, 70011 where
 * `/.default` is mixed with anything else, 900144 for an empty parameter.
 */
export function parseScopes(
  text: string | undefined,
  details: { clientName: string; tenant: string },
): RequestedScopes {
  const words = (text ?? '').split(/\s+/).filter(Boolean);
  if (words.length === 0) throw new Refusal(900144, { parameter: 'scope' });
  const openId: string[] = [];
  const drafts = new Map<ApiResource, Draft>();
  for (const word of words) {
    if (openIdScopes.has(word.toLowerCase())) {
      openId.push(word.toLowerCase());
      continue;
    }
    const slash = word.lastIndexOf('/');
    const prefix = slash < 0 ? 'https://graph.microsoft.com' : word.slice(0, slash);
    const name = word.slice(slash + 1);
    const resource = slash < 0 ? resources.graph : resourceByIdentifier(prefix);
    if (!resource) throw new Refusal(500011, { resource: prefix, tenant: details.tenant });
    const draft = drafts.get(resource) ?? { resource, prefix, names: [], everything: false };
    drafts.set(resource, draft);
    if (name.toLowerCase() === '.default') {
      draft.everything = true;
      continue;
    }
    const published = publishedPermission(resource, name);
    if (!published) throw new Refusal(650053, { ...details, scope: name, resource: resource.appId });
    draft.names.push(published);
  }
  const found = [...drafts.values()];
  const mixed =
    found.some((draft) => draft.everything) &&
    (found.length > 1 || found.some((draft) => draft.names.length > 0));
  if (mixed) throw new Refusal(70011, { scope: words.join(' ') });
  return { text: words.join(' '), openId, resources: found };
}

/**
 * The one API that a token request is for; with OpenID scopes alone, Microsoft Graph.
 * @throws Refusal 28000 when the scopes belong to more than one API.
 */
export function singleResource(scopes: RequestedScopes): ResourceScopes {
  if (scopes.resources.length > 1) throw new Refusal(28000, { scope: scopes.text });
  return (
    scopes.resources[0] ?? {
      resource: resources.graph,
      prefix: 'https://graph.microsoft.com',
      names: [],
      everything: false,
    }
  );
}

/**
 * The `scope` member of a token answer: every permission granted for the API by its full name; OpenID names
 * stand only beside Graph's, and `/.default` is echoed where it was asked for (MSAL finds its cached token by it).
 */
export function answeredScope(
  requested: ResourceScopes,
  openId: readonly string[],
  granted: readonly string[],
): string {
  const names = [...granted, ...(requested.everything ? ['.default'] : [])].map(
    (name) => `${requested.prefix}/${name}`,
  );
  const shown =
    requested.resource.api === 'graph'
      ? ['email', 'openid', 'profile'].filter((name) => openId.includes(name))
      : [];
  return [...shown, ...names].join(' ');
}
