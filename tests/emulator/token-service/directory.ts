import type { ApiName, AppRegistration, DirectorySeed, Person, Tenant } from '../types.ts';
import { publishedPermission, resources } from './resources.ts';

/** A person as one tenant knows them: the home account, or a guest with an object id of its own. */
export interface Identity {
  readonly person: Person;
  readonly tenant: Tenant;
  readonly oid: string;
}

/** The people, tenants and app registrations of the cloud; everything may be changed while it runs. */
export interface Directory {
  readonly tenants: Tenant[];
  readonly people: Person[];
  readonly registrations: AppRegistration[];
  /** The tenant that an authority's path segment names by id or verified domain. */
  tenant(segment: string): Tenant | undefined;
  registration(clientId: string): AppRegistration | undefined;
  personByUpn(upn: string): Person | undefined;
  personByHint(hint: string): Person | undefined;
  /** The person with this object id, at home or as a guest. */
  personByOid(oid: string): Person | undefined;
  identity(person: Person, tenantId: string): Identity | undefined;
  addPerson(person: Person): void;
  addRegistration(registration: AppRegistration): void;
  /** Registers one more redirect URI; asking twice is harmless. */
  addRedirectUri(clientId: string, uri: string): void;
  /** Consents on behalf of the whole tenant, as an administrator does. */
  consent(clientId: string, tenantId: string, api: 'graph' | 'arm', scopes: readonly string[]): void;
  /** Takes tenant-wide consent back; without `scopes` all of that API's. */
  withdrawConsent(clientId: string, tenantId: string, api: 'graph' | 'arm', scopes?: readonly string[]): void;
  /** Consents for one person alone. */
  consentFor(personId: string, clientId: string, api: ApiName, scopes: readonly string[]): void;
  /** Everything granted to the client for this person and API, in the API's spelling. */
  granted(clientId: string, identity: Identity, api: ApiName): string[];
}

/** The opaque value of the `login_hint` claim, which MSAL prefers to the user name. */
export function opaqueLoginHint(person: Person): string {
  return `O.${Buffer.from(`${person.tenantId}|${person.id}`).toString('base64url')}`;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * @param seed copied, so that one seed serves many clouds.
 * @param firstParty registrations of the cloud itself, which need no consent anywhere.
 */
export function createDirectory(seed: DirectorySeed, firstParty: readonly AppRegistration[]): Directory {
  const { tenants, people, registrations } = structuredClone({
    tenants: [...seed.tenants],
    people: [...seed.people],
    registrations: [...seed.registrations],
  });
  const own = structuredClone([...firstParty]);
  const personal = new Map<string, Set<string>>();

  const registration = (clientId: string): AppRegistration | undefined =>
    [...registrations, ...own].find((candidate) => same(candidate.clientId, clientId));
  const required = (clientId: string): AppRegistration => {
    const found = registration(clientId);
    if (!found) throw new Error(`no app registration has the client id ${clientId}`);
    return found;
  };
  const personByUpn = (upn: string): Person | undefined =>
    people.find((person) => same(person.userPrincipalName, upn.trim()));
  const tenantWide = (clientId: string, tenantId: string): { graph: string[]; arm: string[] } =>
    (required(clientId).consents[tenantId] ??= { graph: [], arm: [] });

  return {
    tenants,
    people,
    registrations,
    tenant: (segment) =>
      tenants.find((tenant) =>
        [tenant.id, tenant.defaultDomain, ...(tenant.verifiedDomains ?? [])].some((name) =>
          same(name, segment),
        ),
      ),
    registration,
    personByUpn,
    personByHint: (hint) => people.find((person) => opaqueLoginHint(person) === hint) ?? personByUpn(hint),
    personByOid: (oid) =>
      people.find((person) => person.id === oid || person.guestOf?.some((guest) => guest.id === oid)),
    identity(person, tenantId) {
      const tenant = tenants.find((candidate) => candidate.id === tenantId);
      const oid =
        person.tenantId === tenantId
          ? person.id
          : person.guestOf?.find((guest) => guest.tenantId === tenantId)?.id;
      return tenant && oid !== undefined ? { person, tenant, oid } : undefined;
    },
    addPerson: (person) => void people.push(person),
    addRegistration: (added) => void registrations.push(structuredClone(added)),
    addRedirectUri(clientId, uri) {
      const { redirectUris } = required(clientId);
      if (!redirectUris.includes(uri)) redirectUris.push(uri);
    },
    consent(clientId, tenantId, api, scopes) {
      const list = tenantWide(clientId, tenantId)[api];
      for (const scope of scopes) if (!list.includes(scope)) list.push(scope);
    },
    withdrawConsent(clientId, tenantId, api, scopes) {
      const consents = tenantWide(clientId, tenantId);
      consents[api] = scopes ? consents[api].filter((scope) => !scopes.includes(scope)) : [];
    },
    consentFor(personId, clientId, api, scopes) {
      const key = `${personId}|${clientId}|${api}`;
      personal.set(key, new Set([...(personal.get(key) ?? []), ...scopes]));
    },
    granted(clientId, identity, api) {
      const client = required(clientId);
      if (own.includes(client)) return Object.keys(resources[api].permissions);
      const wide = api === 'portal' ? [] : (client.consents[identity.tenant.id]?.[api] ?? []);
      const names = [...wide, ...(personal.get(`${identity.person.id}|${client.clientId}|${api}`) ?? [])];
      return [...new Set(names.map((name) => publishedPermission(resources[api], name) ?? name))];
    },
  };
}
