import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { FormState } from './form-state.ts';
import type { RoleAsk } from './rules.ts';

/**
 * A form that a quick way asked for is filled in: its button has the focus, so that Enter sends it. Where the rules
 * ask for more, they lead to what is missing at once, because that is why the form was shown.
 *
 * @param onRulesKnown shows what is missing
 */
export function useAsked(
  { askedAt }: FormState,
  form: RefObject<HTMLFormElement | null>,
  asks: readonly RoleAsk[],
  onRulesKnown: () => void,
): void {
  const isAsked = askedAt !== undefined;
  const isShown = asks.length > 0;
  const isKnown = isShown && asks.every(({ rules }) => rules.state === 'known');
  useLayoutEffect(() => {
    if (isAsked && isShown) form.current?.querySelector<HTMLElement>('[type="submit"]')?.focus();
  }, [isShown]);
  useEffect(() => {
    if (isAsked && isKnown) onRulesKnown();
  }, [isKnown]);
}
