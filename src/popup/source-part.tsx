import type { ComponentChildren } from 'preact';
import { isReading, type EligibilityList } from '../domain/lists.ts';
import type { Source } from '../domain/role.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { useServices } from '../ui/services.ts';
import { GroupsConsent, isUnconsented } from './groups-consent.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';
import { SourceFailure } from './source-failure.tsx';
import { SubSection } from './section.tsx';

interface Props {
  source: Source;
  list: EligibilityList | undefined;
  /** How many of its rows are shown here. */
  count: number;
  /** How many are shown under the favourites. */
  elsewhere: number;
  /** Whether no other source is shown. */
  isOnly: boolean;
  /** Whether rows are left out because of a search or a filter. */
  isNarrowed: boolean;
  signInNeeded: boolean;
  now: number;
  /** The rows. */
  children?: ComponentChildren;
}

export const sourceTexts: Record<Source, { title: MessageKey; none: MessageKey; failed: MessageKey }> = {
  entra: { title: 'popupEntraRoles', none: 'popupEntraNone', failed: 'popupEntraFailed' },
  azure: { title: 'popupAzureRoles', none: 'popupAzureNone', failed: 'popupAzureFailed' },
  groups: { title: 'popupGroups', none: 'popupGroupsNone', failed: 'popupGroupsFailed' },
};

/** The eligible roles of one source, with that source's own failure, age and emptiness. */
export function SourcePart(props: Props) {
  const { source, list, count, elsewhere, isOnly, isNarrowed, signInNeeded, now, children } = props;
  const { t } = useServices();
  const { title, none, failed } = sourceTexts[source];
  const reading = list !== undefined && isReading(list, now);
  const neverRead = list !== undefined && list.readAt === undefined && list.rows.length === 0;
  const unconsented = list !== undefined && isUnconsented(source, list);
  if (count === 0 && (isNarrowed || elsewhere > 0) && (!list?.failure || unconsented)) return null;
  return (
    <SubSection
      title={t(title)}
      isOnly={isOnly}
      testId={`part-${source}`}
      {...(list && !neverRead ? { count } : {})}
    >
      {unconsented && <GroupsConsent failure={list.failure} />}
      {list?.failure && !unconsented && !(signInNeeded && list.failure.kind === 'signInNeeded') && (
        <div class="section-notes">
          <SourceFailure
            source={source}
            list="eligible"
            title={t(failed)}
            {...list}
            failure={list.failure}
            now={now}
          />
        </div>
      )}
      {neverRead && reading && <SkeletonRows />}
      {neverRead && !reading && !list.failure && <p class="section-line">{t('popupNeverRead')}</p>}
      {list && !neverRead && !list.failure && list.rows.length === 0 && <p class="section-line">{t(none)}</p>}
      {children}
    </SubSection>
  );
}
