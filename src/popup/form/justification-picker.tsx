import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { mostTemplates } from '../../domain/justifications.ts';
import { useTell } from '../../ui/commands.ts';
import { Icon } from '../../ui/icon.tsx';
import { bookmarkIcon, deleteIcon, downIcon, historyIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import { moveInMenu } from './menu-keys.ts';

interface Props {
  open: Signal<boolean>;
  /** What stands in the field, and may be saved. */
  current: string;
  recents: readonly string[];
  templates: readonly string[];
  onPick: (text: string) => void;
}

/** A menu of the justifications that were saved and used last. Escape closes it alone. */
export function JustificationPicker({ open, current, recents, templates, onPick }: Props) {
  const { t } = useServices();
  const tell = useTell();
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const isOpen = open.value;
  const news = useSignal('');
  /** What was asked for, until it is done: only then it is said. */
  const asked = useRef<{ readonly text: string; readonly isSaving: boolean }>(undefined);
  useEffect(() => {
    const { text, isSaving } = asked.current ?? {};
    if (text === undefined || templates.includes(text) !== isSaving) return;
    asked.current = undefined;
    news.value = t(isSaving ? 'formTemplateKept' : 'formTemplateDeleted');
  }, [templates]);
  useLayoutEffect(() => {
    if (!isOpen) return;
    news.value = '';
    moveInMenu(menu.current, undefined, 'first');
    menu.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const text = current.trim();
  const others = recents.filter((one) => !templates.includes(one));

  function close(): void {
    open.value = false;
    button.current?.focus();
  }
  function pick(chosen: string): void {
    open.value = false;
    onPick(chosen);
  }
  function remove(template: string): void {
    // The row goes, and would take the focus with it.
    moveInMenu(menu.current, document.activeElement, 'away');
    asked.current = { text: template, isSaving: false };
    tell('removeTemplate', { text: template });
  }

  return (
    <div
      ref={root}
      class="picker"
      onFocusOut={(event) => {
        if (!root.current?.contains(event.relatedTarget as Node | null)) open.value = false;
      }}
    >
      <button
        ref={button}
        type="button"
        class="picker-button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        data-testid="justification-picker"
        onClick={() => (isOpen ? close() : (open.value = true))}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          open.value = true;
        }}
      >
        {t('formPicker')}
        <Icon of={downIcon} size={16} />
      </button>
      <span class="visually-hidden" role="status" data-testid="template-news">
        {news}
      </span>
      {isOpen && (
        <div
          ref={menu}
          class="picker-menu"
          role="menu"
          aria-label={t('formPickerMenu')}
          data-testid="justification-menu"
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.preventDefault();
              close();
            } else if (event.key === 'Tab') {
              // On from the button, as if the menu had never been there.
              close();
            } else if (moveInMenu(menu.current, document.activeElement, event.key)) {
              event.preventDefault();
            }
          }}
        >
          {templates.length > 0 && (
            <div role="group" aria-labelledby={`${id}-saved`}>
              <span class="picker-head" id={`${id}-saved`}>
                {t('formPickerSaved')}
              </span>
              {templates.map((template) => (
                <div class="picker-row" role="none" key={template}>
                  <button
                    type="button"
                    role="menuitem"
                    class="picker-item"
                    tabIndex={-1}
                    data-item
                    aria-keyshortcuts="Delete"
                    data-testid="template"
                    onClick={() => pick(template)}
                    onKeyDown={(event) => {
                      if (event.key !== 'Delete') return;
                      event.preventDefault();
                      remove(template);
                    }}
                  >
                    <Icon of={bookmarkIcon} size={16} />
                    <bdi class="picker-text">{template}</bdi>
                  </button>
                  <button
                    type="button"
                    role="menuitem"
                    class="picker-remove"
                    tabIndex={-1}
                    aria-label={t('formTemplateRemove', template)}
                    title={t('formTemplateRemoveTitle')}
                    data-testid="template-remove"
                    onClick={() => remove(template)}
                  >
                    <Icon of={deleteIcon} size={16} />
                  </button>
                </div>
              ))}
            </div>
          )}
          {others.length > 0 && (
            <div role="group" aria-labelledby={`${id}-recent`}>
              <span class="picker-head" id={`${id}-recent`}>
                {t('formPickerRecent')}
              </span>
              {others.map((recent) => (
                <button
                  type="button"
                  role="menuitem"
                  class="picker-item"
                  tabIndex={-1}
                  data-item
                  key={recent}
                  data-testid="recent"
                  onClick={() => pick(recent)}
                >
                  <Icon of={historyIcon} size={16} />
                  <bdi class="picker-text">{recent}</bdi>
                </button>
              ))}
            </div>
          )}
          <SaveItem
            text={text}
            isFull={templates.length >= mostTemplates}
            isSaved={templates.includes(text)}
            onSave={() => {
              asked.current = { text, isSaving: true };
              tell('saveTemplate', { text });
              close();
            }}
          />
        </div>
      )}
    </div>
  );
}

interface SaveProps {
  text: string;
  isFull: boolean;
  isSaved: boolean;
  onSave: () => void;
}

/** Always there, so that the menu is never empty; what cannot be saved says why. */
function SaveItem({ text, isFull, isSaved, onSave }: SaveProps) {
  const { t } = useServices();
  const refusal = !text
    ? t('formTemplateNothing')
    : isSaved
      ? t('formTemplateSaved')
      : isFull
        ? t('formTemplateFull', String(mostTemplates))
        : undefined;
  return (
    <button
      type="button"
      role="menuitem"
      class="picker-item picker-save"
      tabIndex={-1}
      data-item
      aria-disabled={refusal ? true : undefined}
      data-testid="template-save"
      onClick={() => !refusal && onSave()}
    >
      <Icon of={bookmarkIcon} size={16} />
      <span class="picker-text">{refusal ?? t('formTemplateSave', text)}</span>
    </button>
  );
}
