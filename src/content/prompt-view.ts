/**
 * The prompt in a portal page. It lives in a closed shadow root, is built node by node and styled by a constructed
 * sheet, so that the page can neither read nor click it and its CSP and Trusted Types have nothing to refuse. Nothing
 * of it is in the page before the first prompt.
 */
import type { PortalAnswer, PortalPrompt } from '../domain/portal.ts';
import { promptCss } from './prompt-style.ts';
import type { PortalRuntime, PortalTextKey } from './runtime.ts';

export type SignInAnswer = 'signIn' | 'dismiss';

export interface PromptView {
  /** Shows the prompt, or changes the one that is shown; `onAnswer` is called once, and only by the person's own act. */
  show(prompt: PortalPrompt, onAnswer: (answer: PortalAnswer) => void): void;
  /** Offers, smaller and in the prompt's place, to sign in to the portal again. */
  offerSignIn(bulkId: string, onAnswer: (answer: SignInAnswer) => void): void;
  /** Takes it away; with a bulk's id only if the prompt is that bulk's. */
  hide(bulkId?: string): void;
}

type Answer = PortalAnswer | SignInAnswer;

/** What tells one kind of prompt from the other, but for the news. */
interface Kind {
  /** Class of the panel, beside the one that both have. */
  readonly className?: string;
  readonly buttons: readonly {
    readonly answer: Answer;
    readonly label: PortalTextKey;
    readonly attributes: Record<string, string>;
  }[];
  /** What the Escape key answers. */
  readonly escape: Answer;
}

interface Shown {
  readonly kind: Kind;
  readonly host: HTMLElement;
  readonly news: HTMLElement;
  bulkId: string;
  /** What the news says, to leave the same news alone: a screen reader would say it again. */
  told: string;
  onAnswer: (answer: Answer) => void;
  /** Where the focus was before it came into the prompt. */
  cameFrom?: HTMLElement;
}

export interface PromptViewOptions {
  readonly document: Document;
  readonly runtime: Pick<PortalRuntime, 'text' | 'language' | 'shadowRootOf'>;
  /** Lets the browser notice the empty live region before it is filled; screen readers tell changes only. */
  readonly soon: (work: () => void) => void;
}

/** More names than these are counted. */
const mostNames = 5;
/** The page's own shortcuts are not meant to hear what is done in the prompt. */
const ownEvents = [
  'keydown',
  'keypress',
  'keyup',
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'click',
  'wheel',
];

const panelClass = 'hoist-prompt';

