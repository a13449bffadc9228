import { type BroughtRole, type GroupRoles, groupRoleSides } from '../../domain/group-roles.ts';
import { Icon } from '../../ui/icon.tsx';
import { infoIcon, keyIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import { Spinner } from '../../ui/spinner.tsx';

/** What is known of the roles that a group brings. */
export type Brings =
  | { readonly state: 'checking' }
  /** Nobody answered. */
  | { readonly state: 'unread' }
  /** Owners get nothing of what the group holds. */
  | { readonly state: 'owner' }
  | { readonly state: 'read'; readonly roles: GroupRoles };

/** More of them say no more. */
const mostNamed = 5;

/** What being active in the group brings besides, as far as it can be read; nothing here holds up the form. */
export function GroupBrings({ brings }: { brings: Brings }) {
  const { t } = useServices();
  if (brings.state === 'checking') {
    return (
      <p class="role-ask-note" data-testid="brings" data-brings="checking">
        <Spinner size={16} />
        {t('formBringsChecking')}
      </p>
    );
  }
  if (brings.state === 'owner') return <Note state="owner" sentences={[t('formBringsOwner')]} />;
  if (brings.state === 'unread') return <Note state="unread" sentences={[t('formBringsUnread')]} />;
  const { roles, unread } = brings.roles;
  if (roles.length === 0 && unread.length === groupRoleSides.length) {
    return <Note state="unread" sentences={[t('formBringsUnread')]} />;
  }
  const named = roles.slice(0, mostNamed).map((role) => nameOf(role, t));
  const more = roles.length - named.length;
  if (more > 0) named.push(t('formBringsMore', String(more)));
  return (
    <Note
      state={roles.length > 0 ? 'roles' : 'nothing'}
      sentences={[
        roles.length > 0 ? t('formBrings', named.join(', ')) : t('formBringsNothing'),
        ...(unread.includes('entra') ? [t('formBringsEntraUnread')] : []),
        // Azure lists what the person sees, and nobody is told how much that leaves out.
        t(unread.includes('azure') ? 'formBringsAzureUnread' : 'formBringsAzurePartly'),
      ]}
    />
  );
}

function Note({ state, sentences }: { state: string; sentences: readonly string[] }) {
  return (
    <p class="role-ask-note" role="status" data-testid="brings" data-brings={state}>
      <Icon of={state === 'roles' ? keyIcon : infoIcon} size={16} />
      <span>{sentences.join(' ')}</span>
    </p>
  );
}

/** "User Administrator (Directory)", "Contributor on Contoso Staging". */
function nameOf({ roleName, scope }: BroughtRole, t: ReturnType<typeof useServices>['t']): string {
  return scope.kind === 'directory'
    ? `${roleName} (${t('scopeDirectory')})`
    : t('popupRoleOnScope', roleName, scope.name);
}
