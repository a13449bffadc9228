import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../ui/button.tsx';

interface Props {
  label: string;
  text: string;
  testId: string;
  kind?: 'quiet' | 'secondary';
  /** The id of what says why it cannot be pressed now; it can be reached all the same, to hear it. */
  blockedBy?: string | undefined;
  /** Set when the question was answered with no: the focus comes back, once. */
  takesFocus: { current: boolean };
  onClick: () => void;
}

export function DeactivateButton({ label, text, testId, kind, blockedBy, takesFocus, onClick }: Props) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (takesFocus.current) place.current?.querySelector('button')?.focus();
    takesFocus.current = false;
  }, []);
  return (
    <span ref={place} class="deactivate">
      <Button
        size="small"
        kind={kind ?? 'secondary'}
        aria-label={label}
        data-testid={testId}
        {...(blockedBy ? { 'aria-disabled': true, 'aria-describedby': blockedBy } : { onClick })}
      >
        {text}
      </Button>
    </span>
  );
}
