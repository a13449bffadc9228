import { movedStop, nearestStop, lengthStops, type StopMove } from '../../domain/length-stops.ts';
import './length-slider.css';

interface Props {
  label: string;
  minutes: number;
  maximum: number;
  /** The length and its end in words. */
  valueText: string;
  describedBy?: string | undefined;
  testId: string;
  onMinutes: (minutes: number) => void;
}

const moves: Readonly<Record<string, StopMove>> = {
  ArrowRight: 'next',
  ArrowUp: 'next',
  ArrowLeft: 'previous',
  ArrowDown: 'previous',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
};

/** What a key of the slider does; where the page reads from right to left, so does it. */
export function moveOfKey(key: string, element: HTMLElement): StopMove | undefined {
  const move = moves[key];
  const isSideways = key === 'ArrowRight' || key === 'ArrowLeft';
  if (!isSideways || !element.matches(':dir(rtl)')) return move;
  return move === 'next' ? 'previous' : 'next';
}

/** The browser's own slider, which stops at sensible lengths and at the policy's maximum. */
export function LengthSlider({ label, minutes, maximum, valueText, describedBy, testId, onMinutes }: Props) {
  const [shortest] = lengthStops(maximum) as [number];
  const shown = Math.min(Math.max(minutes, shortest), maximum);
  const span = maximum - shortest;
  const fill = span > 0 ? ((shown - shortest) / span) * 100 : 100;
  return (
    <input
      type="range"
      class="length-slider"
      style={{ '--fill': `${fill}%` }}
      min={shortest}
      max={maximum}
      // Not the browser's steps: they would leave out a maximum that is none of them.
      step="any"
      value={shown}
      disabled={span === 0}
      aria-label={label}
      aria-valuetext={valueText}
      aria-describedby={describedBy}
      data-testid={testId}
      onInput={(event) => {
        const stop = nearestStop(Number(event.currentTarget.value), maximum);
        // The same stop as before draws nothing: the thumb is put there by hand.
        event.currentTarget.value = String(stop);
        if (stop !== minutes) onMinutes(stop);
      }}
      onKeyDown={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        const move = moveOfKey(event.key, event.currentTarget);
        if (!move) return;
        event.preventDefault();
        onMinutes(movedStop(minutes, maximum, move));
      }}
    />
  );
}
