import { useServices } from '../ui/services.ts';
import './skeleton-rows.css';

/** Stands where rows will be while they are read for the first time. */
export function SkeletonRows({ rows = 2 }: { rows?: number }) {
  const { t } = useServices();
  return (
    <div role="status" data-testid="skeleton">
      <span class="visually-hidden">{t('popupLoading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="skeleton-row" aria-hidden>
          <span class="skeleton-line skeleton-icon" />
          <span class="skeleton-line" />
          <span class="skeleton-line skeleton-short" />
        </div>
      ))}
    </div>
  );
}
