// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { createPromptView, type PromptView } from '../../src/content/prompt-view.ts';
import type { PortalPrompt } from '../../src/domain/portal.ts';

type MessageTable = Record<string, { message: string; placeholders?: Record<string, { content: string }> }>;

/** The texts themselves, with placeholders filled in as the browser does. */
function text(key: string, ...substitutions: string[]): string {
  const { message, placeholders = {} } = (messages as MessageTable)[key] ?? { message: '' };
  return message.replace(/\$(\w+)\$/g, (_, name: string) => {
    const content = placeholders[name.toLowerCase()]?.content ?? '';
    return substitutions[Number(content.slice(1)) - 1] ?? '';
  });
}

function promptOf(...roleNames: string[]): PortalPrompt {
  return { bulkId: 'bulk', activeAt: 1, roles: roleNames.map((roleName) => ({ roleName, scopeName: 'IT' })) };
}

let roots: ShadowRoot[];
let modes: string[];
let queue: (() => void)[];
let view: PromptView;

function newView(): PromptView {
  return createPromptView({
    document,
    runtime: {
      text,
      language: 'en',
      shadowRootOf: (element) => roots.find(({ host }) => host === element) ?? null,
    },
    soon: (work) => void queue.push(work),
  });
}

/** What the page itself has of us: nothing but hosts at the end of the document. */
const hosts = () => [...document.querySelectorAll(':root > div')];
const root = () => roots.at(-1)!;
const news = () => root().querySelector('[role=status]')!;
const button = (label: string) =>
  [...root().querySelectorAll('button')].find((each) => each.textContent === label)!;
const goOn = () => queue.splice(0).forEach((work) => work());

/** An event of the person's own, which only a browser can make. */
function trusted(event: Event): Event {
  Object.defineProperty(event, 'isTrusted', { value: true });
  return event;
}
const press = (label: string) =>
  button(label).dispatchEvent(trusted(new MouseEvent('click', { bubbles: true })));

beforeEach(() => {
  roots = [];
  modes = [];
  queue = [];
  const attachShadow = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (
    this: Element,
    init: ShadowRootInit,
  ) {
    const made = attachShadow.call(this, init);
    roots.push(made);
    modes.push(init.mode);
    return made;
  });
  view = newView();
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const host of hosts()) host.remove();
});

describe('the prompt', () => {
  it('leaves nothing in the page before it is shown', () => {
    expect(document.documentElement.children).toHaveLength(2);
    expect(roots).toEqual([]);
  });

  it('stands in a closed shadow root of an element that carries nothing of it', () => {
    view.show(promptOf('Owner'), vi.fn());
    goOn();
    expect(modes).toEqual(['closed']);
    expect(hosts()).toHaveLength(1);
    expect(hosts()[0]?.shadowRoot).toBeNull();
    expect(hosts()[0]?.textContent).toBe('');
    expect(hosts()[0]?.getAttributeNames()).toEqual(expect.not.arrayContaining(['style', 'class', 'id']));
  });

  it('has neither style elements nor style attributes, which a CSP could refuse', () => {
    view.show(promptOf('Owner', 'Reader'), vi.fn());
    goOn();
    expect(root().querySelectorAll('style, link, [style]')).toHaveLength(0);
    expect(root().adoptedStyleSheets).toHaveLength(1);
  });

  it('names one role, in a live region that was there before its text', () => {
    view.show(promptOf('Owner'), vi.fn());
    expect(news().getAttribute('aria-live')).toBe('polite');
    expect(news().textContent).toBe('');
    goOn();
    expect(news().textContent).toContain('Owner on IT is in effect');
  });

  it('does not say "in effect" of what is only active, and says that it may take some minutes', () => {
    view.show({ ...promptOf('Owner'), mayTakeMinutes: true }, vi.fn());
    goOn();
    expect(news().textContent).toContain('Owner on IT is active');
    expect(news().textContent).toContain('It may take some minutes');
    expect(news().textContent).not.toContain('in effect');
    view.show(promptOf('Owner'), vi.fn());
    goOn();
    expect(news().textContent).toContain('Owner on IT is in effect');
    expect(news().textContent).not.toContain('some minutes');
    view.show({ ...promptOf('a', 'b'), mayTakeMinutes: true }, vi.fn());
    goOn();
    expect(news().textContent).toContain('Roles now active: 2');
  });

  it('names several roles, and counts those that would make it too long', () => {
    view.show(promptOf('a', 'b', 'c', 'd', 'e', 'f', 'g'), vi.fn());
    goOn();
    expect(news().textContent).toContain('Roles now in effect: 7');
    const lines = [...news().querySelectorAll('li')].map((line) => line.textContent);
    expect(lines).toEqual(['a on IT', 'b on IT', 'c on IT', 'd on IT', 'e on IT', 'and 2 more']);
  });

  it('makes room for the offer to sign in again and comes back in its place, one at a time', () => {
    view.show(promptOf('Owner'), vi.fn());
    goOn();
    view.offerSignIn('bulk', vi.fn());
    goOn();
    expect(hosts()).toHaveLength(1);
    expect(news().textContent).toContain('Still refused');
    expect([...root().querySelectorAll('button')].map((each) => each.textContent)).toEqual([
      'Sign in to the portal again',
      'Dismiss',
    ]);
    view.show(promptOf('Reader'), vi.fn());
    goOn();
    expect(hosts()).toHaveLength(1);
    expect(news().textContent).toContain('Reader on IT is in effect');
  });

  it.each([
    ['Sign in to the portal again', 'signIn'],
    ['Dismiss', 'dismiss'],
  ] as const)('answers "%s" of that offer once, and only to the person', (label, answer) => {
    const onAnswer = vi.fn();
    view.offerSignIn('bulk', onAnswer);
    button(label).click();
    expect(onAnswer).not.toHaveBeenCalled();
    press(label);
    expect(onAnswer.mock.calls).toEqual([[answer]]);
    expect(hosts()).toHaveLength(0);
  });

  it('dismisses that offer by Escape', () => {
    const onAnswer = vi.fn();
    view.offerSignIn('bulk', onAnswer);
    const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
    button('Dismiss').dispatchEvent(trusted(escape));
    expect(onAnswer.mock.calls).toEqual([['dismiss']]);
  });

  it('shows names as text, never as markup', () => {
    view.show(promptOf('<img src=x onerror=alert(1)>'), vi.fn());
    goOn();
    expect(news().querySelector('img')).toBeNull();
    expect(news().textContent).toContain('<img src=x onerror=alert(1)>');
  });

  it('is changed in place when another role of the bulk becomes active', () => {
    view.show(promptOf('Owner'), vi.fn());
    goOn();
    const [host] = hosts();
    view.show(promptOf('Owner', 'Reader'), vi.fn());
    goOn();
    expect(hosts()).toEqual([host]);
    expect(news().querySelectorAll('li')).toHaveLength(2);
  });

  it('says nothing again when it is told the same again', () => {
    view.show(promptOf('Owner'), vi.fn());
    goOn();
    const [before] = news().children;
    view.show(promptOf('Owner'), vi.fn());
    goOn();
    expect(news().children[0]).toBe(before);
  });

  it('comes back when the page has thrown it out', () => {
    view.show(promptOf('Owner'), vi.fn());
    hosts()[0]?.remove();
    view.show(promptOf('Owner'), vi.fn());
    goOn();
    expect(hosts()).toHaveLength(1);
    expect(news().textContent).toContain('Owner');
  });

  it('is taken away for its own bulk, not for another', () => {
    view.show(promptOf('Owner'), vi.fn());
    view.hide('another');
    expect(hosts()).toHaveLength(1);
    view.hide('bulk');
    expect(hosts()).toHaveLength(0);
  });

  it('of an extension that is gone is removed by the next one', () => {
    view.show(promptOf('Owner'), vi.fn());
    const [orphan] = hosts();
    orphan?.setAttribute('popover', 'manual');
    const foreign = document.createElement('div');
    foreign.setAttribute('popover', 'manual');
    document.documentElement.append(foreign);
    newView();
    expect(hosts()).toEqual([foreign]);
  });
});

