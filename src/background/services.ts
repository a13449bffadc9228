/** The ways out of the worker, constructed from its ports: tokens, requests and the PIM services. */
import { type Auth, type AuthConfiguration, createAuth } from '../auth/auth.ts';
import type { Account } from '../domain/account.ts';
import { clouds, resourceOf } from '../domain/clouds.ts';
import { adminConsentUrl } from '../domain/permissions.ts';
import type { Source } from '../domain/role.ts';
import { createHttpClient } from '../http/client.ts';
import { withConsentLink } from '../http/consent-link.ts';
import { clockOffsetsItem } from '../platform/items.ts';
import type { TokenOptions } from '../http/token-source.ts';
import type { LaunchWebAuthFlow } from '../platform/sign-in-window.ts';
import type { StorageArea } from '../platform/stored-item.ts';
import { createAzureProvider } from '../providers/azure.ts';
import { createEntraProvider } from '../providers/entra.ts';
import { inBrowserTime } from '../providers/browser-time.ts';
import { type ApprovalProvider, createApprovalProvider } from '../providers/approvals.ts';
import { azureApprovals } from '../providers/azure-approvals.ts';
import { entraApprovals } from '../providers/entra-approvals.ts';
import { groupsApprovals } from '../providers/groups-approvals.ts';
import { createGroupRolesReader, type GroupRolesReader } from '../providers/group-roles.ts';
import { createGroupsProvider } from '../providers/groups.ts';
import type { PimProvider } from '../providers/provider.ts';
import { createOwnTokens } from './own-tokens.ts';
import { createRegistrationProbe, type RegistrationProbe } from '../auth/registration-probe.ts';
import type { WorkerState } from './worker-state.ts';

/** What of the world outside they need. */
export interface ServicePorts {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly newId: () => string;
  readonly random: () => number;
  readonly fetch: typeof fetch;
  readonly sessionArea: StorageArea;
  readonly launchWebAuthFlow: LaunchWebAuthFlow;
  readonly redirectUri: string;
  /** The registration that comes with the build; empty where there is none. */
  readonly buildClientId: string;
  /** Told what went wrong in work that nobody waits for: a defect, since expected failures are stored. */
  readonly reportError: (error: unknown) => void;
}

export interface Services {
  readonly auth: Auth;
  /** The registration and tenant in use; the client id is empty where there is none. */
  connection(): Promise<AuthConfiguration>;
  readonly registrationProbe: RegistrationProbe;
  readonly providers: Record<Source, PimProvider>;
  /** Fetches the token that requests of a source need, so that the next of them leaves at once. @throws FailureError */
  makeReady(account: Account, source: Source, wish?: Omit<TokenOptions, 'account'>): Promise<void>;
  /** The approver's side. */
  readonly approvals: readonly ApprovalProvider[];
  /** What groups bring. */
  readonly groupRoles: GroupRolesReader;
}

export function createServices(ports: ServicePorts, state: WorkerState): Services {
  async function configuration(): Promise<AuthConfiguration> {
    const { clientId, tenant } = await state.settings.read();
    return { clientId: clientId || ports.buildClientId, tenant, cloud: 'public' };
  }

  async function consentUrl(): Promise<string> {
    const [{ clientId, tenant }, account] = await Promise.all([configuration(), state.account()]);
    return adminConsentUrl({ tenant: account?.tenantId ?? tenant, clientId, redirectUri: ports.redirectUri });
  }

  const auth = createAuth({
    configuration,
    account: () => state.account(),
    redirectUri: ports.redirectUri,
    launchWebAuthFlow: ports.launchWebAuthFlow,
    session: ports.sessionArea,
    networkFetch: ports.fetch,
    now: ports.now,
  });
  const { fetch, now, sleep, newId, random } = ports;
  const tokens = createOwnTokens(auth, state.account);
  const clockOffsets = state.store.item(clockOffsetsItem);
  const client = createHttpClient({
    fetch,
    tokens,
    now,
    sleep,
    newId,
    random,
    cloud: clouds.public,
    offsets: {
      read: clockOffsets.read,
      write: (offsets) => void clockOffsets.write(offsets).catch(ports.reportError),
    },
  });
  const http = withConsentLink(client, consentUrl);
  const byBrowserClock = (provider: PimProvider) =>
    inBrowserTime(provider, () => http.aheadMs(resourceOf(provider.source)));
  const granted = async () => (await state.session.read()).granted?.graph;
  return {
    auth,
    connection: configuration,
    registrationProbe: createRegistrationProbe({ fetch, redirectUri: ports.redirectUri, cloud: 'public' }),
    groupRoles: createGroupRolesReader({ http, granted }),
    providers: {
      entra: byBrowserClock(
        createEntraProvider({
          http,
          now,
          granted: async () => (await state.session.read()).granted?.graph,
          roleIdsInNewToken: (account) => tokens.own(account, auth.roleIdsInNewToken),
        }),
      ),
      azure: byBrowserClock(createAzureProvider({ http })),
      groups: byBrowserClock(
        createGroupsProvider({
          http,
          now,
          sleep,
          granted,
          consentUrl,
          groupIdsInNewToken: (account) => tokens.own(account, auth.groupIdsInNewToken),
        }),
      ),
    },
    async makeReady(account, source, wish = {}) {
      await tokens.getToken(resourceOf(source), { ...wish, account });
    },
    approvals: [entraApprovals, azureApprovals, groupsApprovals].map((service) =>
      createApprovalProvider(http, service, granted),
    ),
  };
}
