import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { isReading, type EligibilityList } from '../domain/lists.ts';
import type { Eligibility, RoleKey, Source } from '../domain/role.ts';
import type { Found } from '../domain/search.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { LongList } from '../ui/long-list.tsx';
import { useServices } from '../ui/services.ts';
import { GroupsConsent, isUnconsented } from './groups-consent.tsx';
import { RoleRow } from './role-row.tsx';
import { Section } from './section.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';
import { SourceFailure } from './source-failure.tsx';
import type { Availability } from './view.ts';

interface Props {
  source: Source;
  list: EligibilityList | undefined;
  found: readonly Found<Eligibility>[];
  searching: boolean;
  signInNeeded: boolean;
  availability: (key: RoleKey) => Availability;
  selection: Signal<ReadonlySet<RoleKey>>;
  now: number;
  onActivate: (key: RoleKey) => void;
  /** What else may be done with a role, below it. */
  below?: (role: Eligibility) => ComponentChildren;
}

const texts: Record<Source, { title: MessageKey; none: MessageKey; failed: MessageKey }> = {
  entra: { title: 'popupEntraRoles', none: 'popupEntraNone', failed: 'popupEntraFailed' },
  azure: { title: 'popupAzureRoles', none: 'popupAzureNone', failed: 'popupAzureFailed' },
  groups: { title: 'popupGroups', none: 'popupGroupsNone', failed: 'popupGroupsFailed' },
};

/** The eligible roles of one source, with that source's own failure, age and emptiness. */
export function SourcePart(props: Props) {
  const { source, list, found, searching, signInNeeded, availability, selection, now, onActivate, below } =
    props;
  const { t } = useServices();
  const { title, none, failed } = texts[source];
  const reading = list !== undefined && isReading(list, now);
  const neverRead = list !== undefined && list.readAt === undefined && list.rows.length === 0;
  const unconsented = list !== undefined && isUnconsented(source, list);
  if (searching && found.length === 0 && (!list?.failure || unconsented)) return null;
  return (
    <Section title={t(title)} testId={`part-${source}`} {...(neverRead ? {} : { count: found.length })}>
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
      <LongList
        items={found}
        keyOf={keyOf}
        rowHeight={48}
        canFocus={({ item }) => availability(item.key) === 'free'}
        row={({ item, marks }, place) => (
          <RoleRow
            role={item}
            marks={marks}
            availability={availability(item.key)}
            selection={selection}
            onActivate={onActivate}
            place={place}
            {...(below ? { below } : {})}
          />
        )}
      />
    </Section>
  );
}

function keyOf({ item }: Found<Eligibility>): string {
  return item.key;
}
