import type { Mark } from '../domain/search-words.ts';
import { Highlighted } from './highlighted.tsx';
import { memo } from './memo.ts';
import './one-line.css';

interface Props {
  text: string;
  marks?: readonly Mark[] | undefined;
  class?: string;
}

/** Longer texts than this may not fit, and keep their ends. */
const fits = 40;
/** How much of the end stays, in UTF-16 units. */
const tail = 14;

/**
 * A name on one line. Names are told apart by their ends as often as by their beginnings, so a long one is cut off in
 * its middle, where the browser finds that it must be.
 */
export const OneLine = memo<Props>(({ text, marks = [], class: className }) => {
  const classes = `one-line${className ? ` ${className}` : ''}`;
  if (text.length <= fits) {
    return (
      <bdi class={classes}>
        <span class="one-line-head">
          <Highlighted text={text} marks={marks} />
        </span>
      </bdi>
    );
  }
  const cut = seamBefore(text, text.length - tail);
  return (
    <bdi class={classes} dir="auto">
      <span class="one-line-head">
        <Highlighted text={text.slice(0, cut)} marks={within(marks, 0, cut)} />
      </span>
      <span class="one-line-tail">
        <Highlighted text={text.slice(cut)} marks={within(marks, cut, text.length)} />
      </span>
    </bdi>
  );
});

/** Never within a letter: between what a reader takes for two signs. */
function seamBefore(text: string, at: number): number {
  const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
  return letters.containing(at)?.index ?? at;
}

function within(marks: readonly Mark[], from: number, to: number): Mark[] {
  return marks.flatMap(([a, b]): Mark[] => {
    const [start, end] = [Math.max(a, from) - from, Math.min(b, to) - from];
    return start < end ? [[start, end]] : [];
  });
}
