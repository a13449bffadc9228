import type { ComponentChildren } from 'preact';
import { isPrivileged } from '../domain/privileged-roles.ts';
import { type Eligibility, isUnnamedGroup } from '../domain/role.ts';
import type { Mark } from '../domain/search-words.ts';
import { Highlighted } from '../ui/highlighted.tsx';
import { OneLine } from '../ui/one-line.tsx';
import { scopeKindLooks } from '../ui/scope-text.ts';
import { useServices } from '../ui/services.ts';
import { roleFields } from './role-search.ts';
import { Shield } from './shield.tsx';
import { pathSign } from './role-places.ts';
import './row-text.css';

interface Props {
  role: Pick<Eligibility, 'source' | 'templateId' | 'roleName' | 'scope' | 'memberType'>;
  /** The names of the scopes above, where they are known. */
  path: string;
  alias: string | undefined;
  /** In the order of {@link roleFields}; empty where nothing was searched. */
  marks: readonly (readonly Mark[])[];
  /** Ends the second line. */
  children?: ComponentChildren;
}

/** A role in two lines that never become more: what it is, and where. Of a group: its name, and what one is of it. */
export function RowText({ role, path, alias, marks, children }: Props) {
  const { t } = useServices();
  const { roleName, scope, memberType } = role;
  const isGroup = scope.kind === 'group';
  const kind = <Highlighted text={t(scopeKindLooks[scope.kind].text)} marks={marks[roleFields.kind]} />;
  const roleText = <OneLine text={roleName} marks={marks[roleFields.role]} />;
  const scopeText = <OneLine text={scope.name} marks={marks[roleFields.scope]} />;
  const shield = isGroup ? 'popupRoleAssignableGroup' : 'popupPrivileged';
  const more = [
    ...(isUnnamedGroup(scope) ? [t('popupGroupUnnamed')] : []),
    ...(scope.isNameless ? [t('scopeNameless')] : []),
    ...(memberType === 'group' ? [t('popupViaGroup')] : []),
    ...(memberType === 'inherited' ? [t('popupInherited')] : []),
  ].join(' · ');
  return (
    <span class="row-text">
      <span class="row-text-line row-text-name" title={isGroup ? scope.name : roleName}>
        {isGroup ? scopeText : roleText}
        {isPrivileged(role) && <Shield text={t(shield)} />}
        {alias && (
          <span class="row-text-alias" title={t('popupAlias', alias)}>
            <bdi>
              <Highlighted text={alias} marks={marks[roleFields.alias]} />
            </bdi>
          </span>
        )}
      </span>
      <span
        class="row-text-line row-text-scope"
        title={`${isGroup ? roleName : path ? `${path}${pathSign}${scope.name}` : scope.name}\n${scope.id}`}
      >
        {isGroup ? (
          <>
            <span class="row-text-place">{roleText}</span>
            <span class="row-text-kind"> · {kind}</span>
          </>
        ) : (
          <>
            <span class="row-text-kind">{kind}</span>
            {scope.kind !== 'directory' && (
              <>
                <span class="row-text-kind"> · </span>
                {path && (
                  <>
                    <bdi class="row-text-path">
                      <Highlighted text={path} marks={marks[roleFields.path]} />
                    </bdi>
                    <span class="row-text-kind">{pathSign}</span>
                  </>
                )}
                <span class="row-text-place">{scopeText}</span>
              </>
            )}
          </>
        )}
        {more && <span class="row-text-more"> · {more}</span>}
        {children}
      </span>
    </span>
  );
}
