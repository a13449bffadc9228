import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Account } from '../domain/account.ts';
import { useTell } from '../ui/commands.ts';
import { Icon } from '../ui/icon.tsx';
import { settingsIcon, signOutIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import './account-menu.css';

/** Who is signed in, behind their initials, with the settings and the way out. */
export function AccountMenu({ account }: { account: Account }) {
  const { t, openOptions } = useServices();
  const tell = useTell();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const closeOutside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, [open]);

  return (
    <div
      ref={root}
      class="account-menu"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.preventDefault();
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        class="account-menu-button"
        title={account.username}
        aria-expanded={open}
        aria-controls={id}
        data-testid="account-menu"
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">{initials(account)}</span>
        <span class="visually-hidden">{t('popupAccount', account.username)}</span>
      </button>
      <div id={id} class="account-menu-panel" hidden={!open}>
        <p class="account-menu-who">
          <span class="account-menu-label">{t('popupSignedInAs')}</span>
          <strong>{account.name}</strong>
          <span data-testid="username">{account.username}</span>
        </p>
        <button type="button" class="account-menu-item" data-testid="settings" onClick={() => openOptions()}>
          <Icon of={settingsIcon} />
          {t('popupSettings')}
        </button>
        <button
          type="button"
          class="account-menu-item"
          data-testid="sign-out"
          onClick={() => tell('signOut', {})}
        >
          <Icon of={signOutIcon} />
          {t('popupSignOut')}
        </button>
      </div>
    </div>
  );
}

function initials({ name, username }: Account): string {
  const words = (name || username).split(/[\s@._-]+/).filter(Boolean);
  const first = (word = '') => Array.from(word).at(0) ?? '';
  return `${first(words[0])}${name ? first(words.slice(1).at(-1)) : ''}`.toLocaleUpperCase();
}
