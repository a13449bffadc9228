import { type ComponentChildren, render } from 'preact';
import type { MessageKey } from '../platform/i18n.ts';
import { createPageServices } from '../platform/page.ts';
import './base.css';
import { ServicesProvider } from './services.ts';

/** Draws a page into its document, and wakes the worker: it may have been stopped in the middle of something. */
export function mountPage(title: MessageKey, page: ComponentChildren): void {
  const services = createPageServices();
  document.title = services.t(title);
  document.documentElement.lang = services.locale;
  // The page shows what is stored whether or not the worker answers.
  services.commands.send('pageOpened', {}).catch(() => undefined);
  render(<ServicesProvider value={services}>{page}</ServicesProvider>, document.getElementById('app')!);
}
