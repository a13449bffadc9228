/** Every step that a request may be at, as rows of the popup: more of them than the popup is high. */
import type { ComponentChildren } from 'preact';
import type { Activation } from '../../../src/domain/activation.ts';
import type { EffectState } from '../../../src/domain/effect.ts';
import { isoInstant } from '../../../src/domain/duration.ts';
import { OutcomeRow } from '../../../src/popup/outcome-row.tsx';
import { ada, activation, minute, noon } from '../../unit/ui-harness.tsx';
import {
  contributor,
  exchangeAdmin,
  globalAdmin,
  hour,
  ownerOfIt,
  platformTeam,
  reader,
  securityAdmin,
  userAdmin,
  vaultOfficer,
  writeHome,
} from '../fixtures.ts';
import { instants } from '../journal.ts';
import { SamplePage, Stack } from '../samples.tsx';
import { popupSize, type Scene } from '../scene.ts';

const mfa = { about: 'mfa' } as const;
const proved = { ...mfa, given: { by: 'person', at: noon } } as const;
const active = { state: 'active', settledAt: noon, ...instants(noon, noon + 8 * hour) } as const;
const failed = { state: 'failed', settledAt: noon, neededApproval: true, requestId: 'r' } as const;
const effect = (state: EffectState) => ({ effect: { state, since: noon } });
const recently = { recordedAt: noon - 3_000 };

function rows(id: string, title: string, entries: Readonly<Record<string, Activation>>): Scene {
  return {
    id: `requests/${id}`,
    title,
    size: { width: popupSize.width },
    prepare: (page) => writeHome(page),
    draw: () => (
      <SamplePage title={title}>
        {Object.entries(entries).map(([name, entry]) => (
          <Stack key={name} title={name}>
            <List>
              <OutcomeRow
                entry={entry}
                now={noon}
                session={{ status: 'signedIn', account: ada }}
                onDismiss={() => undefined}
                onAgain={() => undefined}
              />
            </List>
          </Stack>
        ))}
      </SamplePage>
    ),
  };
}

const List = ({ children }: { children: ComponentChildren }) => <ul>{children}</ul>;

export const stepScenes: readonly Scene[] = [
  rows('steps-before', 'Before a request is sent, and while it is', {
    'written down': activation(vaultOfficer, recently),
    'waits, because the service asked to': activation(reader, { notBefore: noon + 2 * minute }),
    'a proof is needed': activation(globalAdmin, { state: 'proofNeeded', proof: mfa }),
    'the window for it is open': activation(securityAdmin, {
      state: 'proofNeeded',
      proof: { ...mfa, windowOf: 'w' },
    }),
    'proved, and being sent': activation(globalAdmin, { ...recently, state: 'sending', proof: proved }),
    'sent, and the answer was lost': activation(contributor, { ...recently, state: 'looking' }),
  }),
  rows('steps-under-way', 'While a request is under way', {
    'taken by the service': activation(exchangeAdmin, { ...recently, state: 'following' }),
    'waits for approval': activation(ownerOfIt, {
      state: 'waitingForApproval',
      sentAt: noon - 10 * minute,
      neededApproval: true,
    }),
    'being taken back': activation(contributor, {
      state: 'waitingForApproval',
      sentAt: noon - 10 * minute,
      withdrawal: { askedAt: noon },
    }),
    'approved, and being activated': activation(ownerOfIt, { state: 'following', neededApproval: true }),
    'accepted for later': activation(reader, {
      state: 'scheduled',
      ...instants(noon + 5 * hour, noon + 7 * hour),
    }),
  }),
  rows('steps-active', 'From active to in effect', {
    'active, not yet in effect': activation(userAdmin, { ...active, ...effect('waiting') }),
    'in effect': activation(contributor, { ...active, ...effect('inEffect'), neededApproval: true }),
    'nobody can tell': activation(platformTeam, { ...active, ...effect('cannotTell') }),
    'not seen for a quarter of an hour': activation(vaultOfficer, { ...active, ...effect('notSeen') }),
    'it was active already': activation(exchangeAdmin, {
      ...active,
      already: true,
      endsAt: isoInstant(noon + hour),
    }),
  }),
  rows('steps-stopped', 'Where a request may stop', {
    'the proof was not accepted': activation(globalAdmin, {
      state: 'failed',
      settledAt: noon,
      proof: proved,
      failure: { kind: 'proofNotAccepted' },
    }),
    'refused when it was sent': activation(contributor, {
      state: 'failed',
      settledAt: noon,
      failure: { kind: 'resourceLocked', code: 'ScopeLocked', message: 'The scope is locked.', status: 409 },
    }),
    'denied by the approver': activation(ownerOfIt, {
      ...failed,
      failure: { kind: 'denied', code: 'AdminDenied' },
    }),
    'nobody decided in time': activation(ownerOfIt, { ...failed, failure: { kind: 'timedOut' } }),
    'not carried out': activation(reader, { ...failed, failure: { kind: 'provisioningFailed' } }),
    'nobody can say whether it arrived': activation(vaultOfficer, {
      state: 'unknown',
      settledAt: noon,
      failure: { kind: 'outcomeUnknown' },
    }),
  }),
];
