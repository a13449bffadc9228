/** Keeps what a person made of their roles: which are favourites, and what they call them. */
import { type RoleKey, sources } from '../../domain/role.ts';
import { withoutDraft } from '../../domain/role-draft.ts';
import { withAlias, withFavourite } from '../../domain/role-marks.ts';
import type { WorkerState } from '../worker-state.ts';

export interface MarkRoles {
  /** @throws FailureError `signInNeeded` when nobody is signed in */
  setFavourite(mark: { key: RoleKey; favourite: boolean }): Promise<void>;
  /** An empty alias takes it away. @throws FailureError `signInNeeded` when nobody is signed in */
  setAlias(mark: { key: RoleKey; alias: string }): Promise<void>;
}

export function createMarkRoles(state: WorkerState): MarkRoles {
  const ofPerson = async () => state.of(await state.requireAccount());
  return {
    async setFavourite({ key, favourite }) {
      const own = await ofPerson();
      await own.roleMarks.update((marks) => withFavourite(marks, key, favourite));
      await Promise.all(sources.filter((one) => key.startsWith(`${one}|`)).map((one) => own.arrange(one)));
    },
    async setAlias({ key, alias }) {
      const { roleMarks, roleDrafts } = await ofPerson();
      await roleMarks.update((marks) => withAlias(marks, key, alias));
      await roleDrafts.update((drafts) => withoutDraft(drafts, { kind: 'alias', role: { key } }));
    },
  };
}
