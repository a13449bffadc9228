import type { Eligibility } from '../../domain/role.ts';
import type { RoleMark } from '../../domain/role-marks.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import { useTell } from '../../ui/commands.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { favouriteIcon, notFavouriteIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import './favourite-button.css';

interface Props {
  /** The eligibility, also where the row is of a role narrowed below it. */
  role: Pick<Eligibility, 'key' | 'roleName' | 'scope'>;
  mark: RoleMark | undefined;
  class?: string;
}

/** The star that makes a role a favourite, and takes it out again. */
export function FavouriteButton({ role, mark, class: className }: Props) {
  const { t } = useServices();
  const tell = useTell();
  const favourite = mark?.favourite ?? false;
  return (
    <IconButton
      icon={favourite ? favouriteIcon : notFavouriteIcon}
      // The same name in both states: which it is, `aria-pressed` says.
      label={t('popupFavourite', roleTexts(t, role)('popupRoleOnScope'))}
      title={t(favourite ? 'popupFavouriteRemove' : 'popupFavouriteAdd')}
      aria-pressed={favourite}
      class={`favourite-button${className ? ` ${className}` : ''}`}
      data-testid="favourite"
      onClick={() => tell('setFavourite', { key: role.key, favourite: !favourite })}
    />
  );
}
