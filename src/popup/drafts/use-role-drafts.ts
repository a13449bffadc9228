import { batch, type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import {
  type DraftName,
  isSameDraft,
  type RoleDraft,
  withDraft,
  withoutDraft,
} from '../../domain/role-draft.ts';
import type { CommandArguments, PageCommandName } from '../../messaging/contract.ts';
import { roleDraftsItem } from '../../platform/items.ts';
import { useServices } from '../../ui/services.ts';
import { useStored } from '../../ui/stored-signal.ts';
import { useKept } from '../use-kept.ts';

/** What is typed for single roles. A field, or the sheet that it stands in, is open while there is a draft of it. */
export interface RoleDrafts {
  readonly all: ReadonlySignal<readonly RoleDraft[]>;
  /** Opens one; where it is open already, or could not be sent before, what was typed stands in it. */
  open(draft: RoleDraft): void;
  /** Puts what was typed in the place of what stood there. */
  put(draft: RoleDraft): void;
  /** Sent, or left: it is kept no longer. */
  end(name: DraftName): void;
  isSending(name: DraftName): boolean;
  /** Sends what was typed; the draft ends when that is recorded, and stays where it is not. @returns why it is not */
  send<N extends PageCommandName>(
    name: DraftName,
    command: N,
    args: CommandArguments<N>,
  ): Promise<Failure | undefined>;
  /** Whether its field is shown for the first time since it was opened. */
  takesFocus(name: DraftName): boolean;
  /** Whether its field was not shown yet. */
  isUnseen(name: DraftName): boolean;
}

const none: readonly RoleDraft[] = [];

/** Those that were open when the popup closed are open again. */
export function useRoleDrafts(account: AccountKey): RoleDrafts {
  const { commands } = useServices();
  const definition = roleDraftsItem(account);
  const stored = useStored(definition).value;
  const own = useSignal<RoleDraft[] | undefined>(undefined);
  const all = useComputed<readonly RoleDraft[]>(() => own.value ?? none);
  const sending = useSignal<ReadonlySet<string>>(new Set());
  const seen = useRef(new Set<string>());
  const restored = useRef<readonly RoleDraft[] | undefined>(undefined);
  const isRestored = useRef(false);

  useLayoutEffect(() => {
    if (!stored || isRestored.current) return;
    isRestored.current = true;
    const typed = own.peek() ?? [];
    const all = typed.reduce(withDraft, stored);
    // What stands there already is not written again.
    if (typed.length === 0) restored.current = all;
    own.value = all;
    // Somebody who does something else meanwhile is not taken away from it by a row that comes later.
    const leave = () => {
      for (const draft of all) seen.current.add(idOf(draft));
    };
    for (const event of ['keydown', 'pointerdown']) document.addEventListener(event, leave, { once: true });
    return () => {
      for (const event of ['keydown', 'pointerdown']) document.removeEventListener(event, leave);
    };
  }, [stored]);
  useKept(definition, () => (own.value === restored.current ? undefined : own.value));

  return useMemo<RoleDrafts>(() => {
    const list = () => own.peek() ?? [];
    const setSending = (name: DraftName, is: boolean) => {
      const next = new Set(sending.peek());
      if (is) next.add(idOf(name));
      else next.delete(idOf(name));
      sending.value = next;
    };
    const drafts: RoleDrafts = {
      all,
      open(draft) {
        const earlier = list().find((one) => isSameDraft(one, draft));
        const { isGone, ...typed } = earlier ?? draft;
        if (!earlier || isGone) seen.current.delete(idOf(draft));
        drafts.put(typed);
      },
      put(draft) {
        own.value = withDraft(list(), draft);
      },
      end(name) {
        seen.current.delete(idOf(name));
        own.value = withoutDraft(list(), name);
      },
      isSending: (name) => sending.value.has(idOf(name)),
      async send(name, command, args) {
        if (sending.peek().has(idOf(name))) return undefined;
        setSending(name, true);
        try {
          await commands.send(command, args);
          batch(() => {
            drafts.end(name);
            setSending(name, false);
          });
          return undefined;
        } catch (thrown) {
          setSending(name, false);
          return failureOf(thrown);
        }
      },
      takesFocus(name) {
        const isFirst = drafts.isUnseen(name);
        seen.current.add(idOf(name));
        return isFirst;
      },
      isUnseen: (name) => !seen.current.has(idOf(name)),
    };
    return drafts;
  }, [own, sending, commands]);
}

function idOf({ kind, role }: DraftName): string {
  return `${kind} ${role.key}`;
}
