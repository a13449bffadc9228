import './icon.css';

interface Props {
  /** One of `icons.ts`. */
  of: string;
  /** Side in px. */
  size?: 16 | 20 | 24 | 32;
  /** What the icon says where no text beside it does; without it the icon is decoration. */
  label?: string;
}

/** An icon of the Fluent set, drawn from its paths: nothing is ever parsed as HTML. */
export function Icon({ of, size = 20, label }: Props) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {pathsOf(of).map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}

const known = new Map<string, string[]>();

function pathsOf(svg: string): string[] {
  let paths = known.get(svg);
  if (!paths) {
    paths = [...svg.matchAll(/<path\b[^>]*?\sd="([^"]+)"/g)].map((match) => match[1]!);
    known.set(svg, paths);
  }
  return paths;
}
