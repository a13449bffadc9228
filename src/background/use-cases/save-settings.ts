/** Stores the settings. Another registration or tenant is another session: the old one is signed out. */
import { normaliseSettings, type Settings } from '../../domain/settings.ts';
import type { WorkerState } from '../worker-state.ts';

export interface SaveSettingsOptions {
  readonly state: WorkerState;
  readonly signOut: () => Promise<void>;
  /** Takes the prompts out of portal tabs. */
  readonly withdrawPrompts: () => Promise<void>;
  /** Told when the settings are stored. */
  readonly onSaved: () => void;
}

export type SaveSettings = (settings: Settings) => Promise<void>;

export function createSaveSettings(options: SaveSettingsOptions): SaveSettings {
  const { state, signOut, withdrawPrompts, onSaved } = options;
  return async (typed) => {
    const settings = normaliseSettings(typed);
    const before = await state.settings.read();
    await state.settings.write(settings);
    if (before.clientId !== settings.clientId || before.tenant !== settings.tenant) await signOut();
    else if (before.portal !== 'off' && settings.portal === 'off') await withdrawPrompts();
    onSaved();
  };
}
