import { Component, type FunctionComponent, h } from 'preact';

/**
 * The component, rendered again by its parent only when one of its props is another: for the rows of a list. What it
 * renders for by itself, signals and state, stays as it is.
 */
export function memo<P extends object>(Inner: FunctionComponent<P>): new () => Component<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before = this.props as Record<string, unknown>;
      const entries = Object.entries(next);
      return (
        entries.length !== Object.keys(before).length ||
        entries.some(([name, value]) => !Object.is(value, before[name]))
      );
    }

    override render() {
      return h(Inner, this.props);
    }
  };
}
