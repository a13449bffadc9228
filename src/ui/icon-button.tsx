import type { ButtonHTMLAttributes } from 'preact';
import { Icon } from './icon.tsx';
import './icon-button.css';

interface Props extends Omit<ButtonHTMLAttributes, 'size' | 'icon' | 'class' | 'children'> {
  class?: string;
  /** One of `icons.ts`. */
  icon: string;
  /** Read out, and shown as a tooltip. */
  label: string;
  /** The icon turns while something runs; the button stays pressable. */
  spinning?: boolean;
}

export function IconButton({ icon, label, spinning, class: className, ...rest }: Props) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      class={`icon-button${spinning ? ' icon-button-spinning' : ''}${className ? ` ${className}` : ''}`}
    >
      <Icon of={icon} />
      {/* Not `aria-label`: a tooltip of the same words would be read out after it once more. */}
      <span class="visually-hidden">{label}</span>
    </button>
  );
}