export function createPromptView({ document, runtime, soon }: PromptViewOptions): PromptView {
  let shown: Shown | undefined;
  const { text } = runtime;
  removeOrphans();

  const newsKind: Kind = {
    buttons: [
      { answer: 'refresh', label: 'portalRefresh', attributes: { class: 'primary' } },
      {
        answer: 'refreshAll',
        label: 'portalRefreshAll',
        attributes: { title: text('portalRefreshAllMeans') },
      },
      { answer: 'later', label: 'portalLater', attributes: { class: 'later' } },
    ],
    escape: 'later',
  };
  const signInKind: Kind = {
    className: 'hoist-sign-in',
    buttons: [
      { answer: 'signIn', label: 'portalSignInAgain', attributes: {} },
      { answer: 'dismiss', label: 'portalDismiss', attributes: { class: 'later' } },
    ],
    escape: 'dismiss',
  };

  function element<K extends keyof HTMLElementTagNameMap>(
    name: K,
    attributes: Record<string, string>,
    ...children: (Node | string)[]
  ): HTMLElementTagNameMap[K] {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.append(...children);
    return made;
  }

  function build(kind: Kind): Pick<Shown, 'host' | 'news'> {
    const host = element('div', {});
    const root = host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(promptCss);
    root.adoptedStyleSheets = [sheet];
    const news = element('div', { role: 'status', 'aria-live': 'polite', 'aria-atomic': 'true' });
    const panel = element(
      'section',
      {
        class: [panelClass, kind.className ?? ''].join(' ').trim(),
        'aria-label': text('extensionName'),
        lang: runtime.language,
      },
      element('p', { class: 'name', 'aria-hidden': 'true' }, text('extensionName')),
      news,
      element(
        'div',
        { class: 'actions' },
        ...kind.buttons.map(({ answer, attributes, label }) => button(answer, attributes, text(label))),
      ),
    );
    panel.addEventListener('keydown', (event) => {
      if (event.isTrusted && event.key === 'Escape') answered(kind.escape);
    });
    for (const type of ownEvents) panel.addEventListener(type, (event) => event.stopPropagation());
    root.append(panel);
    return { host, news };
  }

  function button(answer: Answer, attributes: Record<string, string>, label: string): HTMLButtonElement {
    const made = element('button', { type: 'button', ...attributes }, label);
    made.addEventListener('click', (event) => {
      if (event.isTrusted) answered(answer);
    });
    return made;
  }

  function answered(answer: Answer): void {
    const { onAnswer } = shown ?? {};
    hide();
    onAnswer?.(answer);
  }

  function hide(): void {
    if (!shown) return;
    const { host, cameFrom } = shown;
    const hadFocus = document.activeElement === host;
    host.remove();
    shown = undefined;
    if (hadFocus) cameFrom?.focus();
  }

  function newsNodes({ roles, mayTakeMinutes }: PortalPrompt): Node[] {
    const name = (
      role: PortalPrompt['roles'][number],
      key: 'portalOneActive' | 'portalOneInEffect' | 'portalRoleOnScope',
    ) => text(role.isGroup ? `${key}_group` : key, role.roleName, role.scopeName);
    const [only] = roles;
    const means = element(
      'p',
      { class: 'means' },
      text(mayTakeMinutes ? 'portalMayTakeMinutes' : 'portalRefreshMeans'),
    );
    if (only && roles.length === 1)
      return [
        element(
          'p',
          { class: 'title' },
          name(only, mayTakeMinutes ? 'portalOneActive' : 'portalOneInEffect'),
        ),
        means,
      ];
    const count = (many: number) => many.toLocaleString(runtime.language);
    const named = roles.slice(0, mostNames).map((role) => name(role, 'portalRoleOnScope'));
    const rest = roles.length - named.length;
    if (rest > 0) named.push(text('portalMoreRoles', count(rest)));
    return [
      element(
        'p',
        { class: 'title' },
        text(mayTakeMinutes ? 'portalManyActive' : 'portalManyInEffect', count(roles.length)),
      ),
      element('ul', {}, ...named.map((line) => element('li', {}, element('span', { class: 'role' }, line)))),
      means,
    ];
  }

  /** An extension that was reloaded or updated while its prompt was shown left it behind, without life. */
  function removeOrphans(): void {
    for (const host of document.querySelectorAll(':root > div[popover]')) {
      if (runtime.shadowRootOf(host)?.querySelector(`.${panelClass}`)) host.remove();
    }
  }

  /** In the top layer, where the browser has one: the page's own layers do not hide it there. */
  function place(host: HTMLElement): void {
    host.popover = 'manual';
    document.documentElement.append(host);
    host.showPopover?.();
  }

  function rememberFocus(current: Shown): void {
    current.host.addEventListener('focusin', ({ relatedTarget }) => {
      if (relatedTarget instanceof HTMLElement) current.cameFrom = relatedTarget;
    });
  }

  function present(kind: Kind, bulkId: string, nodes: Node[], onAnswer: Shown['onAnswer']): void {
    // The page may have thrown the prompt out with nodes of its own.
    if (shown && (!shown.host.isConnected || shown.kind !== kind)) hide();
    if (!shown) {
      shown = { kind, ...build(kind), bulkId, told: '', onAnswer };
      place(shown.host);
      rememberFocus(shown);
    }
    const current = shown;
    Object.assign(current, { bulkId, onAnswer });
    const told = nodes.map((node) => node.textContent).join('\n');
    if (told === current.told) return;
    current.told = told;
    soon(() => {
      if (current.told === told) current.news.replaceChildren(...nodes);
    });
  }

  return {
    show(prompt, onAnswer) {
      present(newsKind, prompt.bulkId, newsNodes(prompt), onAnswer as Shown['onAnswer']);
    },
    offerSignIn(bulkId, onAnswer) {
      const nodes = [
        element('p', { class: 'title' }, text('portalStillRefused')),
        element('p', { class: 'means' }, text('portalSignInAgainMeans')),
      ];
      present(signInKind, bulkId, nodes, onAnswer as Shown['onAnswer']);
    },
    hide(bulkId) {
      if (bulkId === undefined || bulkId === shown?.bulkId) hide();
    },
  };
}
