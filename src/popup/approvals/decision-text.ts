/** The state of an approver's decision in words: what is sent is never called decided. */
import type { Decision } from '../../domain/approval.ts';
import type { Session } from '../../domain/session.ts';
import type { Texts } from '../../platform/i18n.ts';
import { type OutcomeLook, waitText } from '../outcome-text.ts';

export function decisionLook({ state }: Decision): OutcomeLook {
  switch (state) {
    case 'recorded':
    case 'sending':
      return 'busy';
    case 'done':
      return 'success';
    case 'overtaken':
      return 'unknown';
    case 'failed':
      return 'failed';
  }
}

export function decisionText(
  decision: Decision,
  now: number,
  session: Pick<Session, 'status'>,
  texts: Texts,
): string {
  const { t } = texts;
  const who = decision.approval.requester.name;
  const approve = decision.review === 'approve';
  switch (decision.state) {
    case 'recorded':
    case 'sending':
      return (
        waitText(decision, now, session, texts) ?? t(approve ? 'decisionApproving' : 'decisionDenying', who)
      );
    case 'done':
      return t(approve ? 'decisionApproved' : 'decisionDenied', who);
    case 'overtaken': {
      const { decidedBy: by, decidedAs: as } = decision;
      if (!by) return t('decisionGone');
      return t(as === 'deny' ? 'decisionDeniedBy' : 'decisionApprovedBy', by);
    }
    case 'failed':
      return t('decisionFailed');
  }
}
