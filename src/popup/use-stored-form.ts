import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AccountKey } from '../domain/account.ts';
import type { Draft } from '../domain/habits.ts';
import { draftItem } from '../platform/items.ts';
import { useStored } from '../ui/stored-signal.ts';

/**
 * Opens the form that is stored: one that was open when the popup closed, once; one that a quick way asks for, also
 * while the popup is open, and as soon as somebody is signed in who can send it.
 */
export function useStoredForm(
  account: AccountKey,
  form: Signal<Draft | undefined>,
  isSignedIn: boolean,
): void {
  const draft = useStored(draftItem(account)).value;
  const restored = useRef(false);
  const asked = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (draft === undefined) return;
    if (draft?.askedAt !== undefined) {
      if (!isSignedIn || draft.askedAt === asked.current) return;
      asked.current = draft.askedAt;
    } else if (restored.current || form.peek()) {
      restored.current = true;
      return;
    }
    restored.current = true;
    if (draft && draft.keys.length > 0) form.value = draft;
  }, [draft, isSignedIn]);
}
