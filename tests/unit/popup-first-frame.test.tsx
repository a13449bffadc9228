// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from 'preact';
import { expect, it } from 'vitest';
import { Popup } from '../../src/popup/popup.tsx';
import { createTestPage } from './ui-harness.tsx';

/** Every element with its attributes, without the spaces of a file that people read. */
function drawn(element: Element): string {
  return element.innerHTML.replaceAll(/>\s+</g, '><').trim();
}

it('the popup begins with what stands in its file, and keeps those very elements', () => {
  const file = readFileSync(join(import.meta.dirname, '../../src/popup/index.html'), 'utf8');
  const parsed = new DOMParser().parseFromString(file, 'text/html').getElementById('app')!;
  const app = document.createElement('div');
  app.innerHTML = parsed.innerHTML;
  const before = [...app.querySelectorAll('*')];
  expect(before.length).toBeGreaterThan(4);
  const { Page } = createTestPage();
  render(
    <Page>
      <Popup />
    </Page>,
    app,
  );
  expect(drawn(app)).toBe(drawn(parsed));
  expect([...app.querySelectorAll('*')]).toEqual(before);
  render(null, app);
});
