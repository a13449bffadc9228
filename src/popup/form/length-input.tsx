import type { Ref } from 'preact';
import type { LengthChoice } from '../../domain/length.ts';
import { movedStop, type StopMove } from '../../domain/length-stops.ts';

interface Props {
  id: string;
  inputRef: Ref<HTMLInputElement>;
  value: string;
  placeholder?: string | undefined;
  /** What the arrow keys start from. */
  minutes: number;
  maximum: number;
  isWrong: boolean;
  describedBy: string;
  testId: string;
  onChoice: (choice: LengthChoice) => void;
}

const moves: Readonly<Record<string, StopMove>> = {
  ArrowUp: 'next',
  ArrowDown: 'previous',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
};

/** A length as text; up and down go through the stops of the slider. */
export function LengthInput(props: Props) {
  const { id, inputRef, value, placeholder, minutes, maximum, isWrong, describedBy, testId, onChoice } =
    props;
  return (
    <input
      ref={inputRef}
      id={id}
      type="text"
      class="text-field length-input"
      autocomplete="off"
      spellcheck={false}
      maxLength={40}
      placeholder={placeholder}
      value={value}
      aria-invalid={isWrong ? true : undefined}
      aria-describedby={describedBy}
      data-testid={testId}
      onFocus={(event) => event.currentTarget.select()}
      onInput={(event) => onChoice({ typed: event.currentTarget.value })}
      onKeyDown={(event) => {
        const move = moves[event.key];
        if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        onChoice({ minutes: movedStop(minutes, maximum, move) });
      }}
    />
  );
}
