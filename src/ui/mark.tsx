/** Hoist's mark, drawn inline; the same shapes as public/icons/hoist.svg, which a test holds it to. */

/** The letter H, whose bar is the platform of a lift. */
export const platformPath =
  'M5 6h2a1 1 0 0 1 1 1v11h16V7a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v18a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1v-3H8v3a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1z';
/** The arrow that the platform lifts. */
export const arrowPath = 'M15.3 6.6a.9.9 0 0 1 1.4 0l4.9 5.9a.9.9 0 0 1-.7 1.5H11.1a.9.9 0 0 1-.7-1.5z';

export interface MarkProps {
  /** Width and height in CSS pixels. */
  readonly size: number;
  /** What a screen reader says; without it the mark is decoration beside the name. */
  readonly label?: string;
}

/** One flat colour instead of the icon's gradient: an inline gradient would need an id of its own in every page. */
export function Mark({ size, label }: MarkProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      focusable="false"
      {...(label === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label })}
    >
      <rect width="32" height="32" rx="7" fill="#2b6ce4" />
      <path fill="#fff" d={platformPath} />
      <path fill="#fff" d={arrowPath} />
    </svg>
  );
}
