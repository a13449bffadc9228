import { useServices } from '../../ui/services.ts';
import { useKept } from '../use-kept.ts';
import { draftOf, type FormState } from './form-state.ts';

/** Keeps what was typed into the form. Answers with the way to stop before the form is sent or closed. */
export function useDraft(state: FormState): () => void {
  const { commands } = useServices();
  return useKept(
    () => draftOf(state),
    (draft) => commands.send('saveDraft', { draft }),
  ).stop;
}
