/** The settings page as one sees it. */
import { OptionsPage } from '../../src/options/options-page.tsx';
import { mountPage, type Setup } from './settings-harness.tsx';

export async function openOptions(setup: Setup = {}) {
  const page = await mountPage(<OptionsPage />, setup);
  return {
    ...page,
    save: () => page.button('save'),
    /** What assistive technology reads for the field: its hint, or what is wrong with it. */
    noteOf: (testId: string) =>
      document.getElementById(page.input(testId).getAttribute('aria-describedby') ?? '')?.textContent,
  };
}
