import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Eligibility } from '../../domain/role.ts';
import { aliasLength, aliasOf, type RoleMark } from '../../domain/role-marks.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/commands.ts';
import { useServices } from '../../ui/services.ts';
import { TextField } from '../../ui/text-field.tsx';
import './alias-editor.css';

interface Props {
  /** The eligibility. */
  role: Pick<Eligibility, 'key' | 'roleName' | 'scope'>;
  mark: RoleMark | undefined;
  /** Kept or left: the focus is back where it was. */
  onClose: () => void;
}

/** A field for the person's own name for a role. Enter keeps what is typed, nothing typed takes it away, Escape leaves. */
export function AliasEditor({ role, mark, onClose }: Props) {
  const { t } = useServices();
  const tell = useTell();
  const typed = useSignal(mark?.alias ?? '');
  const field = useRef<HTMLInputElement>(null);

  useLayoutEffect(() => {
    const opener = document.activeElement;
    field.current?.select();
    field.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  function keep(): void {
    if (aliasOf(typed.peek()) !== mark?.alias) tell('setAlias', { key: role.key, alias: typed.peek() });
    onClose();
  }

  return (
    <form
      class="alias-editor"
      noValidate
      data-testid="alias-editor"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
      onKeyDown={(event) => {
        // What is typed here is no key of the list; unhandled, Escape would close the popup.
        event.stopPropagation();
        if (event.key !== 'Escape' || event.isComposing) return;
        event.preventDefault();
        onClose();
      }}
    >
      <TextField
        label={t('aliasLabel', roleTexts(t, role)('popupRoleOnScope'))}
        hint={t(mark?.alias ? 'aliasHintRemove' : 'aliasHint')}
        value={typed.value}
        // An upper bound in UTF-16 units; what is kept is counted in characters.
        maxLength={aliasLength * 2}
        dir="auto"
        inputRef={field}
        data-testid="alias"
        onValue={(value) => {
          typed.value = value;
        }}
      />
      <div class="alias-editor-buttons">
        <Button type="submit" size="small" kind="primary" data-testid="alias-keep">
          {t('aliasKeep')}
        </Button>
        <Button size="small" kind="quiet" data-testid="alias-leave" onClick={onClose}>
          {t('aliasLeave')}
        </Button>
      </div>
    </form>
  );
}
