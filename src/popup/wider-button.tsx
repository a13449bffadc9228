import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Activation } from '../domain/activation.ts';
import { type Failure, failureOf } from '../domain/failure.ts';
import { eligibleKeyOf, type Wider } from '../domain/narrowing.ts';
import { Button } from '../ui/button.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';

interface Props {
  entry: Activation;
  wider: Wider;
  /** The activation is recorded. */
  onRecorded: (button: HTMLElement) => void;
}

/** Asks for the same at the subscription, where the resource group cannot be read: what it says, and once. */
export function WiderButton({ entry, wider, onRecorded }: Props) {
  const { t, commands, newId } = useServices();
  // One name for this button: pressed twice it is recorded once.
  const bulkId = useMemo(newId, [entry.id]);
  const busy = useSignal(false);
  const refusal = useSignal<Failure>();

  async function activate(button: HTMLElement): Promise<void> {
    busy.value = true;
    refusal.value = undefined;
    const { role, ask } = entry;
    // With its ticket: the request that it was typed for was refused.
    const request = {
      key: eligibleKeyOf(role),
      ask,
      ...(wider.target ? { target: wider.target } : {}),
    };
    try {
      await commands.send('activate', { bulkId, requests: [request] });
      onRecorded(button);
    } catch (thrown) {
      refusal.value = failureOf(thrown);
      busy.value = false;
    }
  }

  return (
    <>
      <Button
        size="small"
        busy={busy.value}
        aria-label={t('outcomeWiderRole', entry.role.roleName, wider.scope.name)}
        data-testid="activate-wider"
        onClick={(event) => void activate(event.currentTarget)}
      >
        {t('outcomeWider', wider.scope.name)}
      </Button>
      {refusal.value && <FailureNote failure={refusal.value} about="activation" live />}
    </>
  );
}
