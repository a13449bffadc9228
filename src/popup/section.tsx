import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './section.css';

interface Props {
  title: string;
  /** How many; shown beside the title. */
  count?: number;
  /** On the right of the title. */
  aside?: ComponentChildren;
  children: ComponentChildren;
  testId: string;
}

export function Section({ title, count, aside, children, testId }: Props) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id} data-testid={testId}>
      <div class="section-head">
        <h2 id={id} class="section-title">
          {title}
          {count !== undefined && <span class="section-count"> {count}</span>}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A part of a section under a smaller heading, which stays in sight while its rows go by. */
export function SubSection({ title, count, children, testId }: Omit<Props, 'aside'>) {
  const id = useId();
  return (
    <section class="sub-section" aria-labelledby={id} data-testid={testId}>
      <h3 id={id} class="sub-section-title">
        {title}
        {count !== undefined && <span class="section-count"> {count}</span>}
      </h3>
      {children}
    </section>
  );
}
