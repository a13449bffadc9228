/** Microsoft's clouds as data: where each signs people in and answers (pim-api.md H). Their portals are in `portal.ts`. */
import type { CloudName } from './account.ts';
import type { Source } from './role.ts';

/** An API of Microsoft's; one resource a token (pim-api.md G). */
export type Resource = 'graph' | 'arm';

/** The API that answers for the roles of a source. */
export function resourceOf(source: Source): Resource {
  return source === 'azure' ? 'arm' : 'graph';
}

export interface Cloud {
  readonly name: CloudName;
  /** Host of the token service. */
  readonly loginHost: string;
  /** Host of each API, which also names it in a scope; a token for an API is sent to its host and to no other. */
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
