import type { ButtonHTMLAttributes } from 'preact';
import { Icon } from './icon.tsx';
import './icon-button.css';

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'size' | 'icon' | 'children'> {
  /** One of `icons.ts`. */
  icon: string;
  /** Read out, and shown as a tooltip. */
  label: string;
  /** The icon turns while something runs; the button stays pressable. */
  spinning?: boolean;
}

export function IconButton({ icon, label, spinning, ...rest }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      class={`icon-button${spinning ? ' icon-button-spinning' : ''}${rest.class ? ` ${String(rest.class)}` : ''}`}
    >
      <Icon of={icon} />
    </button>
  );
}
