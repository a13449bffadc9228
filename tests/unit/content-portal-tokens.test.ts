import { describe, expect, it } from 'vitest';
import { cameBack, dropAccessTokens, hasAccessTokens } from '../../src/content/portal-tokens.ts';

const uid = 'ada10e1a-ce00-4a1b-8c2d-18151210ada0';
const utid = 'c0570500-1d4f-4e7a-9a3b-5b0a7c1e2d01';
const client = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c';
const home = `${uid}.${utid}`;
const scopes = 'https://graph.microsoft.com/.default openid profile';

/** A storage that gives names only: reading a value is a failure. */
function storageOf(names: readonly string[]) {
  const left = [...names];
  const area = {
    get length() {
      return left.length;
    },
    key: (at: number) => left[at] ?? null,
    removeItem: (name: string) => void left.splice(left.indexOf(name), 1),
  };
  const onlyNames = new Proxy(area, {
    get(target, property) {
      if (!(property in target)) throw new Error(`Read: ${String(property)}`);
      return Reflect.get(target, property) as unknown;
    },
  });
  return { area: onlyNames, left };
}

function leftOf(...names: string[]): string[] {
  const { area, left } = storageOf(names);
  const had = hasAccessTokens(() => area);
  dropAccessTokens(() => area);
  expect(had).toBe(left.length < names.length);
  return left;
}

describe('dropping access tokens', () => {
  it.each([
    `${home}-login.windows.net-accesstoken-${client}-${utid}-${scopes}--`,
    `${home}-login.microsoftonline.com-AccessToken-${client}-${utid}-${scopes}`,
    `${home}-login.windows.net-accesstoken_with_authscheme-${client}-${utid}-${scopes}--pop`,
    `msal.3|${home}|login.windows.net|accesstoken|${client}|${utid}|${scopes}|`,
    `msal.2|${home}|login.windows.net|accesstoken_with_authscheme|${client}|${utid}|${scopes}|pop`,
  ])('takes out %s', (name) => expect(leftOf(name)).toEqual([]));

  it.each([
    `${home}-login.windows.net-refreshtoken-${client}----`,
    `${home}-login.windows.net-idtoken-${client}-${utid}---`,
    `${home}-login.windows.net-${utid}`,
    `msal.3|${home}|login.windows.net|refreshtoken|${client}|||`,
    `msal.3|${home}|login.windows.net|idtoken|${client}|${utid}||`,
    `msal.3|${home}|login.windows.net|refreshtoken|${client}|${utid}|api://x/accesstoken|`,
    `${home}-login.windows.net-refreshtoken-${client}-${utid}-api-accesstoken-x`,
    `msal.3|${home}|login.windows.net|${utid}`,
    `msal.token.keys.${client}`,
    `msal.3.token.keys.${client}`,
    'msal.3.account.keys',
    'accesstoken',
    'the-page’s-own-accesstoken-',
    '',
  ])('leaves %s', (name) => expect(leftOf(name)).toEqual([name]));

  it('takes out every one of them, wherever it stands among others', () => {
    const token = (n: number) => `msal.3|${home}|login.windows.net|accesstoken|${client}|${utid}|scope${n}|`;
    expect(leftOf(token(1), token(2), 'theme', token(3), token(4))).toEqual(['theme']);
  });

  it('is content where the browser refuses the storage', () => {
    const refused = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    expect(() => dropAccessTokens(refused)).not.toThrow();
    expect(hasAccessTokens(refused)).toBe(false);
  });
});

describe('a page that was in this tab before', () => {
  const after = (type?: string) => ({ getEntriesByType: () => (type ? [{ type } as never] : []) });

  it.each(['reload', 'back_forward'])('is known by how it was gone to: %s', (type) =>
    expect(cameBack({}, after(type))).toBe(true),
  );

  it('is known by the browser having discarded it', () => {
    expect(cameBack({ wasDiscarded: true }, after('navigate'))).toBe(true);
  });

  it('is not one that was newly gone to, or of which nothing is known', () => {
    expect(cameBack({ wasDiscarded: false }, after('navigate'))).toBe(false);
    expect(cameBack({}, after())).toBe(false);
  });
});
