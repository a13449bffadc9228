/** What a page is given by its composition root: everything outside the page itself. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CommandClient } from '../messaging/client.ts';
import type { Texts } from '../platform/i18n.ts';
import type { ItemStore } from '../platform/stored-item.ts';

export interface PageServices extends Texts {
  readonly store: ItemStore;
  readonly commands: CommandClient;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A new GUID. */
  newId(): string;
  openOptions(): void;
  openUrl(url: string): void;
  /** @throws where the clipboard is closed */
  copyText(text: string): Promise<void>;
  /** Where the sign-in window hands its answer to; belongs into the app registration. */
  readonly redirectUri: string;
  /** The build's own registration; empty where there is none. */
  readonly defaultClientId: string;
  readonly version: string;
}

const Services = createContext<PageServices | undefined>(undefined);

/** Wraps a page: `<ServicesProvider value={createPageServices()}>`. */
export const ServicesProvider = Services.Provider;

export function useServices(): PageServices {
  const services = useContext(Services);
  if (!services) throw new Error('No ServicesProvider around this component');
  return services;
}
