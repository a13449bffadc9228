import type { MessageKey } from '../platform/i18n.ts';
import { Icon } from './icon.tsx';
import { useServices } from './services.ts';
import './promises.css';

interface Props {
  /** Heading, where the one around it does not say enough. */
  title?: string;
  items: readonly MessageKey[];
  /** One of `icons.ts`, before every item. */
  icon: string;
  /** Colours the icons of what is promised to be done. */
  kind?: 'does';
}

/** What Hoist keeps, does or never does, as a short list under a heading. */
export function Promises({ title, items, icon, kind }: Props) {
  const { t } = useServices();
  return (
    <div class={`promises${kind ? ' promises-does' : ''}`}>
      {title && <h3 class="promises-title">{title}</h3>}
      <ul class="promises-list">
        {items.map((item) => (
          <li key={item} class="promises-item">
            <Icon of={icon} />
            <span>{t(item)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** On every page that introduces Hoist. */
export const never: readonly MessageKey[] = ['aboutNeverElsewhere', 'aboutNeverByItself', 'aboutNeverReads'];
