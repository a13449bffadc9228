/** The welcome page as one sees it, and the person who is signed in there. */
import { permissions } from '../../src/domain/permissions.ts';
import type { Session } from '../../src/domain/session.ts';
import type { WelcomeProgress } from '../../src/domain/welcome.ts';
import { WelcomePage } from '../../src/welcome/welcome-page.tsx';
import { ada, mountPage, type Setup } from './settings-harness.tsx';

export const everything = {
  graph: permissions.filter(({ api }) => api === 'graph').map(({ name }) => name),
  arm: ['user_impersonation'],
};

export const signedIn: Session = { status: 'signedIn', account: ada, granted: everything };
export const read: WelcomeProgress = { introRead: true };

export async function openWelcome(setup: Setup = {}) {
  const page = await mountPage(<WelcomePage />, { ready: 'step-1', ...setup });
  return {
    ...page,
    signIn: () => page.button('welcome-sign-in'),
    /** What a screen reader is told as it happens. */
    spoken: () => page.getAllByRole('status').map((region) => region.textContent),
    heading: (step: number) => document.getElementById(`step-${step}`)?.textContent ?? '',
    states: () => [1, 2, 3].map((step) => page.getByTestId(`step-${step}`).dataset['state']),
  };
}
