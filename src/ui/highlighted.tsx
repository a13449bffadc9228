import type { Mark } from '../domain/search-words.ts';
import './highlighted.css';

interface Props {
  text: string;
  /** In order, not overlapping. */
  marks: readonly Mark[] | undefined;
}

/** A text with the pieces that a search matched. */
export function Highlighted({ text, marks }: Props) {
  if (!marks?.length) return <>{text}</>;
  let at = 0;
  return (
    <>
      {marks.map(([from, to]) => {
        const before = text.slice(at, from);
        at = to;
        return (
          <>
            {before}
            <mark class="highlighted">{text.slice(from, to)}</mark>
          </>
        );
      })}
      {text.slice(at)}
    </>
  );
}
