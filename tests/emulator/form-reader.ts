/** One form of a page: where it goes, and what pressing one of its buttons would send. */
export interface PageForm {
  readonly testId: string;
  readonly action: string;
  readonly method: string;
  readonly inputs: readonly PageField[];
  readonly buttons: readonly PageField[];
}

export interface PageField {
  readonly testId: string;
  readonly name: string;
  readonly value: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Page {
  /** `data-page` of the body: account, password, mfa, context, consent, admin-approval, error. */
  readonly name: string;
  readonly forms: readonly PageForm[];
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');

const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries(
    [...tag.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, unescape(value)]),
  );

const fieldsOf = (html: string, tag: 'input' | 'button'): PageField[] =>
  [...html.matchAll(new RegExp(`<${tag}\\s([^>]*)>`, 'g'))].map(([, text = '']) => {
    const attributes = attributesOf(text);
    return {
      testId: attributes['data-testid'] ?? '',
      name: attributes['name'] ?? '',
      value: attributes['value'] ?? '',
      attributes,
    };
  });

/**
 * Reads a page of the embedded token service: its forms, inputs and buttons. Not an HTML parser: it knows the
 * markup that these pages are written in (double-quoted attributes, nothing nested in tags).
 */
export function readPage(html: string): Page {
  const name = /<body[^>]*data-page="([^"]*)"/.exec(html)?.[1] ?? '';
  const forms = [...html.matchAll(/<form\s([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', inner = '']) => {
    const attributes = attributesOf(tag);
    return {
      testId: attributes['data-testid'] ?? '',
      action: attributes['action'] ?? '',
      method: attributes['method'] ?? 'get',
      inputs: fieldsOf(inner, 'input'),
      buttons: fieldsOf(inner, 'button'),
    };
  });
  return { name, forms };
}

/** The form that holds this button, with what submitting it by the button sends. */
export function press(
  page: Page,
  button: (candidate: PageField) => boolean,
  typed: Readonly<Record<string, string>> = {},
): { readonly action: string; readonly fields: URLSearchParams } {
  const form = page.forms.find((candidate) => candidate.buttons.some(button));
  const pressed = form?.buttons.find(button);
  if (!form || !pressed) throw new Error(`the page "${page.name}" has no such button`);
  const fields = new URLSearchParams();
  for (const input of form.inputs) {
    const unticked = input.attributes['type'] === 'checkbox' && !('checked' in input.attributes);
    if (input.name !== '' && !unticked) fields.set(input.name, typed[input.testId] ?? input.value);
  }
  if (pressed.name !== '') fields.set(pressed.name, pressed.value);
  return { action: form.action, fields };
}
