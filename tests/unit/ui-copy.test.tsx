// @vitest-environment happy-dom
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { afterEach, describe, expect, it } from 'vitest';
import { CodeBlock } from '../../src/ui/code-block.tsx';
import { CopyConsentLink } from '../../src/ui/copy-consent-link.tsx';
import { CopyField } from '../../src/ui/copy-field.tsx';
import { createTestPage } from './ui-harness.tsx';

const root = document.createElement('div');
document.body.append(root);
afterEach(() => render(null, root));

const button = () => root.querySelector('button')!;
const both = [
  ['a copy field', (value: string) => <CopyField label="Redirect URI" value={value} />],
  ['a code block', (value: string) => <CodeBlock label="Commands" text={value} />],
] as const;
const all = [
  ...both,
  ['the link for an administrator', (value: string) => <CopyConsentLink url={value} />],
] as const;

// Drawn without the test library's `act`, which would run the effects of the first frame before it returns.
describe.each(all)('%s', (_, copied) => {
  it('that is pressed in the first frame says that it copied, and goes on saying so', async () => {
    const page = createTestPage();
    let effects = 0;
    function Frame() {
      useEffect(() => void (effects += 1));
      return copied('https://x.test/');
    }
    render(<page.Page children={<Frame />} />, root);
    button().click();
    expect(effects).toBe(0);
    await expect.poll(() => page.copied).toEqual(['https://x.test/']);
    await expect.poll(() => effects).toBeGreaterThan(0);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    expect(button().textContent).toMatch(/copied/i);
  });
});

describe.each(both)('%s', (_, copied) => {
  it('says nothing of another text that has taken the place of what was copied', async () => {
    const page = createTestPage();
    let change: (value: string) => void = () => undefined;
    function Changing() {
      const [value, setValue] = useState('one');
      change = setValue;
      return copied(value);
    }
    render(<page.Page children={<Changing />} />, root);
    button().click();
    await expect.poll(() => button().textContent).toBe('Copied');
    change('two');
    await expect.poll(() => button().textContent).toBe('Copy');
    button().click();
    await expect.poll(() => page.copied).toEqual(['one', 'two']);
  });
});
