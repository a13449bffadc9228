import { decideWithinMs, type PendingApproval } from '../../domain/approval.ts';
import { epochMs } from '../../domain/duration.ts';
import { isPrivileged } from '../../domain/privileged-roles.ts';
import type { Texts } from '../../platform/i18n.ts';
import { lengthText, momentText } from '../../platform/time-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { scopeKindLooks } from '../../ui/scope-text.ts';
import { useServices } from '../../ui/services.ts';
import { Shield } from '../shield.tsx';
import './approval-text.css';

interface Props {
  approval: PendingApproval;
  now: number;
  /** The whole justification and the ticket, rather than the beginning. */
  whole?: boolean;
}

/** Who asks, for what, for how long, why, and until when it can be decided. */
export function ApprovalText({ approval, now, whole }: Props) {
  const services = useServices();
  const { t } = services;
  const { requester, roleName, scope, justification, ticket } = approval;
  const look = scopeKindLooks[scope.kind];
  return (
    <span class={`approval-text${whole ? ' approval-text-whole' : ''}`}>
      <span class="approval-text-line approval-text-role" title={roleName}>
        <bdi>{roleName}</bdi>
        {isPrivileged(approval) && <Shield text={t('popupPrivileged')} />}
      </span>
      <span class="approval-text-line approval-text-soft" title={`${scope.name}\n${scope.id}`}>
        <Icon of={look.icon} size={16} />
        {t(look.text)}
        {scope.kind !== 'directory' && (
          <>
            {' · '}
            <bdi>{scope.name}</bdi>
          </>
        )}
      </span>
      <span class="approval-text-line" title={justification}>
        <bdi class="approval-text-who">{requester.name}</bdi>{' '}
        {justification ? <bdi>“{justification}”</bdi> : t('approvalsNoReason')}
      </span>
      {whole && ticket && (
        <span class="approval-text-line approval-text-soft">
          {t('approvalsTicket', ticket.number, ticket.system)}
        </span>
      )}
      <span class="approval-text-line approval-text-soft">{termsText(approval, now, services, whole)}</span>
    </span>
  );
}

/** "8 hours · decide before Tue 9:05 AM". */
function termsText(
  { minutes, createdAt }: PendingApproval,
  now: number,
  texts: Texts,
  whole: boolean | undefined,
): string {
  const created = epochMs(createdAt);
  const parts = [
    ...(minutes === undefined ? [] : [lengthText(minutes, texts)]),
    ...(created === undefined || !whole ? [] : [texts.t('approvalsAsked', momentText(created, now, texts))]),
    ...(created === undefined
      ? []
      : [texts.t('approvalsBefore', momentText(created + decideWithinMs, now, texts))]),
  ];
  return parts.join(' · ');
}
