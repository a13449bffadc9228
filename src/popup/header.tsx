import type { ComponentChildren } from 'preact';
import { IconButton } from '../ui/icon-button.tsx';
import { settingsIcon } from '../ui/icons.ts';
import { Mark } from '../ui/mark.tsx';
import { useServices } from '../ui/services.ts';
import './header.css';

/** The name on the left; on the right what the view puts there, or at least the way to the settings. */
export function Header({ children }: { children?: ComponentChildren }) {
  const { t, openOptions } = useServices();
  return (
    <header class="header">
      <Mark size={24} />
      <h1 class="header-name">{t('extensionName')}</h1>
      {children ?? (
        <IconButton
          icon={settingsIcon}
          label={t('popupSettings')}
          onClick={() => openOptions()}
          data-testid="settings"
        />
      )}
    </header>
  );
}
