import type { Scope } from '../../domain/role.ts';
import { Icon } from '../../ui/icon.tsx';
import { nextIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import './scope-path.css';

interface Props {
  /** From the eligible scope to the one that is shown. */
  way: readonly Scope[];
  /** @param at index in `way` */
  onGo: (at: number) => void;
}

/** The way down to where the picker is; every step leads back. */
export function ScopePath({ way, onGo }: Props) {
  const { t } = useServices();
  return (
    <nav class="scope-path" aria-label={t('scopesPath')} data-testid="scope-path">
      <ol>
        {way.map(({ id, name }, at) => (
          <li key={id}>
            {at > 0 && <Icon of={nextIcon} size={16} />}
            {at === way.length - 1 ? (
              <span class="scope-path-here" aria-current="location" title={name}>
                <bdi>{name}</bdi>
              </span>
            ) : (
              <button type="button" class="scope-path-step" title={name} onClick={() => onGo(at)}>
                <bdi>{name}</bdi>
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
