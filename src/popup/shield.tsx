import { Icon } from '../ui/icon.tsx';
import { privilegedIcon } from '../ui/icons.ts';
import './shield.css';

/** Marks what can hand out more than itself. */
export function Shield({ text }: { text: string }) {
  return (
    <span class="shield" title={text}>
      <Icon of={privilegedIcon} size={16} label={text} />
    </span>
  );
}
