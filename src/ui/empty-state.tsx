import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import './empty-state.css';

interface Props {
  /** One of `icons.ts`. */
  icon?: string;
  /** In place of the icon. */
  picture?: ComponentChildren;
  title: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  testId?: string;
}

/** What a view says when it has nothing to show: why, and the one thing to do about it. */
export function EmptyState({ icon, picture, title, children, actions, testId }: Props) {
  return (
    <div class="empty-state" data-testid={testId}>
      {picture ?? (icon && <Icon of={icon} size={32} />)}
      <h2 class="empty-state-title">{title}</h2>
      {children && <div class="empty-state-text">{children}</div>}
      {actions && <div class="empty-state-actions">{actions}</div>}
    </div>
  );
}
