import { useEffect, useRef, useState } from 'preact/hooks';
import type { Activation } from '../domain/activation.ts';
import type { Decision } from '../domain/approval.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import type { EligibilityExtension } from '../domain/eligibility-extension.ts';
import { type FollowOn, followOnPhase } from '../domain/follow-on.ts';
import type { Eligibility } from '../domain/role.ts';
import type { Session } from '../domain/session.ts';
import { type FailureAbout, failureText } from '../platform/failure-text.ts';
import { roleTexts } from '../platform/role-texts.ts';
import { momentText } from '../platform/time-text.ts';
import { useServices } from '../ui/services.ts';
import { decisionText } from './approvals/decision-text.ts';
import { deactivationText } from './deactivation-text.ts';
import { effectText } from './effect-text.ts';
import { extensionText } from './extension-text.ts';
import { outcomeText } from './outcome-text.ts';

interface Props {
  /** `undefined` until it has been read. */
  journal: readonly Activation[] | undefined;
  /** `undefined` until they have been read. */
  deactivations: readonly Deactivation[] | undefined;
  /** `undefined` until they have been read. */
  extensions: readonly EligibilityExtension[] | undefined;
  /** `undefined` until they have been read. */
  decisions: readonly Decision[] | undefined;
  /** `undefined` until they have been read. */
  followOns: readonly FollowOn[] | undefined;
  session: Session;
  now: number;
}

type Entry = Activation | Deactivation | EligibilityExtension | Decision | FollowOn;

/** Reads out what changed in the requests while the page is open; what stood there before is not news. */
export function Announcer({ journal, deactivations, extensions, decisions, followOns, session, now }: Props) {
  const services = useServices();
  const known = useRef<ReadonlyMap<string, string> | undefined>(undefined);
  const [news, setNews] = useState('');

  function sentence(
    { failure }: Pick<Activation, 'failure'>,
    role: Pick<Eligibility, 'roleName' | 'scope'>,
    text: string,
    about: FailureAbout,
  ): string {
    const what = failure ? failureText(failure, about, services).what : '';
    const name = roleTexts(services.t, role)('popupRoleOnScope');
    return `${name}: ${text} ${what}`.trim();
  }

  function activationText(entry: Activation): string {
    const text = outcomeText(entry, now, session, services);
    const { state, effect, role } = entry;
    if (state !== 'active' || !effect) return text;
    return services.t('outcomeWithEffect', text, effectText(effect, role.source, services));
  }

  useEffect(() => {
    if (!journal || !deactivations || !extensions || !decisions || !followOns) return;
    const before = known.current;
    known.current = new Map(
      [...journal, ...deactivations, ...extensions, ...decisions, ...followOns].map((entry) => [
        entry.id,
        newsOf(entry),
      ]),
    );
    if (!before) return;
    const isNews = (entry: Entry) => before.get(entry.id) !== newsOf(entry);
    const sentences = [
      ...journal
        .filter(isNews)
        .map((entry) => sentence(entry, entry.role, activationText(entry), 'activation')),
      ...deactivations
        .filter(isNews)
        .map((entry) =>
          sentence(entry, entry.role, deactivationText(entry, now, session, services), 'deactivation'),
        ),
      ...extensions
        .filter(isNews)
        .map((entry) =>
          sentence(entry, entry.role, extensionText(entry, now, session, services), 'extension'),
        ),
      ...decisions
        .filter(isNews)
        .map((entry) =>
          sentence(entry, entry.approval, decisionText(entry, now, session, services), 'approval'),
        ),
      // What becomes due stands in a banner, which is read out by itself.
      ...followOns
        .filter((one) => isNews(one) && followOnPhase(one, now) === 'waiting')
        .map((one) =>
          sentence(
            {},
            one.role,
            services.t('followOnWaits', momentText(one.endsAt, now, services)),
            'activation',
          ),
        ),
    ];
    if (sentences.length > 0) setNews(sentences.join('\n'));
  }, [journal, deactivations, extensions, decisions, followOns]);

  return (
    <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {news}
    </div>
  );
}

/** What of an entry is worth reading out when it changes; a try that failed is, even where the request goes on waiting. */
function newsOf(entry: Entry): string {
  if (!('state' in entry)) return '';
  const effect = 'effect' in entry ? entry.effect?.state : undefined;
  return [entry.state, effect, entry.failure?.kind].join(' ');
}
