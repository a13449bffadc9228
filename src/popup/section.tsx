import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useServices } from '../ui/services.ts';
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
  const { number } = useServices();
  const id = useId();
  return (
    <section class="section" aria-labelledby={id} data-testid={testId}>
      <div class="section-head">
        <h2 id={id} class="section-title">
          {title}
          {count !== undefined && <span class="section-count"> {number(count)}</span>}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

interface SubProps extends Omit<Props, 'aside'> {
  /** Whether the section is about nothing else, and its own heading says it all. */
  isOnly?: boolean;
}

/** A part of a section under a smaller heading, which stays in sight while its rows go by. */
export function SubSection({ title, count, isOnly, children, testId }: SubProps) {
  const { number } = useServices();
  const id = useId();
  return (
    <section
      class="sub-section"
      {...(isOnly ? { 'aria-label': title } : { 'aria-labelledby': id })}
      data-testid={testId}
    >
      {!isOnly && (
        <h3 id={id} class="sub-section-title">
          {title}
          {count !== undefined && <span class="section-count"> {number(count)}</span>}
        </h3>
      )}
      {children}
    </section>
  );
}
