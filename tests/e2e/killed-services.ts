/** How an activation of each service is met from outside, and a role of Ada's for every way to kill the worker in it. */

/** The parts of a row's text that tell it from all others. */
export type Role = readonly string[];

interface Service {
  readonly host: string;
  /** How a request for activation is sent. */
  readonly method: string;
  /** Longer than a request may take to come into sight of a search. */
  readonly searchedForMs: number;
  /** Of a request that never arrived: Azure's bears a name of ours, so that it can be sent again. */
  readonly neverArrived: 'active' | 'unknown';
  readonly knobs: 'graph' | 'arm';
  readonly bulk: readonly Role[];
  readonly tokenless: Role;
  readonly unanswered: Role;
  readonly accepted: Role;
  readonly followed: Role;
  readonly unmatched: Role;
  readonly windowOpen: Role;
}

export const entra: Service = {
  host: 'graph.microsoft.com',
  method: 'POST',
  searchedForMs: 125_000,
  neverArrived: 'unknown',
  knobs: 'graph',
  bulk: [
    ['Application Administrator'],
    ['Groups Administrator'],
    ['Helpdesk Administrator'],
    ['Intune Administrator'],
    ['Reports Reader'],
  ],
  tokenless: ['User Administrator'],
  unanswered: ['Teams Administrator'],
  accepted: ['Billing Administrator'],
  followed: ['SharePoint Administrator'],
  unmatched: ['Security Reader'],
  windowOpen: ['License Administrator'],
};

export const azure: Service = {
  host: 'management.azure.com',
  method: 'PUT',
  searchedForMs: 45_000,
  neverArrived: 'active',
  knobs: 'arm',
  bulk: [
    ['Owner', 'Management group', 'IT'],
    ['Contributor', 'MySubscription'],
    ['Cost Management Reader'],
    ['Monitoring Reader'],
    ['Owner', 'rg-network-hub'],
  ],
  tokenless: ['Contributor', 'Contoso Staging'],
  unanswered: ['Network Contributor'],
  accepted: ['Contributor', 'Contoso Payroll'],
  followed: ['Reader', 'Contoso Data Platform'],
  unmatched: ['Reader', 'Management group', 'Sandboxes'],
  windowOpen: ['Virtual Machine Contributor'],
};
