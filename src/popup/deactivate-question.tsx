import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { useServices } from '../ui/services.ts';

interface Props {
  question: string;
  /** What the answer leaves out. */
  note?: string | undefined;
  onYes: () => void;
  onNo: () => void;
}

/** Asks in place before anything is deactivated. The focus is on what changes nothing. */
export function DeactivateQuestion({ question, note, onYes, onNo }: Props) {
  const { t } = useServices();
  const id = useId();
  const group = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    group.current?.querySelector<HTMLElement>('[data-testid="keep"]')?.focus();
  }, []);
  return (
    <div
      ref={group}
      class="deactivate-question"
      role="group"
      aria-labelledby={id}
      data-testid="deactivate-question"
      onKeyDown={(event) => {
        // Unhandled, the key would close the popup.
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onNo();
      }}
    >
      <p id={id}>
        <strong>{question}</strong>
        {note && ` ${note}`}
      </p>
      <div class="deactivate-answers">
        <Button size="small" data-testid="keep" onClick={onNo}>
          {t('popupDeactivateKeep')}
        </Button>
        <Button size="small" kind="danger" data-testid="deactivate-yes" onClick={onYes}>
          {t('popupDeactivate')}
        </Button>
      </div>
    </div>
  );
}
