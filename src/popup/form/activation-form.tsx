import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import type { Activation } from '../../domain/activation.ts';
import type { Draft, Habits } from '../../domain/habits.ts';
import { minutesLeft } from '../../domain/eligible-time.ts';
import { canNarrow, narrowedTo } from '../../domain/narrowing.ts';
import { type Assignment, type Eligibility, type RoleKey, roleKey } from '../../domain/role.ts';
import { mostAtOnce } from '../../messaging/limits.ts';
import { draftItem, habitsItem } from '../../platform/items.ts';
import { Banner } from '../../ui/banner.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useServices } from '../../ui/services.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { useStored } from '../../ui/stored-signal.ts';
import { localZone } from '../../platform/time-text.ts';
import { useNow } from '../../ui/clock.ts';
import { useKept } from '../use-kept.ts';
import { useOfflineBlock } from '../use-offline-block.tsx';
import type { Availability } from '../view.ts';
import { AllLengths, problemOfAll } from './all-lengths.tsx';
import { FormFooter } from './form-footer.tsx';
import { asksOf, createFormState, draftOf, lengthsOf } from './form-state.ts';
import { FormSummary } from './form-summary.tsx';
import { lengthOfRole } from './length.ts';
import { missingPermission, problemsOf, type RoleAsk as RoleAskOfForm } from './rules.ts';
import { ClashNotes } from './clash-notes.tsx';
import { RoleAsk } from './role-ask.tsx';
import { Reasons } from './reasons.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { StartField } from './start-field.tsx';
import { asksFrom, clashesOf, commonEnd, readStart } from './start.ts';
import { submitText } from './submit-text.ts';
import { useAsked } from './use-asked.ts';
import { useBrings } from './use-brings.ts';
import { useCheck } from './use-check.ts';
import { useRules } from './use-rules.ts';
import { useSending } from './use-sending.ts';
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

/** Asks for one or several roles. Nothing is sent before its button, and that once. */
export function ActivationForm(props: Props) {
  // Who presses Enter at once means the remembered justification too, so the form waits for it.
  const habits = useStored(habitsItem(props.account)).value;
  return habits ? <FilledForm {...props} habits={habits} /> : null;
}

function FilledForm(props: Props & { habits: Habits }) {
  const { account, opened, habits, eligible, isRead, journal, availability, assignments, onClose } = props;
  const services = useServices();
  const { t, tn } = services;
  const now = useNow();
  const state = useMemo(() => createFormState(opened), []);
  const bringsOf = useBrings(account, opened.keys);
  const form = useRef<HTMLFormElement>(null);
  const { isUnderWay, refusal, ...sending } = useSending(journal, () => onClose(true));
  const { forget } = useKept(draftItem(account), () => (isUnderWay.value ? undefined : draftOf(state)));
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
  const justification = state.justification.value ?? habits.justification;
  const zone = localZone();
  const start = readStart(state.start.value, zone, now);
  const clock = { start: start?.type === 'start' ? start.at : now, zone };
  const rulesOf = (key: RoleKey) => {
    const role = roleOf(key);
    return { ...rules(role), left: minutesLeft(role, clock.start) };
  };
  const asks = asksFrom(asksOf(state, { keys: present, rulesOf, justification, clock }), start);
  const problems = problemsOf(asks);
  const allProblem = problemOfAll(state, asks, clock);
  const isReadable = allProblem === undefined && (start === undefined || start.type === 'start');
  const check = useCheck(account, isReadable);
  const unpermitted = missingPermission(asks);
  const clashes = clashesOf(asks, roleOf, { journal, assignments }, services.now());
  const offline = useOfflineBlock();
  const picking = useSignal<RoleKey | undefined>(undefined);
  /** What this very form has sent is in nobody's way: it closes. */
  const availabilityOf = (key: RoleKey) =>
    isUnderWay.value || sending.isRecorded ? 'free' : availability(roleOf(key).key);
  /** Asked for now below the eligible scope, where the role is active or on its way already. */
  const taken = present.filter((key) => !start && roleOf(key).narrowed && availabilityOf(key) !== 'free');
  const isBlocked = problems.any || !isReadable || taken.length > 0 || clashes.length > 0;

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

  const isSendable = asks.length > 0 && asks.length <= mostAtOnce && !offline.isOffline;

  const requestOf = ({ key, ask }: RoleAskOfForm) => {
    const target = state.targets.value[key];
    return { key, ask, ...(target ? { target } : {}) };
  };

  function send(): void {
    if (isUnderWay.peek() || !isSendable) return;
    if (isBlocked) tries.value += 1;
    else void sending.send(asks.map(requestOf));
  }

  function startCheck(): void {
    if (!isSendable) return;
    if (problems.any || !isReadable) tries.value += 1;
    else void check.start(asks.map(requestOf));
  }

  // What was opened for several keeps its order when all but one are left out: nothing jumps, the focus stays.
  const several = opened.keys.length > 1;
  const [only] = asks.length === 1 ? asks : [];
  const reasons = (
    <Reasons
      state={state}
      habits={habits}
      justification={justification}
      asks={asks}
      roleOf={roleOf}
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
          send();
        }}
      >
        <div class="form-body popup-scroll">
          {vanished > 0 && (
            <Banner kind="warn" title={tn('formVanished', vanished)} data-testid="form-vanished" live />
          )}
          {asks.length > 1 && <FormSummary asks={asks} />}
          {several && asks.length > 0 && reasons}
          {asks.length > 1 && (
            <AllLengths
              state={state}
              asks={asks}
              clock={clock}
              problem={allProblem}
              shown={tries.value > 0}
            />
          )}
          <ul class="form-roles">
            {asks.map((one) => {
              const { key, rules } = one;
              return (
                <RoleAsk
                  key={key}
                  role={roleOf(key)}
                  availability={availabilityOf(key)}
                  rules={rules}
                  brings={bringsOf(eligible.get(key)!)}
                  length={lengthOfRole(lengthsOf(state), key, rules, clock)}
                  clock={clock}
                  isClashing={clashes.some(({ role }) => role.key === roleOf(key).key)}
                  // What is wrong with the length for all is said there.
                  problem={state.lengths.value[key] || !allProblem ? problems.minutes.get(key) : undefined}
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
              end={commonEnd(asks, now)}
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
        <FormFooter
          count={asks.length}
          check={check}
          offline={offline}
          refusal={refusal.value}
          sending={isUnderWay.value}
          isTaken={taken.length > 0}
          submitText={submitText(asks, state.start.value !== undefined, now, services)}
          onCheck={startCheck}
        />
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
