/** Keeps the justifications that a person saves as templates, and takes them away again. */
import { withoutTemplate, withTemplate } from '../../domain/justifications.ts';
import type { WorkerState } from '../worker-state.ts';

export interface KeepTemplates {
  /** Of what is saved already, or one too many, nothing is kept. @throws FailureError `signInNeeded` */
  save(text: string): Promise<void>;
  /** @throws FailureError `signInNeeded` */
  remove(text: string): Promise<void>;
}

const none: readonly string[] = [];

export function createKeepTemplates(state: WorkerState): KeepTemplates {
  async function change(next: (templates: readonly string[]) => readonly string[]): Promise<void> {
    const { habits } = state.of(await state.requireAccount());
    await habits.update((known) => {
      const before = known.templates ?? none;
      const after = next(before);
      return after === before ? known : { ...known, templates: [...after] };
    });
  }
  return {
    save: (text) => change((templates) => withTemplate(templates, text)),
    remove: (text) => change((templates) => withoutTemplate(templates, text)),
  };
}
