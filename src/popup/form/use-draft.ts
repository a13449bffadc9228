import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useServices } from '../../ui/services.ts';
import { draftOf, type FormState } from './form-state.ts';

const quietForMs = 250;

/**
 * Keeps what was typed, shortly after the typing stops and at the latest when the page goes: a popup closes without
 * asking. Answers with the way to stop before the form is sent or closed.
 */
export function useDraft(state: FormState): () => void {
  const { commands } = useServices();
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; save: () => void } | undefined>(undefined);
  const stopped = useRef(false);

  useSignalEffect(() => {
    const draft = draftOf(state);
    if (stopped.current) return;
    clearTimeout(pending.current?.timer);
    const save = () => {
      pending.current = undefined;
      // A draft that could not be kept is typed again at worst; the form itself says nothing of it.
      void commands.send('saveDraft', { draft }).catch(() => undefined);
    };
    pending.current = { timer: setTimeout(save, quietForMs), save };
  });

  function stop(): void {
    stopped.current = true;
    clearTimeout(pending.current?.timer);
    pending.current = undefined;
  }

  useEffect(() => {
    const flush = () => {
      clearTimeout(pending.current?.timer);
      pending.current?.save();
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      stop();
    };
  }, []);

  return stop;
}
