import type { ComponentChildren } from 'preact';
import { isPrivileged } from '../domain/privileged-roles.ts';
import type { Eligibility } from '../domain/role.ts';
import type { Mark } from '../domain/search.ts';
import { Highlighted } from '../ui/highlighted.tsx';
import { Icon } from '../ui/icon.tsx';
import { privilegedIcon } from '../ui/icons.ts';
import { scopeKindLooks } from '../ui/scope-text.ts';
import { useServices } from '../ui/services.ts';
import './role-text.css';

interface Props {
  role: Pick<Eligibility, 'source' | 'templateId' | 'roleName' | 'scope' | 'memberType'>;
  /** Marks of the role's name, its scope's name and the kind of scope, in the order of {@link roleSearchFields}. */
  marks?: readonly (readonly Mark[])[] | undefined;
  /** On a line of its own, under the scope. */
  children?: ComponentChildren;
}

/** A role in two lines: its name, and where it holds and how it came. */
export function RoleText({ role, marks, children }: Props) {
  const { t } = useServices();
  const { scope, memberType } = role;
  const look = scopeKindLooks[scope.kind];
  const via =
    memberType === 'group' ? 'popupViaGroup' : memberType === 'inherited' ? 'popupInherited' : undefined;
  return (
    <span class="role-text">
      <span class="role-text-name">
        {/* The shield ends the name: privileged roles are Microsoft's own, whose names are never cut off. */}
        <span class="role-text-clip" title={role.roleName}>
          <bdi>
            <Highlighted text={role.roleName} marks={marks?.[0]} />
          </bdi>
          {isPrivileged(role) && (
            <span class="role-text-privileged" title={t('popupPrivileged')}>
              <Icon of={privilegedIcon} size={16} label={t('popupPrivileged')} />
            </span>
          )}
        </span>
      </span>
      <span class="role-text-scope">
        <Icon of={look.icon} size={16} />
        <span class="role-text-clip" title={`${scope.name}\n${scope.id}`}>
          <Highlighted text={t(look.text)} marks={marks?.[2]} />
          {scope.kind !== 'directory' && (
            <>
              {' · '}
              <bdi class="role-text-place">
                <Highlighted text={scope.name} marks={marks?.[1]} />
              </bdi>
            </>
          )}
          {via && ` · ${t(via)}`}
        </span>
      </span>
      {children}
    </span>
  );
}
