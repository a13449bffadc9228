import { render } from 'preact';
import { createPageServices } from '../platform/page.ts';
import '../ui/base.css';
import { ServicesProvider } from '../ui/services.ts';
import { Popup } from './popup.tsx';

render(
  <ServicesProvider value={createPageServices()}>
    <Popup />
  </ServicesProvider>,
  document.getElementById('app')!,
);
