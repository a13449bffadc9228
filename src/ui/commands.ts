/** Commands that a button gives and forgets: only a refusal is worth telling. */
import type { Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Failure, failureOf } from '../domain/failure.ts';
import type { CommandArguments, PageCommandName } from '../messaging/contract.ts';
import { useServices } from './services.ts';

const Refusal = createContext<Signal<Failure | undefined> | undefined>(undefined);

/** Where a page hears of a refused command: `<RefusalProvider value={signal}>`. */
export const RefusalProvider = Refusal.Provider;

export type Tell = <N extends PageCommandName>(command: N, args: CommandArguments<N>) => void;

/** Sends a command without waiting for it; what comes of it is read from the stored items. */
export function useTell(): Tell {
  const { commands } = useServices();
  const refusal = useContext(Refusal);
  const send = async <N extends PageCommandName>(command: N, args: CommandArguments<N>) => {
    try {
      await commands.send(command, args);
      if (refusal) refusal.value = undefined;
    } catch (thrown) {
      if (!refusal) throw thrown;
      refusal.value = failureOf(thrown);
    }
  };
  return (command, args) => void send(command, args);
}
