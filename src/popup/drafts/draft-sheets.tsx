import { useEffect } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import {
  type EligibilityExtension,
  isExtendable,
  isRenewable,
  pendingExtension,
} from '../../domain/eligibility-extension.ts';
import type { Eligibility, RoleKey } from '../../domain/role.ts';
import type { RoleDraft } from '../../domain/role-draft.ts';
import { endingItem } from '../../platform/items.ts';
import { useServices } from '../../ui/services.ts';
import { useStored } from '../../ui/stored-signal.ts';
import { AskSheet } from '../ask-sheet.tsx';
import { ExtendSheet } from '../extend-sheet.tsx';
import type { ActiveRoles } from '../view.ts';
import type { RoleDrafts } from './use-role-drafts.ts';

interface Props {
  account: AccountKey;
  drafts: RoleDrafts;
  eligible: ReadonlyMap<RoleKey, Eligibility>;
  active: ActiveRoles;
  /** `undefined` until they have been read. */
  extensions: readonly EligibilityExtension[] | undefined;
  /** Whether the list of eligibilities that would hold this role has been read whole. */
  isRead: (key: RoleKey) => boolean;
  /** The same of what is active. */
  isActiveRead: (key: RoleKey) => boolean;
}

/**
 * The sheets in which something is typed for one role, whatever is shown behind them: also one that was open when the
 * popup closed. Of what nothing can come any more, the draft says so from then on.
 */
export function DraftSheets(props: Props) {
  const { account, drafts, eligible, active, extensions, isRead, isActiveRead } = props;
  const { now } = useServices();
  const remembered = useStored(endingItem(account)).value;
  const all = drafts.all.value;

  const askedFor = (key: RoleKey) =>
    [eligible.get(key), ...(remembered ?? [])].find(
      (role) => role?.key === key && (isExtendable(role, now()) || isRenewable(role, now())),
    );
  const running = (key: RoleKey) =>
    active.running.find(({ role, activated }) => activated && role.key === key);

  function isGone({ kind, role: { key } }: RoleDraft): boolean {
    if (!isRead(key)) return false;
    if (kind === 'alias') return !eligible.has(key);
    if (kind === 'followOn') return isActiveRead(key) && !(eligible.has(key) && running(key));
    if (!remembered || !extensions) return false;
    return !askedFor(key) || pendingExtension(extensions, key) !== undefined;
  }
  // What is being sent may show in the lists before it is known here to have been recorded.
  const gone = all.filter((one) => !one.isGone && !drafts.isSending(one) && isGone(one));
  useEffect(() => {
    for (const one of gone) drafts.put({ ...one, isGone: true });
  }, [gone.map(({ kind, role }) => `${kind} ${role.key}`).join(' ')]);

  for (const draft of all) {
    if (draft.isGone || gone.includes(draft)) continue;
    const { key } = draft.role;
    if (draft.kind === 'extension') {
      const role = askedFor(key);
      if (role) return <AskSheet key={key} role={role} draft={draft} drafts={drafts} />;
    }
    if (draft.kind === 'followOn') {
      const role = eligible.get(key);
      const endsAt = running(key)?.endsAt;
      if (role && endsAt !== undefined)
        return <ExtendSheet key={key} {...{ account, role, endsAt, draft, drafts }} />;
    }
  }
  return null;
}
