import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { epochMs } from '../domain/duration.ts';
import { extendedEnd, extensionDays, isRenewable } from '../domain/eligibility-extension.ts';
import type { Eligibility } from '../domain/role.ts';
import { momentText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { Sheet } from '../ui/sheet.tsx';
import { TextArea } from '../ui/text-area.tsx';

interface Props {
  role: Eligibility;
  onClose: () => void;
}

/** Until when, and why: what an administrator decides on of an eligibility that ends soon, or has ended. */
export function AskSheet({ role, onClose }: Props) {
  const texts = useServices();
  const { t } = texts;
  const tell = useTell();
  const id = useId();
  const days = useSignal<number>(extensionDays[0]);
  const justification = useSignal('');
  const tried = useSignal(false);
  const now = texts.now();
  const renews = isRenewable(role, now);
  const moment = (at: string | undefined) => momentText(epochMs(at) ?? now, now, texts);
  const isMissing = justification.value.trim() === '';

  return (
    <Sheet
      title={t(renews ? 'renewalAsk' : 'extensionAsk')}
      closeLabel={t('extensionClose')}
      onClose={onClose}
      testId="extension-sheet"
    >
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          tried.value = true;
          const until = extendedEnd(role, days.value, now);
          if (isMissing || until === undefined) return;
          tell('askExtension', { key: role.key, until, justification: justification.value.trim() });
          onClose();
        }}
      >
        <div class="form-body">
          <p>
            <strong>{t('popupRoleOnScope', role.roleName, role.scope.name)}</strong>
          </p>
          <p>{t(renews ? 'renewalMeans' : 'extensionMeans', moment(role.endsAt))}</p>
          <div>
            <label class="field-label" for={id}>
              {t(renews ? 'renewalUntil' : 'extensionUntil')}
            </label>
            <select
              id={id}
              class="text-field"
              data-testid="extension-until"
              value={String(days.value)}
              onChange={(event) => {
                days.value = Number(event.currentTarget.value);
              }}
            >
              {extensionDays.map((one) => (
                <option key={one} value={String(one)}>
                  {moment(extendedEnd(role, one, now))}
                </option>
              ))}
            </select>
          </div>
          <TextArea
            label={t('formJustification')}
            value={justification.value}
            maxLength={500}
            data-testid="justification"
            data-first-focus
            error={tried.value && isMissing ? t('formJustificationMissing') : undefined}
            onValue={(value) => {
              justification.value = value;
            }}
          />
        </div>
        <footer class="form-footer">
          <Button type="submit" kind="primary" class="form-submit" data-testid="extension-submit">
            {t('extensionSubmit')}
          </Button>
        </footer>
      </form>
    </Sheet>
  );
}
