/** The order of texts that people read: by letters, and numbers in them by their value. */

// Made once: comparing with a collator takes a fraction of what `localeCompare` takes.
const byValue = new Intl.Collator(undefined, { numeric: true });
const bySign = new Intl.Collator();

/** For sorting. `Operator 2` comes before `Operator 10`, and `kv01` has its place beside `kv1` whichever was read first. */
export function compareTexts(a: string, b: string): number {
  return byValue.compare(a, b) || bySign.compare(a, b);
}
