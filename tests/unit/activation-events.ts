/** A recorded activation, and what may happen to it. */
import {
  type Activation,
  type ActivationEvent,
  advance,
  newActivation,
} from '../../src/domain/activation.ts';
import { contextClaims, type Proof } from '../../src/domain/proof.ts';
import { type Eligibility, roleKey } from '../../src/domain/role.ts';

export const role: Eligibility = {
  key: roleKey('entra', '11111111-1111-1111-1111-111111111111', '/'),
  source: 'entra',
  roleName: 'User Administrator',
  roleDefinitionId: '11111111-1111-1111-1111-111111111111',
  templateId: '11111111-1111-1111-1111-111111111111',
  scope: { kind: 'directory', id: '/', name: 'Directory' },
  memberType: 'direct',
};

export const start = Date.UTC(2026, 10, 23, 8);

export const recorded = newActivation({
  id: 'a',
  bulkId: 'b',
  role,
  ask: { minutes: 60, justification: 'Daily PIM elevation' },
  origin: 'page',
  at: start,
});

export const answered = (status: string, startsAt?: string, at = start): ActivationEvent => ({
  type: 'answered',
  at,
  snapshot: { requestId: 'r', status, serverNow: at, startsAt },
});

export const after = (...events: ActivationEvent[]): Activation => events.reduce(advance, recorded);

export const proof: Proof = {
  claims: contextClaims('c1'),
  about: 'context',
  context: 'c1',
  challenged: true,
};
