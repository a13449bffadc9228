/** What can be done without the popup: the button's look, the menus and the keys. The use cases, constructed. */
import type { WorkerLife } from '../ports.ts';
import type { ActivateRoles } from '../use-cases/activate-roles.ts';
import { createLastRole, type LastRoleUseCase } from '../use-cases/last-role.ts';
import { createShowButton } from '../use-cases/show-button.ts';

export interface Toolbar {
  readonly lastRole: LastRoleUseCase;
  showButton(): Promise<void>;
  /** Has the menus say what "last role" is now. */
  showLastRole(): Promise<void>;
}

export function createToolbar({ ports, state }: WorkerLife, activate: ActivateRoles): Toolbar {
  const { alarms, texts, now, newId, notify, sentences } = ports;
  const lastRole = createLastRole({
    state,
    activate,
    openPopup: () => ports.popup.open(),
    notify,
    t: texts.t,
    lengthText: sentences.lengthText,
    failureText: (failure) => sentences.failureText(failure, 'activation'),
    now,
    newId,
  });
  return {
    lastRole,
    showButton: createShowButton({ state, alarms, texts, now, draw: ports.drawButton }),
    showLastRole: async () => ports.showMenu(await lastRole.menuState()),
  };
}
