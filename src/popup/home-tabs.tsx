import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useServices } from '../ui/services.ts';
import './home-tabs.css';

const tabs = ['roles', 'approvals'] as const;
type HomeTab = (typeof tabs)[number];

interface Props {
  tab: Signal<HomeTab>;
  /** How many requests wait for this person; `undefined` where a list could not be read. */
  waiting: number | undefined;
}

/**
 * Which tab is shown; none while there is nothing to approve.
 *
 * @param onGone the tabs went, and the focus with them
 */
export function useHomeTab(
  isOffered: boolean,
  onGone: () => void,
): { tab: Signal<HomeTab>; shownTab: HomeTab | undefined } {
  const tab = useSignal<HomeTab>('roles');
  useLayoutEffect(() => {
    if (isOffered) return;
    // What comes later is announced, and takes nobody away from their roles.
    tab.value = 'roles';
    if (document.activeElement === document.body) onGone();
  }, [isOffered]);
  return { tab, shownTab: isOffered ? tab.value : undefined };
}

export function focusTab(tab: HomeTab): void {
  document.getElementById(tabId(tab))?.focus();
}

/** The person's own roles, and what others ask of them. Arrow keys go from one to the other. */
export function HomeTabs({ tab, waiting }: Props) {
  const { t, tn } = useServices();
  const news = useGrowth(waiting);

  function moveTo(next: HomeTab): void {
    tab.value = next;
    focusTab(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const at = tabs.indexOf(tab.peek());
    const to: Record<string, HomeTab | undefined> = {
      ArrowLeft: tabs.at(at - 1),
      ArrowRight: tabs[(at + 1) % tabs.length],
      Home: tabs[0],
      End: tabs.at(-1),
    };
    const next = to[event.key];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    moveTo(next);
  }

  return (
    <nav class="home-tabs" aria-label={t('tabsLabel')}>
      <div role="tablist" class="home-tabs-list" aria-label={t('tabsLabel')} onKeyDown={onKeyDown}>
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={tabId(one)}
            class="home-tab"
            aria-selected={tab.value === one}
            aria-controls={panelId(one)}
            tabIndex={tab.value === one ? 0 : -1}
            data-testid={`tab-${one}`}
            onClick={() => moveTo(one)}
          >
            {t(one === 'roles' ? 'tabsRoles' : 'tabsApprovals')}
            {one === 'approvals' && waiting !== undefined && waiting > 0 && (
              <>
                {' '}
                <span class="home-tab-count" data-testid="approvals-count">
                  {waiting}
                </span>
                <span class="visually-hidden"> {tn('tabsWaiting', waiting)}</span>
              </>
            )}
          </button>
        ))}
      </div>
      <span class="visually-hidden" role="status" data-testid="approvals-news">
        {news > 0 && tn('tabsNews', news)}
      </span>
    </nav>
  );
}

interface PanelProps {
  of: HomeTab;
  /** `undefined` where there are no tabs: then it is no panel, only a box. */
  tab: HomeTab | undefined;
  /** Nothing is read from storage yet: what would only move is not shown. */
  isReading?: boolean;
  children: ComponentChildren;
}

/** What a tab shows. A panel that is not shown keeps its state: the query, the scroll position, what is picked. */
export function HomePanel({ of, tab, isReading = false, children }: PanelProps) {
  // Without a name of its own: what it holds has landmarks, and its tab says what it is.
  const marks = tab && { role: 'tabpanel' as const, id: panelId(of) };
  return (
    <main class="home-panel" hidden={(tab ?? 'roles') !== of} data-reading={isReading || undefined}>
      <div class="home-panel" {...marks}>
        {children}
      </div>
    </main>
  );
}

const tabId = (tab: HomeTab) => `tab-${tab}`;
const panelId = (tab: HomeTab) => `panel-${tab}`;

/** The count when it last grew while this was looked at; 0 before. */
function useGrowth(count: number | undefined): number {
  const before = useRef(count);
  const [grown, setGrown] = useState(0);
  useEffect(() => {
    if (count !== undefined && before.current !== undefined && count > before.current) setGrown(count);
    if (count !== undefined) before.current = count;
  }, [count]);
  return grown;
}
