import type { ComponentChildren, HTMLAttributes } from 'preact';
import { Icon } from './icon.tsx';
import { errorIcon, infoIcon, successIcon, warningIcon } from './icons.ts';
import './banner.css';

export type BannerKind = 'info' | 'warn' | 'error' | 'success';

interface Props extends Omit<HTMLAttributes<HTMLDivElement>, 'title'> {
  kind: BannerKind;
  /** The sentence that matters; the children say more. */
  title?: ComponentChildren;
  children?: ComponentChildren;
  /** Buttons, under the text. */
  actions?: ComponentChildren;
  /** Read out when it appears; leave it off where it stood from the start. */
  live?: boolean;
}

const icons: Record<BannerKind, string> = {
  info: infoIcon,
  warn: warningIcon,
  error: errorIcon,
  success: successIcon,
};

/** A note with an icon, so that its kind is not told by colour alone. */
export function Banner({ kind, title, children, actions, live, ...rest }: Props) {
  return (
    <div
      {...rest}
      class={`banner banner-${kind}`}
      {...(live ? { role: kind === 'error' ? 'alert' : 'status' } : {})}
    >
      <Icon of={icons[kind]} />
      <div class="banner-body">
        {title && <p class="banner-title">{title}</p>}
        {children && <div class="banner-text">{children}</div>}
        {actions && <div class="banner-actions">{actions}</div>}
      </div>
    </div>
  );
}
