import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Activation } from '../../domain/activation.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import type { CommandArguments } from '../../messaging/contract.ts';
import { useServices } from '../../ui/services.ts';

export interface Sending {
  readonly isUnderWay: Signal<boolean>;
  /** The journal has what was sent. */
  readonly isRecorded: boolean;
  /** Why the last try was not taken. */
  readonly refusal: Signal<Failure | undefined>;
  /** Does nothing while it is under way. */
  send(requests: CommandArguments<'activate'>['requests']): Promise<void>;
}

/**
 * Sends what the form asks for, and that once.
 *
 * @param onRecorded the activations are in the journal now
 */
export function useSending(journal: readonly Activation[], onRecorded: () => void): Sending {
  const { commands, newId } = useServices();
  // One name for this form: sent twice it is recorded once.
  const bulkId = useMemo(newId, []);
  const isUnderWay = useSignal(false);
  const refusal = useSignal<Failure>();
  const isRecorded = journal.some((entry) => entry.bulkId === bulkId);
  useEffect(() => {
    // The journal has it, even if the answer to the message was lost.
    if (isUnderWay.peek() && isRecorded) onRecorded();
  }, [isRecorded]);

  return {
    isUnderWay,
    isRecorded,
    refusal,
    async send(requests) {
      if (isUnderWay.peek()) return;
      isUnderWay.value = true;
      refusal.value = undefined;
      try {
        await commands.send('activate', { bulkId, requests });
        onRecorded();
      } catch (thrown) {
        refusal.value = failureOf(thrown);
        isUnderWay.value = false;
      }
    },
  };
}
