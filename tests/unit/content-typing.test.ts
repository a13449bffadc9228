// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { isTypedInto } from '../../src/content/typing.ts';

const closed = new Map<Element, ShadowRoot>();
const typedInto = () => isTypedInto(document, (element) => closed.get(element) ?? element.shadowRoot);

function focusOn(
  name: string,
  attributes: Record<string, string> = {},
  parent: ParentNode = document.body,
): HTMLElement {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  parent.append(element);
  element.focus();
  return element;
}

beforeEach(() => {
  closed.clear();
  document.body.replaceChildren();
});

describe('a page', () => {
  it('without focus anywhere is not typed into', () => {
    expect(document.activeElement).toBe(document.body);
    expect(typedInto()).toBe(false);
  });

  it('that is edited as a whole is typed into', () => {
    Object.defineProperty(document, 'designMode', { configurable: true, value: 'on' });
    try {
      expect(typedInto()).toBe(true);
    } finally {
      Reflect.deleteProperty(document, 'designMode');
    }
    expect(typedInto()).toBe(false);
  });

  it.each([
    ['a text field', 'input', {}],
    ['a password', 'input', { type: 'password' }],
    ['a text area', 'textarea', {}],
    ['a list of choices', 'select', {}],
    ['a text box of a component', 'div', { tabindex: '0', role: 'textbox' }],
    ['an editable text', 'div', { tabindex: '0', contenteditable: 'true' }],
  ])('is typed into with focus in %s', (_, name, attributes) => {
    const element = focusOn(name, attributes as Record<string, string>);
    expect(document.activeElement).toBe(element);
    expect(typedInto()).toBe(true);
  });

  it.each([
    ['a button', 'button', {}],
    ['a button of the older kind', 'input', { type: 'submit' }],
    ['a link', 'a', { href: '#' }],
    ['a row of a list', 'div', { tabindex: '0', role: 'row' }],
  ])('is not typed into with focus on %s', (_, name, attributes) => {
    const element = focusOn(name, attributes as Record<string, string>);
    expect(document.activeElement).toBe(element);
    expect(typedInto()).toBe(false);
  });

  it('is typed into with focus in a frame, whatever is in it', () => {
    // happy-dom loads no frames, so the element only stands where the focus is.
    const frame = document.createElement('iframe');
    Object.defineProperty(document, 'activeElement', { value: frame, configurable: true });
    try {
      expect(typedInto()).toBe(true);
    } finally {
      delete (document as { activeElement?: unknown }).activeElement;
    }
  });

  it.each(['open', 'closed'] as const)('is looked at through %s shadow roots', (mode) => {
    const host = document.createElement('portal-blade');
    const root = host.attachShadow({ mode });
    closed.set(host, root);
    document.body.append(host);
    for (const [name, expected] of [
      ['input', true],
      ['button', false],
    ] as const) {
      const inner = focusOn(name, {}, root);
      Object.defineProperty(root, 'activeElement', { value: inner, configurable: true });
      Object.defineProperty(document, 'activeElement', { value: host, configurable: true });
      try {
        expect(typedInto()).toBe(expected);
      } finally {
        delete (document as { activeElement?: unknown }).activeElement;
      }
    }
  });
});
