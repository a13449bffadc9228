import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Failure } from '../../domain/failure.ts';
import type { Eligibility } from '../../domain/role.ts';
import { draftedRole, openDraft } from '../../domain/role-draft.ts';
import { aliasLength, aliasOf, isAliasTooLong, type RoleMark } from '../../domain/role-marks.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useServices } from '../../ui/services.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { RoleDrafts } from '../drafts/use-role-drafts.ts';
import './alias-editor.css';

interface Props {
  /** The eligibility. */
  role: Pick<Eligibility, 'key' | 'roleName' | 'scope'>;
  mark: RoleMark | undefined;
  /** It is shown while there is a draft of it there, and goes with it, the focus back to where it was. */
  drafts: RoleDrafts;
}

/** A field for the person's own name for a role. Enter keeps what is typed, nothing typed takes it away, Escape leaves. */
export function AliasEditor({ role, mark, drafts }: Props) {
  const { t } = useServices();
  const alias = useComputed(() => openDraft(drafts.all.value, 'alias', role.key)?.alias ?? '');
  const refusal = useSignal<Failure | undefined>(undefined);
  const name = { kind: 'alias', role: draftedRole(role) } as const;
  const field = useRef<HTMLInputElement>(null);

  useLayoutEffect(() => {
    const opener = document.activeElement;
    // Not where only the row was drawn again, because it was scrolled back to.
    if (drafts.takesFocus(name)) {
      field.current?.focus();
      // A letter takes the place of the name there was, but not of one that is being typed since before the popup closed.
      if (alias.peek() === (mark?.alias ?? '')) field.current?.select();
    }
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  async function keep(): Promise<void> {
    const typed = alias.peek();
    if (isAliasTooLong(typed)) return;
    if (aliasOf(typed) === mark?.alias) drafts.end(name);
    else refusal.value = await drafts.send(name, 'setAlias', { key: role.key, alias: typed });
  }

  return (
    <form
      class="alias-editor"
      noValidate
      data-testid="alias-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
      onKeyDown={(event) => {
        // What is typed here is no key of the list; unhandled, Escape would close the popup.
        event.stopPropagation();
        if (event.key !== 'Escape' || event.isComposing) return;
        event.preventDefault();
        drafts.end(name);
      }}
    >
      <TextField
        label={t('aliasLabel', roleTexts(t, role)('popupRoleOnScope'))}
        hint={t(mark?.alias ? 'aliasHintRemove' : 'aliasHint')}
        value={alias.value}
        error={isAliasTooLong(alias.value) ? t('aliasTooLong', String(aliasLength)) : undefined}
        // An upper bound in UTF-16 units; what is kept is counted in characters.
        maxLength={aliasLength * 2}
        dir="auto"
        inputRef={field}
        data-testid="alias"
        onValue={(value) => {
          drafts.put({ ...name, alias: value });
        }}
      />
      {refusal.value && <FailureNote failure={refusal.value} about="roles" kind="plain" live />}
      <div class="alias-editor-buttons">
        <Button
          type="submit"
          size="small"
          kind="primary"
          busy={drafts.isSending(name)}
          data-testid="alias-keep"
        >
          {t('aliasKeep')}
        </Button>
        <Button size="small" kind="quiet" data-testid="alias-leave" onClick={() => drafts.end(name)}>
          {t('aliasLeave')}
        </Button>
      </div>
    </form>
  );
}