describe('answering', () => {
  it.each([
    ['Refresh', 'refresh'],
    ['Refresh all', 'refreshAll'],
    ['Later', 'later'],
  ])('"%s" takes the prompt away and answers once', (label, answer) => {
    const onAnswer = vi.fn();
    view.show(promptOf('Owner'), onAnswer);
    const pressed = button(label);
    press(label);
    pressed.dispatchEvent(trusted(new MouseEvent('click')));
    expect(onAnswer.mock.calls).toEqual([[answer]]);
    expect(hosts()).toHaveLength(0);
  });

  it('Escape within the prompt means "Later"', () => {
    const onAnswer = vi.fn();
    view.show(promptOf('Owner'), onAnswer);
    button('Refresh').dispatchEvent(trusted(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
    expect(onAnswer.mock.calls).toEqual([['later']]);
  });

  it('is not for scripts: an event that no person made does nothing', () => {
    const onAnswer = vi.fn();
    view.show(promptOf('Owner'), onAnswer);
    const click = new MouseEvent('click', { bubbles: true });
    Object.defineProperty(click, 'isTrusted', { value: false });
    const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
    Object.defineProperty(escape, 'isTrusted', { value: false });
    for (const each of root().querySelectorAll('button')) each.dispatchEvent(click);
    button('Later').dispatchEvent(escape);
    expect(onAnswer).not.toHaveBeenCalled();
    expect(hosts()).toHaveLength(1);
  });

  it('by real buttons, in the order of reading', () => {
    view.show(promptOf('Owner'), vi.fn());
    const buttons = [...root().querySelectorAll('button')];
    expect(buttons.map((each) => each.textContent)).toEqual(['Refresh', 'Refresh all', 'Later']);
    expect(buttons.map((each) => each.tabIndex)).toEqual([0, 0, 0]);
  });

  it('is nothing that the page hears of', () => {
    const heard = vi.fn();
    for (const type of ['click', 'keydown', 'pointerdown']) document.addEventListener(type, heard);
    view.show(promptOf('Owner'), vi.fn());
    button('Refresh all').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'g', bubbles: true, composed: true }),
    );
    button('Refresh all').dispatchEvent(new Event('pointerdown', { bubbles: true, composed: true }));
    button('Refresh all').dispatchEvent(trusted(new MouseEvent('click', { bubbles: true, composed: true })));
    expect(heard).not.toHaveBeenCalled();
    for (const type of ['click', 'keydown', 'pointerdown']) document.removeEventListener(type, heard);
  });
});
