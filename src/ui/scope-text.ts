/** The kinds of scope and of role in words and pictures. */
import type { ScopeKind, Source } from '../domain/role.ts';
import type { MessageKey } from '../platform/i18n.ts';
import {
  appIcon,
  directoryIcon,
  groupIcon,
  layersIcon,
  resourceGroupIcon,
  resourceIcon,
  subscriptionIcon,
  unitIcon,
} from './icons.ts';

interface ScopeKindLook {
  readonly text: MessageKey;
  readonly icon: string;
}

/** The kinds of role, each in one word. */
export const sourceWords: Record<Source, MessageKey> = {
  entra: 'popupFilterEntra',
  azure: 'popupFilterAzure',
  groups: 'popupFilterGroups',
};

export const scopeKindLooks: Record<ScopeKind, ScopeKindLook> = {
  directory: { text: 'scopeDirectory', icon: directoryIcon },
  administrativeUnit: { text: 'scopeAdministrativeUnit', icon: unitIcon },
  directoryObject: { text: 'scopeDirectoryObject', icon: appIcon },
  appScope: { text: 'scopeAppScope', icon: appIcon },
  managementGroup: { text: 'scopeManagementGroup', icon: layersIcon },
  subscription: { text: 'scopeSubscription', icon: subscriptionIcon },
  resourceGroup: { text: 'scopeResourceGroup', icon: resourceGroupIcon },
  resource: { text: 'scopeResource', icon: resourceIcon },
  group: { text: 'scopeGroup', icon: groupIcon },
};
