/** What every page must pass as it stands: the rules of axe, targets that can be hit, a focus that can be seen. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'puppeteer-core';

/** Smallest side of what can be pressed, in CSS pixels (WCAG 2.2, 2.5.8). */
const smallestTarget = 24;

let axeSource: string | undefined;

/**
 * What axe finds wrong in the page: rule and place.
 *
 * @param rules all of them without it
 * @throws Error where axe saw nothing to check
 */
export async function axeViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  axeSource ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated by the debugger, which the page's Content Security Policy does not bind.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  await endOfMotion(page);
  const found = await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
    };
    // "Incomplete" is what axe cannot decide; `passes` proves that it saw the page at all.
    const { passes, violations } = await axe.run(document, {
      resultTypes: ['violations', 'passes'],
      ...(only ? { runOnly: { type: 'rule', values: [...only] } } : {}),
    });
    return {
      checked: passes.length,
      wrong: violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`)),
    };
  }, rules);
  if (found.checked === 0 && found.wrong.length === 0) throw new Error('axe found nothing to check.');
  return found.wrong;
}

/** Everything that can be pressed and is smaller than it may be, in open shadow trees too: what it is, and how large. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((smallest) => {
    const trees = [document, ...[...document.querySelectorAll('*')].flatMap((one) => one.shadowRoot ?? [])];
    const pressed = trees.flatMap((tree) => [
      ...tree.querySelectorAll<HTMLElement>(
        'button, a[href], input, select, textarea, summary, [role="button"], [role="option"], [role="slider"], [tabindex]:not([tabindex="-1"])',
      ),
    ]);
    return pressed.flatMap((one) => {
      if (!one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return [];
      // A link in a sentence is as high as its line.
      if (one.matches('a') && getComputedStyle(one).display === 'inline') return [];
      // A label around a box presses the box.
      const { width, height } = (one.closest('label') ?? one).getBoundingClientRect();
      if (width >= smallest && height >= smallest) return [];
      // Read out, not shown: nobody points at it.
      if (width <= 1 && height <= 1) return [];
      const name = one.getAttribute('data-testid') ?? one.getAttribute('aria-label') ?? one.textContent;
      return [`${one.tagName.toLowerCase()} ${name.trim()}: ${width.toFixed(1)} × ${height.toFixed(1)}`];
    });
  }, smallestTarget);
}

/**
 * Everything that can have the focus and does not show it. A ring, a border or a shadow counts, on the thing itself or
 * on what holds it (a search field shows it around its icon, too); a change of colour alone does not. Looks into open
 * shadow trees, too.
 */
export async function hiddenFocus(page: Page): Promise<string[]> {
  // From now on the browser shows the focus as it does to whoever uses the keyboard.
  await page.keyboard.press('Tab');
  // The last Tab of a page leaves it: then back.
  if (await page.evaluate(() => document.activeElement === document.body || !document.hasFocus())) {
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
  }
  return page.evaluate(() => {
    const before = document.activeElement;
    const modal = document.querySelector('dialog:modal');
    const trees = [
      modal ?? document,
      ...[...document.querySelectorAll('*')].flatMap((one) => one.shadowRoot ?? []),
    ];
    const all = trees.flatMap((tree) => [
      ...tree.querySelectorAll<HTMLElement>(
        'button:enabled, a[href], input:enabled, select:enabled, textarea:enabled, summary, [tabindex]:not([tabindex="-1"])',
      ),
    ]);
    // So many kinds of things there are not: the rest of a long list is as its beginning.
    const shown = all
      .filter((one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
      .slice(0, 80);
    const hidden = shown.flatMap((one) => {
      const tree = one.getRootNode() as Document | ShadowRoot;
      for (const { activeElement } of [tree, document]) (activeElement as HTMLElement | null)?.blur();
      const looks: string[] = [];
      for (const focused of [false, true]) {
        if (focused) one.focus();
        const around: Element[] = [];
        for (let at: Element | null = one; at && around.length < 4; at = at.parentElement) around.push(at);
        const styles = around.flatMap((element) =>
          [undefined, '::before', '::after'].map((pseudo) => {
            const style = getComputedStyle(element, pseudo);
            if (pseudo && style.content === 'none') return '';
            const { outlineStyle, outlineWidth, borderWidth, borderColor, boxShadow } = style;
            const ring = outlineStyle === 'none' ? 'none' : `${outlineStyle} ${outlineWidth}`;
            return [ring, borderWidth, borderColor, boxShadow].join(';');
          }),
        );
        looks.push(styles.join('|'));
      }
      if (tree.activeElement !== one || looks[0] !== looks[1]) return [];
      const name = one.getAttribute('data-testid') ?? one.getAttribute('aria-label') ?? one.textContent;
      return [`${one.tagName.toLowerCase()} ${name.trim()}`];
    });
    if (before instanceof HTMLElement) before.focus();
    return hidden;
  });
}

/** A colour in the middle of a fade is nobody's colour. */
async function endOfMotion(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(
          (one) => one.effect?.getComputedTiming().iterations !== Infinity && one.playState === 'running',
        )
        .map((one) => one.finished),
    ),
  );
}
