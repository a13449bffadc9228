import type { ComponentChildren } from 'preact';
import { isPrivileged } from '../domain/privileged-roles.ts';
import { type Eligibility, isUnnamedGroup } from '../domain/role.ts';
import type { Mark } from '../domain/search-words.ts';
import { Highlighted } from '../ui/highlighted.tsx';
import { Icon } from '../ui/icon.tsx';
import { scopeKindLooks } from '../ui/scope-text.ts';
import { useServices } from '../ui/services.ts';
import { Shield } from './shield.tsx';
import './role-text.css';

interface Props {
  role: Pick<Eligibility, 'source' | 'templateId' | 'roleName' | 'scope' | 'memberType'>;
  /** Marks of the role's name, its scope's name and the kind of scope, in the order of `roleFields`. */
  marks?: readonly (readonly Mark[])[] | undefined;
  /** On a line of its own, under the scope. */
  children?: ComponentChildren;
}

/** A role in two lines: its name, and where it holds and how it came. Of a group: its name, and what one is of it. */
export function RoleText({ role, marks, children }: Props) {
  const { t } = useServices();
  const { roleName, scope, memberType } = role;
  const look = scopeKindLooks[scope.kind];
  const isGroup = scope.kind === 'group';
  const roleText = <Highlighted text={roleName} marks={marks?.[0]} />;
  const scopeText = <Highlighted text={scope.name} marks={marks?.[1]} />;
  const kindText = <Highlighted text={t(look.text)} marks={marks?.[2]} />;
  const via =
    memberType === 'group' ? 'popupViaGroup' : memberType === 'inherited' ? 'popupInherited' : undefined;
  return (
    <span class="role-text">
      <span class="role-text-name">
        {/* The shield ends the name: privileged roles are Microsoft's own, whose names are never cut off. */}
        <span class="role-text-clip" title={isGroup ? scope.name : roleName}>
          <bdi>{isGroup ? scopeText : roleText}</bdi>
          {!isGroup && isPrivileged(role) && <Shield text={t('popupPrivileged')} />}
        </span>
      </span>
      <span class="role-text-scope">
        <Icon of={look.icon} size={16} />
        <span class="role-text-clip" title={`${isGroup ? roleName : scope.name}\n${scope.id}`}>
          {isGroup ? (
            <>
              <strong class="role-text-place">{roleText}</strong>
              {' · '}
              {kindText}
            </>
          ) : (
            <>
              {kindText}
              {scope.kind !== 'directory' && (
                <>
                  {' · '}
                  <bdi class="role-text-place">{scopeText}</bdi>
                </>
              )}
            </>
          )}
          {scope.isNameless && ` · ${t('scopeNameless')}`}
          {via && ` · ${t(via)}`}
          {/* A group's name may be cut off, and the shield with it. */}
          {isGroup && isPrivileged(role) && <Shield text={t('popupRoleAssignableGroup')} />}
        </span>
      </span>
      {isUnnamedGroup(scope) && <span class="role-text-scope">{t('popupGroupUnnamed')}</span>}
      {children}
    </span>
  );
}
