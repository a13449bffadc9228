import '../ui/base.css';
import { render } from 'preact';
import { createPageServices } from '../platform/page.ts';
import { ServicesProvider } from '../ui/services.ts';
import { WelcomePage } from './welcome-page.tsx';

const services = createPageServices();
document.title = services.t('welcomeTitle');
document.documentElement.lang = services.locale;
render(
  <ServicesProvider value={services}>
    <WelcomePage />
  </ServicesProvider>,
  document.getElementById('app')!,
);
