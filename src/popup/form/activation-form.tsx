import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import type { Activation } from '../../domain/activation.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import type { Draft } from '../../domain/habits.ts';
import { canNarrow, narrowedTo } from '../../domain/narrowing.ts';
import { type Assignment, type Eligibility, type RoleKey, roleKey } from '../../domain/role.ts';
import { draftItem, habitsItem } from '../../platform/items.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useServices } from '../../ui/services.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { useStored } from '../../ui/stored-signal.ts';
import { lengthText, localZone } from '../../platform/time-text.ts';
import { useNow } from '../../ui/clock.ts';
import { useKept } from '../use-kept.ts';
import type { Availability } from '../view.ts';
import { AllLengths } from './all-lengths.tsx';
import { asksOf, createFormState, draftOf } from './form-state.ts';
import { missingPermission, problemsOf, type RoleAsk as RoleAskOfForm } from './rules.ts';
import { ClashNotes } from './clash-notes.tsx';
import { RoleAsk } from './role-ask.tsx';
import { Reasons } from './reasons.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { StartField } from './start-field.tsx';
import { asksFrom, clashesOf, readStart } from './start.ts';
import { useAsked } from './use-asked.ts';
import { useBrings } from './use-brings.ts';
import { useCheck } from './use-check.ts';
import { useRules } from './use-rules.ts';
import './activation-form.css';

interface Props {
  account: AccountKey;
  /** What the form starts with. */
  opened: Draft;
  eligible: ReadonlyMap<RoleKey, Eligibility>;
  /** Whether the list that would hold this role has been read, so that a missing role has vanished. */
  isRead: (key: RoleKey) => boolean;
  journal: readonly Activation[];
  availability: (key: RoleKey) => Availability;
  /** Roles held now, by the lists. */
  assignments: readonly Assignment[];
  /** @param recorded whether the activations are in the journal now */
  onClose: (recorded: boolean) => void;
}

/** What one message to the worker may hold. */
const mostAtOnce = 100;

/** Asks for one or several roles. Nothing is sent before its button, and that once. */
export function ActivationForm(props: Props) {
  // Who presses Enter at once means the remembered justification too, so the form waits for it.
  const habits = useStored(habitsItem(props.account)).value;
  return habits ? <FilledForm {...props} remembered={habits.justification} /> : null;
}

