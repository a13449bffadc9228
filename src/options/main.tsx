import '../ui/base.css';
import { render } from 'preact';
import { createPageServices } from '../platform/page.ts';
import { ServicesProvider } from '../ui/services.ts';
import { OptionsPage } from './options-page.tsx';

const services = createPageServices();
document.title = services.t('optionsTitle');
document.documentElement.lang = services.locale;
render(
  <ServicesProvider value={services}>
    <OptionsPage />
  </ServicesProvider>,
  document.getElementById('app')!,
);
