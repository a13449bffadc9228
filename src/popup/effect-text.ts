/** What is known of whether an active role is in effect, in words of one line each, so that nothing moves. */
import type { Effect, EffectState } from '../domain/effect.ts';
import type { Source } from '../domain/role.ts';
import type { MessageKey, Texts } from '../platform/i18n.ts';

const waiting: Record<Source, MessageKey> = {
  entra: 'effectWaitingEntra',
  azure: 'effectWaitingAzure',
  groups: 'effectWaitingEntra',
};
const found: Record<Exclude<EffectState, 'waiting'>, MessageKey> = {
  inEffect: 'effectInEffect',
  cannotTell: 'effectCannotTell',
  notSeen: 'effectNotSeen',
};

export function effectText(
  { state }: Pick<Effect, 'state'>,
  source: Source,
  { t }: Pick<Texts, 't'>,
): string {
  return t(state === 'waiting' ? waiting[source] : found[state]);
}
