import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { epochMs } from '../domain/duration.ts';
import { extendedEnd, extensionDays, isRenewable } from '../domain/eligibility-extension.ts';
import type { Failure } from '../domain/failure.ts';
import type { Eligibility } from '../domain/role.ts';
import type { RoleDraftOf } from '../domain/role-draft.ts';
import { momentText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';
import { Sheet } from '../ui/sheet.tsx';
import { TextArea } from '../ui/text-area.tsx';
import type { RoleDrafts } from './drafts/use-role-drafts.ts';
import { useOfflineBlock } from './use-offline-block.tsx';

interface Props {
  role: Eligibility;
  draft: RoleDraftOf<'extension'>;
  drafts: RoleDrafts;
}

/** Until when, and why: what an administrator decides on of an eligibility that ends soon, or has ended. */
export function AskSheet({ role, draft, drafts }: Props) {
  const texts = useServices();
  const { t } = texts;
  const id = useId();
  const { days, justification } = draft;
  const refusal = useSignal<Failure | undefined>(undefined);
  const tried = useSignal(false);
  const offline = useOfflineBlock();
  const now = texts.now();
  const renews = isRenewable(role, now);
  const moment = (at: string | undefined) => momentText(epochMs(at) ?? now, now, texts);
  const isMissing = justification.trim() === '';

  async function send(): Promise<void> {
    if (offline.isOffline) return;
    tried.value = true;
    const until = extendedEnd(role, days, now);
    if (isMissing || until === undefined) return;
    const args = { key: role.key, until, justification: justification.trim() };
    refusal.value = await drafts.send(draft, 'askExtension', args);
  }

  return (
    <Sheet
      title={t(renews ? 'renewalAsk' : 'extensionAsk')}
      closeLabel={t('extensionClose')}
      onClose={() => drafts.end(draft)}
      testId="extension-sheet"
    >
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="form-body popup-scroll">
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
              value={String(days)}
              onChange={(event) => {
                drafts.put({ ...draft, days: Number(event.currentTarget.value) });
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
            value={justification}
            maxLength={500}
            data-testid="justification"
            data-first-focus
            error={tried.value && isMissing ? t('formJustificationMissing') : undefined}
            onValue={(value) => {
              drafts.put({ ...draft, justification: value });
            }}
          />
        </div>
        <footer class="form-footer">
          {refusal.value && (
            <FailureNote failure={refusal.value} about={renews ? 'renewal' : 'extension'} live />
          )}
          {offline.note}
          <Button
            type="submit"
            kind="primary"
            class="form-submit"
            busy={drafts.isSending(draft)}
            blockedBy={offline.blockedBy}
            data-testid="extension-submit"
          >
            {t('extensionSubmit')}
          </Button>
        </footer>
      </form>
    </Sheet>
  );
}
