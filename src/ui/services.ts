/** What a page is given by its composition root: everything outside the page itself. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageServices } from '../platform/page.ts';

const Services = createContext<PageServices | undefined>(undefined);

/** Wraps a page: `<ServicesProvider value={createPageServices()}>`. */
export const ServicesProvider = Services.Provider;

export function useServices(): PageServices {
  const services = useContext(Services);
  if (!services) throw new Error('No ServicesProvider around this component');
  return services;
}
