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
  onChange: () => void;
}

const whole: { readonly [K in ScopeKind]?: MessageKey } = {
  managementGroup: 'formScopeWholeManagementGroup',
  subscription: 'formScopeWholeSubscription',
  resourceGroup: 'formScopeWholeResourceGroup',
};

/** Where the role is asked for: all of the eligible scope, or what was chosen below it. */
export function ScopeLine({ role, availability, onChange }: Props) {
  const { t } = useServices();
  const { scope, narrowed } = role;
  const look = scopeKindLooks[scope.kind];
  const way = narrowed?.between.map(({ name }) => name).join(' › ');
  const taken =
    narrowed && availability !== 'free'
      ? t(availability === 'active' ? 'formScopeActive' : 'formScopeUnderWay')
      : undefined;
  return (
    <div class="scope-line" data-testid="form-scope" data-scope={scope.id}>
      <span class="field-label">{t('formScope')}</span>
      <span class="scope-line-value">
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
        class="scope-line-change"
        aria-label={t('formScopeChangeOf', role.roleName, (narrowed?.scope ?? scope).name)}
        data-testid="scope-change"
        onClick={onChange}
      >
        {t('formScopeChange')}
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