function FilledForm(props: Props & { remembered: string }) {
  const { account, opened, remembered, eligible, isRead, journal, availability, assignments, onClose } =
    props;
  const services = useServices();
  const { t, tn, commands, newId } = services;
  const state = useMemo(() => createFormState(opened), []);
  // One name for this form: sent twice it is recorded once.
  const bulkId = useMemo(newId, []);
  const bringsOf = useBrings(account, opened.keys);
  const check = useCheck(account);
  const form = useRef<HTMLFormElement>(null);
  const sending = useSignal(false);
  const refusal = useSignal<Failure>();
  const { forget } = useKept(draftItem(account), () => (sending.value ? undefined : draftOf(state)));
  /** How often the person tried to send: from the first time on problems are shown. */
  const tries = useSignal(0);

  const present = state.keys.value.filter((key) => eligible.has(key));
  const vanished = state.keys.value.filter((key) => !eligible.has(key) && isRead(key)).length;
  /** The role as it is asked for. */
  const roleOf = (key: RoleKey): Eligibility => {
    const role = eligible.get(key)!;
    const target = state.targets.value[key];
    return (target && narrowedTo(role, target)) ?? role;
  };
  const rules = useRules(account, opened.keys, present.map(roleOf));
  const justification = state.justification.value ?? remembered;
  const zone = localZone();
  const start = readStart(state.start.value, zone, useNow());
  const asks = asksFrom(
    asksOf(state, { keys: present, rulesOf: (key) => rules(roleOf(key)), justification }),
    start,
  );
  const problems = problemsOf(asks);
  const unpermitted = missingPermission(asks);
  const clashes = clashesOf(asks, roleOf, { journal, assignments }, services.now());
  /** Asked for now below the eligible scope, where the role is active or on its way already. */
  const taken = present.filter(
    (key) => !start && roleOf(key).narrowed && availability(roleOf(key).key) !== 'free',
  );
  const isBlocked =
    problems.any || taken.length > 0 || clashes.length > 0 || (start !== undefined && start.type !== 'start');
  const picking = useSignal<RoleKey | undefined>(undefined);
  const recorded = journal.some((entry) => entry.bulkId === bulkId);

  useEffect(() => {
    // The journal has it, even if the answer to the message was lost.
    if (sending.peek() && recorded) onClose(true);
  }, [recorded]);
  useEffect(() => {
    if (tries.value > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [tries.value]);

  useAsked(state, form, asks, () => {
    if (isBlocked && tries.peek() === 0) tries.value = 1;
  });

  function close(): void {
    forget();
    onClose(false);
  }

  const requestOf = ({ key, ask }: RoleAskOfForm) => {
    const target = state.targets.value[key];
    return { key, ask, ...(target ? { target } : {}) };
  };

  async function send(): Promise<void> {
    if (sending.peek() || asks.length === 0 || asks.length > mostAtOnce) return;
    if (isBlocked) {
      tries.value += 1;
      return;
    }
    sending.value = true;
    refusal.value = undefined;
    try {
      await commands.send('activate', { bulkId, requests: asks.map(requestOf) });
      onClose(true);
    } catch (thrown) {
      refusal.value = failureOf(thrown);
      sending.value = false;
    }
  }

  function startCheck(): void {
    if (asks.length === 0 || asks.length > mostAtOnce) return;
    if (problems.any) tries.value += 1;
    else void check.start(asks.map(requestOf));
  }

  // What was opened for several keeps its order when all but one are left out: nothing jumps, the focus stays.
  const several = opened.keys.length > 1;
  const [only] = asks.length === 1 ? asks : [];
  const approval = only?.rules.state === 'known' && only.rules.policy.approvalRequired;
  const later = state.start.value !== undefined;
  const oneText = approval ? 'formSubmitOneApproval' : later ? 'formSubmitLater' : 'formSubmitOne';
  const submitText =
    only && Number.isFinite(only.ask.minutes)
      ? t(oneText, lengthText(only.ask.minutes, services))
      : tn(later ? 'formSubmitLaterMany' : 'formSubmit', asks.length);

  const reasons = (
    <Reasons
      state={state}
      justification={justification}
      asks={asks}
      problems={problems}
      shown={tries.value > 0}
    />
  );

  const sheet = (
    <Sheet
      title={asks.length > 1 ? tn('formTitle', asks.length) : t('formTitleOne')}
      closeLabel={t('formClose')}
      onClose={close}
      testId="form"
    >
      <form
        ref={form}
        class="form"
        noValidate
        onKeyDown={(event) => {
          // A key held down since the menu, or the list, is not an answer to the form.
          if (event.key === 'Enter' && event.repeat) event.preventDefault();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="form-body">
          {vanished > 0 && (
            <Banner kind="warn" title={tn('formVanished', vanished)} data-testid="form-vanished" live />
          )}
          {several && asks.length > 0 && reasons}
          {asks.length > 1 && <AllLengths state={state} asks={asks} />}
          <ul class="form-roles">
            {asks.map((one) => {
              const { key, rules } = one;
              return (
                <RoleAsk
                  key={key}
                  role={roleOf(key)}
                  availability={availability(roleOf(key).key)}
                  rules={rules}
                  brings={bringsOf(eligible.get(key)!)}
                  choice={state.lengths.value[key]}
                  problem={problems.minutes.get(key)}
                  check={check.resultOf(requestOf(one))}
                  shown={tries.value > 0}
                  alone={asks.length === 1}
                  onScope={
                    canNarrow(eligible.get(key)!)
                      ? () => {
                          picking.value = key;
                        }
                      : undefined
                  }
                  onChoice={(choice) => {
                    state.lengths.value = { ...state.lengths.value, [key]: choice };
                  }}
                  {...(asks.length > 1
                    ? {
                        onRemove: () => {
                          state.keys.value = state.keys.value.filter((one) => one !== key);
                        },
                      }
                    : {})}
                />
              );
            })}
          </ul>
          {!several && only && reasons}
          {asks.length > 0 && (
            <StartField
              choice={state.start.value}
              read={start}
              zone={zone}
              shown={tries.value > 0}
              onChoice={(choice) => {
                state.start.value = choice;
              }}
            />
          )}
          <ClashNotes clashes={clashes} />
          {unpermitted && <FailureNote failure={unpermitted} about="rules" kind="info" />}
        </div>
        <footer class="form-footer">
          {refusal.value && <FailureNote failure={refusal.value} about="activation" live />}
          {check.failure && <FailureNote failure={check.failure} about="check" live />}
          {asks.length > mostAtOnce && (
            <Banner kind="warn" title={t('formTooMany', String(mostAtOnce))} live />
          )}
          <div class="form-actions">
            <Button
              data-testid="check-requests"
              busy={check.isBusy}
              disabled={asks.length === 0 || asks.length > mostAtOnce || sending.value}
              title={t('checkTitle')}
              onClick={startCheck}
            >
              {t('checkButton')}
            </Button>
            <Button
              type="submit"
              kind="primary"
              class="form-submit"
              data-testid="submit"
              busy={sending.value}
              disabled={asks.length === 0 || asks.length > mostAtOnce || taken.length > 0}
            >
              {submitText}
            </Button>
          </div>
        </footer>
      </form>
    </Sheet>
  );
  const picked = picking.value && eligible.get(picking.value);
  return (
    <>
      {sheet}
      {picked && (
        <ScopePicker
          account={account}
          role={picked}
          chosen={state.targets.value[picked.key]}
          availabilityAt={({ id }) => availability(roleKey(picked.source, picked.templateId, id))}
          onChoose={(target) => {
            const { [picked.key]: _, ...others } = state.targets.value;
            state.targets.value = target ? { ...others, [picked.key]: target } : others;
            picking.value = undefined;
          }}
          onClose={() => {
            picking.value = undefined;
          }}
        />
      )}
    </>
  );
}
