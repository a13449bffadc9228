import type { AccountKey } from '../domain/account.ts';
import { epochMs } from '../domain/duration.ts';
import { endedAmong, type EligibilityExtension, pendingExtension } from '../domain/eligibility-extension.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import { endingItem } from '../platform/items.ts';
import { momentText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { useServices } from '../ui/services.ts';
import { useStored } from '../ui/stored-signal.ts';
import { openAskSheet } from './ask-to-extend.tsx';
import type { RoleDrafts } from './drafts/use-role-drafts.ts';
import { RoleText } from './role-text.tsx';
import './ended-section.css';

interface Props {
  account: AccountKey;
  isEligible: (key: RoleKey) => boolean;
  extensions: readonly EligibilityExtension[];
  drafts: RoleDrafts;
  now: number;
}

/** Eligibilities that have ended: what the person may ask to have again. Closed, because it is seldom wanted. */
export function EndedSection({ account, isEligible, extensions, drafts, now }: Props) {
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
            drafts={drafts}
            asked={pendingExtension(extensions, role.key) !== undefined}
          />
        ))}
      </ul>
    </details>
  );
}

interface RowProps {
  role: Eligibility;
  now: number;
  drafts: RoleDrafts;
  /** Whether a request for it waits already. */
  asked: boolean;
}

function EndedRow({ role, now, drafts, asked }: RowProps) {
  const texts = useServices();
  const { t } = texts;
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
          onClick={() => openAskSheet(drafts, role)}
        >
          {t('renewalAsk')}
        </Button>
      )}
    </li>
  );
}
