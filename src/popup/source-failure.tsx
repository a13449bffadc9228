import type { Failure } from '../domain/failure.ts';
import { isReading } from '../domain/lists.ts';
import type { Source } from '../domain/role.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';
import { ageText } from '../platform/time-text.ts';
import { useOnline } from './use-online.ts';

interface Props {
  source: Source;
  /** Which of the source's lists failed. */
  list: 'eligible' | 'active';
  title: string;
  failure: Failure;
  readAt?: number | undefined;
  readingSince?: number | undefined;
  now: number;
}

/** What failed at one source, how old is what is shown instead, and the way to try that source again. */
export function SourceFailure({ source, list, title, failure, readAt, readingSince, now }: Props) {
  const services = useServices();
  const { t } = services;
  const tell = useTell();
  const online = useOnline();
  // The line under the rows says so once for all sources, with their age.
  if (!online && failure.kind === 'offline' && readAt !== undefined) return null;
  return (
    <FailureNote
      failure={failure}
      about="roles"
      kind="warn"
      title={title}
      note={readAt === undefined ? undefined : t('popupShownFrom', ageText(readAt, now, services))}
      marks={{ 'data-source': source, 'data-list': list, 'data-testid': 'source-failure' }}
      actions={
        <Button
          size="small"
          busy={isReading({ readingSince }, now)}
          data-testid="try-again"
          onClick={() => tell('refreshRoles', { sources: [source] })}
        >
          {t('popupTryAgain')}
        </Button>
      }
    />
  );
}
