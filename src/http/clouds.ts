/** Microsoft's clouds as data: where each API answers (pim-api.md H). Their portals are in `domain/portal.ts`. */
import type { CloudName } from '../domain/account.ts';
import type { Resource } from './token-source.ts';

export interface Cloud {
  readonly name: CloudName;
  /** Host of the token service. */
  readonly loginHost: string;
  /** Host of each API; a token for an API is sent to its host and to no other. */
  readonly hosts: Readonly<Record<Resource, string>>;
}

// Only the public cloud is offered: Microsoft's other clouds are documented, but nobody has tried them with Hoist.
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  public: {
    name: 'public',
    loginHost: 'login.microsoftonline.com',
    hosts: { graph: 'graph.microsoft.com', arm: 'management.azure.com' },
  },
};
