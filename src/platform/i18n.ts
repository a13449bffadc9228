/** The strings a person sees, from `_locales`, by typed keys. Knows no browser: the composition root hands one in. */
import type messages from '../../public/_locales/en/messages.json';

export type MessageKey = keyof typeof messages;

type Stem<K> = K extends `${infer S}_other` ? S : never;
/** A text with one form per plural category: `<key>_one`, `<key>_other`. */
type PluralKey = Stem<MessageKey>;

/** Substitutions are numbered in the order of the message's placeholders, at most nine. */
export type Translate = (key: MessageKey, ...substitutions: string[]) => string;
/** Chooses the form by `count`, which is also the first substitution. */
type TranslatePlural = (key: PluralKey, count: number, ...substitutions: string[]) => string;

export interface Texts {
  readonly t: Translate;
  readonly tn: TranslatePlural;
  /** A number as people write it here: "5,350". */
  readonly number: (value: number) => string;
  /** BCP 47, for dates and numbers beside these texts. */
  readonly locale: string;
}

/**
 * @param getMessage `browser.i18n.getMessage`, which answers `''` for a key it does not have
 * @param locale `browser.i18n.getUILanguage()`
 */
export function createTexts(
  getMessage: (key: string, substitutions?: string[]) => string,
  locale: string,
): Texts {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  // A missing text shows its key: ugly, but never an empty button.
  const text = (key: string, substitutions: string[]) => getMessage(key, substitutions) || key;
  return {
    t: (key, ...substitutions) => text(key, substitutions),
    tn(key, count, ...substitutions) {
      const all = [numbers.format(count), ...substitutions];
      // A language may have categories (few, many) that a translation leaves to `other`.
      return getMessage(`${key}_${rules.select(count)}`, all) || text(`${key}_other`, all);
    },
    number: (value) => numbers.format(value),
    locale,
  };
}
