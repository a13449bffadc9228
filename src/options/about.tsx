import type { MessageKey } from '../platform/i18n.ts';
import { checkIcon, dismissIcon } from '../ui/icons.ts';
import { never, Promises } from '../ui/promises.tsx';
import { useServices } from '../ui/services.ts';

const kept: readonly MessageKey[] = ['aboutKeepsSettings', 'aboutKeepsLists', 'aboutKeepsTokens'];

/** Version, what Hoist keeps and what it never does. */
export function About() {
  const { t, version } = useServices();
  return (
    <section class="card" aria-labelledby="about-title">
      <header>
        <h2 class="card-title" id="about-title">
          {t('optionsAbout')}
        </h2>
        <p class="card-intro" data-testid="version">
          {t('optionsVersion', version)}
        </p>
      </header>
      <Promises title={t('aboutKeeps')} items={kept} icon={checkIcon} />
      <Promises title={t('aboutNever')} items={never} icon={dismissIcon} />
    </section>
  );
}
