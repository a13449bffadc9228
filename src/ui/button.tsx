import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { Spinner } from './spinner.tsx';
import './button.css';

interface Props extends Omit<ButtonHTMLAttributes, 'size' | 'icon' | 'class'> {
  children: ComponentChildren;
  /** `primary` for the one thing a view is for; `quiet` looks like a link until it is pointed at. */
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'medium' | 'small';
  class?: string;
  /** One of `icons.ts`, before the text. */
  icon?: string;
  /** Being carried out: shows a spinner, cannot be pressed, keeps its width and the focus. */
  busy?: boolean;
  /** The id of what says why it cannot be pressed now; it keeps the focus and can be reached, to hear that. */
  blockedBy?: string | undefined;
  /** Takes the focus whenever it comes into the page; the `autofocus` attribute works once a document only. */
  takesFocus?: boolean;
}

export function Button({
  children,
  kind = 'secondary',
  size = 'medium',
  icon,
  busy,
  blockedBy,
  takesFocus,
  onClick,
  class: className,
  ...rest
}: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) button.current?.focus();
  }, []);
  return (
    <button
      ref={button}
      type="button"
      {...rest}
      class={`button button-${kind} button-${size}${blockedBy ? ' button-blocked' : ''}${className ? ` ${className}` : ''}`}
      {...(blockedBy ? { 'aria-disabled': true, 'aria-describedby': blockedBy } : {})}
      {...(busy ? { 'aria-busy': true, 'aria-disabled': true } : {})}
      // Not `disabled` while busy: that would throw the focus out of the view.
      onClick={busy || blockedBy ? stop : onClick}
    >
      {busy ? <Spinner size={16} /> : icon && <Icon of={icon} size={size === 'small' ? 16 : 20} />}
      <span>{children}</span>
    </button>
  );
}

function stop(event: Event): void {
  event.preventDefault();
}
