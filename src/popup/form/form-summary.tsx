import { Icon } from '../../ui/icon.tsx';
import { approvalIcon, keyIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import { policyOf, type RoleAsk } from './rules.ts';
import './form-summary.css';

/** What several roles will ask for besides, as far as it is known: how many wait for approval, how many for the person. */
export function FormSummary({ asks }: { asks: readonly RoleAsk[] }) {
  const { tn } = useServices();
  const policies = asks.map(({ rules }) => policyOf(rules));
  const approvals = policies.filter(({ approvalRequired }) => approvalRequired).length;
  const proofs = policies.filter(
    ({ mfaRequired, authenticationContext }) => mfaRequired || authenticationContext,
  ).length;
  if (approvals + proofs === 0) return null;
  return (
    <p class="form-summary" role="status" data-testid="form-summary">
      {approvals > 0 && (
        <span class="form-summary-part">
          <Icon of={approvalIcon} size={16} />
          {tn('formSummaryApproval', approvals)}
        </span>
      )}
      {approvals > 0 && proofs > 0 && <span class="form-summary-dot">·</span>}
      {proofs > 0 && (
        <span class="form-summary-part">
          <Icon of={keyIcon} size={16} />
          {tn('formSummaryProof', proofs)}
        </span>
      )}
    </p>
  );
}
