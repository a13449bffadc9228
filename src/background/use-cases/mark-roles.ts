/** Keeps what a person made of their roles: which are favourites, and what they call them. */
import type { RoleKey } from '../../domain/role.ts';
import { withAlias, withFavourite } from '../../domain/role-marks.ts';
import type { WorkerState } from '../worker-state.ts';

export interface MarkRoles {
  /** @throws FailureError `signInNeeded` when nobody is signed in */
  setFavourite(mark: { key: RoleKey; favourite: boolean }): Promise<void>;
  /** An empty alias takes it away. @throws FailureError `signInNeeded` when nobody is signed in */
  setAlias(mark: { key: RoleKey; alias: string }): Promise<void>;
}

export function createMarkRoles(state: WorkerState): MarkRoles {
  const marksOfPerson = async () => state.of(await state.requireAccount()).roleMarks;
  return {
    async setFavourite({ key, favourite }) {
      const item = await marksOfPerson();
      await item.update((marks) => withFavourite(marks, key, favourite));
    },
    async setAlias({ key, alias }) {
      const item = await marksOfPerson();
      await item.update((marks) => withAlias(marks, key, alias));
    },
  };
}
