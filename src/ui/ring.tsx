import type { ComponentChildren } from 'preact';
import './ring.css';

interface Props {
  /** How much of it is left, 0 to 1; `undefined` where that is not known, which draws the whole circle, dashed. */
  share: number | undefined;
  /** Nearly over. Whoever draws it says so in words, too. */
  warn?: boolean;
  /** In the middle, 16 px at most. */
  children?: ComponentChildren;
}

/** A share as a ring that runs down clockwise. It shows what words beside it say, so readers of the screen skip it. */
export function Ring({ share, warn, children }: Props) {
  const left = share === undefined ? 1 : Math.min(1, Math.max(0, share));
  // Of a hundred parts, so that a step too small to see changes nothing; never quite nothing while something is left.
  const parts = left > 0 ? Math.max(2, Math.round(left * 100)) : 0;
  return (
    <span class={`ring${warn ? ' ring-warn' : ''}`} aria-hidden="true" data-share={parts}>
      <svg width="28" height="28" viewBox="0 0 28 28">
        <circle class="ring-track" cx="14" cy="14" r="12" />
        {parts > 0 && (
          <circle
            class="ring-left"
            cx="14"
            cy="14"
            r="12"
            pathLength={100}
            stroke-dasharray={share === undefined ? '4 6' : parts === 100 ? undefined : `${parts} 100`}
          />
        )}
      </svg>
      {children}
    </span>
  );
}
