import { useState } from 'preact/hooks';
import type { AccountKey } from '../domain/account.ts';
import { epochMs } from '../domain/duration.ts';
import { endedAmong, type EligibilityExtension, pendingExtension } from '../domain/eligibility-extension.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import { endingItem } from '../platform/items.ts';
import { momentText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { useServices } from '../ui/services.ts';
import { useStored } from '../ui/stored-signal.ts';
import { AskSheet } from './ask-sheet.tsx';
import { RoleText } from './role-text.tsx';
import './ended-section.css';

interface Props {
  account: AccountKey;
  isEligible: (key: RoleKey) => boolean;
  extensions: readonly EligibilityExtension[];
  now: number;
}

/** Eligibilities that have ended: what the person may ask to have again. Closed, because it is seldom wanted. */
export function EndedSection({ account, isEligible, extensions, now }: Props) {
  const { tn } = useServices();
  const remembered = useStored(endingItem(account)).value ?? [];
  const ended = endedAmong(remembered, isEligible, now);
  if (ended.length === 0) return null;
  return (
    <details class="ended" data-testid="ended-section">
      <summary>{tn('popupEnded', ended.length)}</summary>
      <ul>
        {ended.map((role) => (
          <EndedRow
            key={role.key}
            role={role}
            now={now}
            asked={pendingExtension(extensions, role.key) !== undefined}
          />
        ))}
      </ul>
    </details>
  );
}

function EndedRow({ role, now, asked }: { role: Eligibility; now: number; asked: boolean }) {
  const texts = useServices();
  const { t } = texts;
  const [isOpen, setOpen] = useState(false);
  return (
    <li class="ended-row" data-testid="ended-row" data-key={role.key}>
      <RoleText role={role}>
        <span class="ended-since">
          {t('popupEndedAt', momentText(epochMs(role.endsAt) ?? now, now, texts))}
        </span>
      </RoleText>
      {!asked && (
        <Button
          size="small"
          aria-label={t('renewalAskRole', role.roleName, role.scope.name)}
          data-testid="ask-to-renew"
          onClick={() => setOpen(true)}
        >
          {t('renewalAsk')}
        </Button>
      )}
      {isOpen && <AskSheet role={role} onClose={() => setOpen(false)} />}
    </li>
  );
}
