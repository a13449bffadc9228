/** Checks whose errors say what a person was to see, and what stood there instead. */

/** @throws Error unless the two are the same text or number */
export function expectSame<T extends string | number>(what: string, seen: T, expected: T): void {
  if (seen !== expected)
    throw new Error(`Expected ${what} to be ${quoted(expected)}; it is ${quoted(seen)}.`);
}

/** @throws Error unless `text` has all of the parts */
export function expectParts(what: string, text: string, ...parts: string[]): void {
  const missing = parts.filter((part) => !text.includes(part));
  if (missing.length > 0) {
    throw new Error(
      `Expected ${what} to have ${missing.map(quoted).join(' and ')}; it says ${quoted(text)}.`,
    );
  }
}

/** @throws Error naming what is only in one of the two lists; order and repetition do not matter */
export function expectSameSet(what: string, seen: readonly string[], expected: readonly string[]): void {
  const [shown, wanted] = [new Set(seen), new Set(expected)];
  const missing = expected.filter((one) => !shown.has(one));
  const extra = seen.filter((one) => !wanted.has(one));
  if (missing.length + extra.length === 0) return;
  throw new Error(`Expected ${what}. Missing: ${list(missing)}. Not expected: ${list(extra)}.`);
}

/** @throws Error with the sentence unless the condition holds */
export function expectThat(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(sentence);
}

const quoted = (value: string | number) => (typeof value === 'string' ? `“${value}”` : String(value));
const list = (values: readonly string[]) => (values.length > 0 ? values.join(', ') : 'none');
