import type { Effect } from '../domain/effect.ts';
import type { Source } from '../domain/role.ts';
import { useServices } from '../ui/services.ts';
import { effectText } from './effect-text.ts';
import './effect-line.css';

interface Props {
  effect: Pick<Effect, 'state'>;
  source: Source;
}

/** Whether the role is in effect; where it is drawn there is always such a line. */
export function EffectLine({ effect, source }: Props) {
  return (
    <p class={`effect effect-${effect.state}`} data-testid="effect" data-effect={effect.state}>
      {effectText(effect, source, useServices())}
    </p>
  );
}
