/**
 * The settings as a form: what is stored, with what was typed on top of it, until it is saved by command. Typed
 * text survives a refused save and a change of the stored settings in another window.
 */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, failureOf } from '../domain/failure.ts';
import { checkSettings, normaliseSettings, type SettingProblem, type Settings } from '../domain/settings.ts';
import { settingsItem } from '../platform/items.ts';
import { useServices } from './services.ts';
import { useStored } from './stored-signal.ts';

type ConnectionField = 'clientId' | 'tenant';
type Problems = Partial<Record<ConnectionField, SettingProblem>>;

export interface SettingsForm {
  /** What is stored; `undefined` until it has been read. */
  readonly stored: Settings | undefined;
  /** What the fields show. */
  readonly typed: Settings;
  /** What is wrong, as far as the person has left the field or tried to save. */
  readonly shownProblems: Problems;
  readonly valid: boolean;
  readonly changed: boolean;
  /** Whether saving would end the session, because it belongs to another registration or tenant. */
  readonly connectionChanged: boolean;
  readonly status: 'editing' | 'saving' | 'saved';
  /** Why the last save was refused. */
  readonly failure: Failure | undefined;
  /** The inputs of the connection, so that a refused save can lead to the first that is wrong. */
  readonly inputs: Readonly<Record<ConnectionField, RefObject<HTMLInputElement | null>>>;
  type(change: Partial<Settings>): void;
  leave(field: ConnectionField): void;
  /** Throws away what was typed and not saved. */
  discard(): void;
  /** Saves what is typed; false when it is not valid (its problems are shown then) or was refused. */
  save(): Promise<boolean>;
}

const empty: Settings = { clientId: '', tenant: '', portal: 'prompt' };

export function useSettingsForm(): SettingsForm {
  const { commands } = useServices();
  const stored = useStored(settingsItem).value;
  const [edits, setEdits] = useState<Partial<Settings>>({});
  const [left, setLeft] = useState<ReadonlySet<ConnectionField>>(new Set());
  const [status, setStatus] = useState<SettingsForm['status']>('editing');
  const [failure, setFailure] = useState<Failure>();
  const inputs = { clientId: useRef<HTMLInputElement>(null), tenant: useRef<HTMLInputElement>(null) };
  // What the worker acknowledged, while the change of the stored item is still on its way here.
  const [acknowledged, setAcknowledged] = useState<Settings>();
  useEffect(() => setAcknowledged(undefined), [stored]);

  const base = acknowledged ?? stored;
  const typed = { ...(base ?? empty), ...edits };
  const wanted = normaliseSettings(typed);
  const problems = checkSettings(typed);
  const valid = Object.keys(problems).length === 0;

  async function save(): Promise<boolean> {
    if (!valid) {
      setLeft(new Set(['clientId', 'tenant']));
      inputs[problems.clientId ? 'clientId' : 'tenant'].current?.focus();
      return false;
    }
    setStatus('saving');
    setFailure(undefined);
    try {
      await commands.send('saveSettings', { settings: wanted });
    } catch (thrown) {
      setFailure(failureOf(thrown));
      setStatus('editing');
      return false;
    }
    setAcknowledged(wanted);
    // What was typed while the worker was saving stays.
    setEdits((now) => (now === edits ? {} : now));
    setStatus((now) => (now === 'saving' ? 'saved' : now));
    return true;
  }

  return {
    stored,
    typed,
    shownProblems: only(problems, left),
    valid,
    changed: base !== undefined && !isSame(wanted, base),
    connectionChanged: base !== undefined && !isSameConnection(wanted, base),
    status,
    failure,
    inputs,
    type(change) {
      setEdits((before) => ({ ...before, ...change }));
      setStatus('editing');
    },
    leave: (field) => setLeft((before) => new Set([...before, field])),
    discard() {
      setEdits({});
      setLeft(new Set());
      setStatus('editing');
      setFailure(undefined);
    },
    save,
  };
}

/**
 * The registration and tenant that a sign-in with these settings would use; `undefined` while they are not valid or
 * there is no client id, neither typed nor the build's own.
 */
export function usableConnection(
  settings: Settings,
  defaultClientId: string,
): Pick<Settings, 'clientId' | 'tenant'> | undefined {
  if (Object.keys(checkSettings(settings)).length > 0) return undefined;
  const { clientId, tenant } = normaliseSettings(settings);
  const used = clientId || defaultClientId;
  return used ? { clientId: used, tenant } : undefined;
}

function isSameConnection(one: Settings, other: Settings): boolean {
  return one.clientId === other.clientId && one.tenant === other.tenant;
}

function isSame(one: Settings, other: Settings): boolean {
  return (
    isSameConnection(one, other) &&
    one.portal === other.portal &&
    one.privilegedWithoutAsking === other.privilegedWithoutAsking &&
    one.quiet === other.quiet &&
    one.tellApprovals === other.tellApprovals
  );
}

function only(problems: Problems, fields: ReadonlySet<ConnectionField>): Problems {
  return Object.fromEntries(
    Object.entries(problems).filter(([field]) => fields.has(field as ConnectionField)),
  );
}
