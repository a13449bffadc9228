import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { newWelcomeProgress, type WelcomeProgress, type WelcomeStep } from '../domain/welcome.ts';
import { welcomeItem } from '../platform/items.ts';
import { useServices } from '../ui/services.ts';
import type { SettingsForm } from '../ui/settings-form.ts';
import { useStored } from '../ui/stored-signal.ts';

export interface Progress {
  /** `undefined` until it has been read. */
  readonly value: WelcomeProgress | undefined;
  readIntro(): void;
  /** Opens a step that is done, or closes what was opened. */
  open(step: WelcomeStep | undefined): void;
}

/** How far the person has come, and what was typed: kept as it changes, so that a reload finds both again. */
export function useProgress(form: SettingsForm): Progress {
  const { store } = useServices();
  const stored = useStored(welcomeItem).value;
  const [value, setValue] = useState<WelcomeProgress>();
  const taken = useRef(false);

  useEffect(() => {
    if (stored === undefined || form.stored === undefined || taken.current) return;
    taken.current = true;
    const { clientId, tenant, ...rest } = stored ?? newWelcomeProgress;
    setValue(rest);
    if (clientId !== undefined || tenant !== undefined)
      form.type({
        ...(clientId === undefined ? {} : { clientId }),
        ...(tenant === undefined ? {} : { tenant }),
      });
  }, [stored, form.stored]);

  const { clientId, tenant } = form.typed;
  const typed = form.changed ? { clientId, tenant } : {};
  const kept = value && JSON.stringify({ ...value, ...typed });
  const last = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (kept === undefined) return;
    // What was just taken up stands there already.
    if (last.current !== undefined && last.current !== kept)
      store.keep(welcomeItem, JSON.parse(kept) as WelcomeProgress);
    last.current = kept;
  }, [kept]);

  return {
    value,
    readIntro: () => setValue({ introRead: true }),
    open: (step) =>
      setValue((before) => ({ introRead: before?.introRead ?? false, ...(step ? { opened: step } : {}) })),
  };
}
