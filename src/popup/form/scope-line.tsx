import type { Eligibility, ScopeKind } from '../../domain/role.ts';
import type { MessageKey } from '../../platform/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { errorIcon } from '../../ui/icons.ts';
import { scopeKindLooks } from '../../ui/scope-text.ts';
import { useServices } from '../../ui/services.ts';
import type { Availability } from '../view.ts';
import './scope-line.css';

interface Props {
  /** As it is asked for: narrowed where the person chose so. */
  role: Eligibility;
  /** Of the role at that scope. */
  availability: Availability;
  /** One role's scope has its label shown; those of several stand below their roles, which name the scope already. */
  alone: boolean;
  onChange: () => void;
}

const whole: { readonly [K in ScopeKind]?: MessageKey } = {
  managementGroup: 'formScopeWholeManagementGroup',
  subscription: 'formScopeWholeSubscription',
  resourceGroup: 'formScopeWholeResourceGroup',
};

/** Where the role is asked for: all of the eligible scope, or what was chosen below it. */
export function ScopeLine({ role, availability, alone, onChange }: Props) {
  const { t } = useServices();
  const { scope, narrowed } = role;
  const isSaid = alone || narrowed !== undefined;
  const look = scopeKindLooks[scope.kind];
  const way = narrowed?.between.map(({ name }) => name).join(' › ');
  const taken =
    narrowed && availability !== 'free'
      ? t(availability === 'active' ? 'formScopeActive' : 'formScopeUnderWay')
      : undefined;
  return (
    <div
      class={`scope-line${isSaid ? '' : ' scope-line-unsaid'}`}
      data-testid="form-scope"
      data-scope={scope.id}
    >
      <span class={alone ? 'field-label' : 'visually-hidden'}>{t('formScope')}</span>
      <span class={isSaid ? 'scope-line-value' : 'visually-hidden'}>
        <Icon of={look.icon} size={16} />
        <span class="scope-line-text" title={narrowed && scope.id}>
          {narrowed ? (
            <>
              {t(look.text)} · <bdi class="scope-line-name">{scope.name}</bdi>
              {way && <span class="scope-line-way"> {t('formScopeIn', way)}</span>}
            </>
          ) : (
            t(whole[scope.kind] ?? look.text)
          )}
        </span>
      </span>
      <Button
        size="small"
        kind={isSaid ? 'secondary' : 'quiet'}
        class="scope-line-change"
        aria-label={t(
          isSaid ? 'formScopeChangeOf' : 'formScopeNarrowOf',
          role.roleName,
          (narrowed?.scope ?? scope).name,
        )}
        data-testid="scope-change"
        onClick={onChange}
      >
        {t(isSaid ? 'formScopeChange' : 'formScopeNarrow')}
      </Button>
      {taken && (
        <p class="scope-line-taken field-error" role="alert" data-testid="scope-taken">
          <Icon of={errorIcon} size={16} />
          <span>{taken}</span>
        </p>
      )}
    </div>
  );
}
