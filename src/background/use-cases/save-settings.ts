/** Stores the settings. Another registration or tenant is another session: the old one is signed out. */
import { normaliseSettings, type Settings } from '../../domain/settings.ts';
import type { WorkerState } from '../worker-state.ts';

export type SaveSettings = (settings: Settings) => Promise<void>;

export function createSaveSettings(state: WorkerState, signOut: () => Promise<void>): SaveSettings {
  return async (typed) => {
    const settings = normaliseSettings(typed);
    const before = await state.settings.read();
    await state.settings.write(settings);
    if (before.clientId !== settings.clientId || before.tenant !== settings.tenant) await signOut();
  };
}
