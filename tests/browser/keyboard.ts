/**
 * A page by the keyboard alone, as somebody has it who sees where the focus is and hears what is read out. Nothing in
 * here clicks, fills or focuses.
 */
import type { KeyInput, Page } from 'puppeteer-core';
import { until } from './until.ts';

export interface Focus {
  /** Test id of what has the focus; where it has none, its id, then its name. Empty on the body alone. */
  readonly at: string;
  /** Key of the row that it is in; empty outside of rows. */
  readonly key: string;
  /** Its own text, or what it is called. */
  readonly name: string;
  /** Whether it is drawn so that it can be seen where it is. */
  readonly isSeen: boolean;
}

export interface Keyboard {
  /** Presses one after another; `Shift+Tab` and the like hold the first. */
  press(...keys: string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Replaces what stands in the field that has the focus. */
  retype(text: string): Promise<void>;
  focus(): Promise<Focus>;
  /** Presses a key, Tab without one, until the focus is there; it must be seen at every step. */
  goTo(at: string, key?: string): Promise<Focus>;
  /** Waits until the focus is there, by itself, and can be seen. */
  isAt(at: string, key?: string): Promise<Focus>;
  /** Waits until a live region has said this since the last call, and forgets everything said up to then. */
  hears(words: RegExp): Promise<string>;
  /** What was said since then. */
  heard(): Promise<string[]>;
}

const mostPresses = 80;

/** Begins to listen to the live regions of the page as it is; a page that loads anew needs it anew. */
export async function keyboardOf(page: Page): Promise<Keyboard> {
  await page.evaluate(listen);
  let said = 0;
  const everything = () =>
    page.evaluate(() => [...((globalThis as unknown as { hoistSaid?: string[] }).hoistSaid ?? [])]);

  const keyboard: Keyboard = {
    async press(...keys) {
      for (const key of keys) {
        const parts = key.replace('Space', ' ').split('+') as KeyInput[];
        const last = parts.pop()!;
        for (const held of parts) await page.keyboard.down(held);
        await page.keyboard.press(last);
        for (const held of parts.toReversed()) await page.keyboard.up(held);
      }
    },
    type: (text) => page.keyboard.type(text),
    async retype(text) {
      await keyboard.press('Control+a', 'Backspace');
      await page.keyboard.type(text);
    },
    focus: () => page.evaluate(lookAtFocus),
    async goTo(at, key = 'Tab') {
      const passed: string[] = [];
      for (let presses = 0; presses <= mostPresses; presses++) {
        const focus = await keyboard.focus();
        if (focus.at === at) {
          if (!focus.isSeen) throw new Error(`The focus on ${at} cannot be seen.`);
          return focus;
        }
        passed.push(focus.at || 'the page');
        await keyboard.press(key);
      }
      throw new Error(`${key} does not come to ${at}: ${passed.join(', ')}`);
    },
    isAt: (at, key) =>
      until(`the focus to be seen on ${[at, key].filter(Boolean).join(' of ')}`, async () => {
        const focus = await keyboard.focus();
        if (focus.at === at && (key === undefined || focus.key === key) && focus.isSeen) return focus;
        last = focus;
        return undefined;
      }).catch((error: unknown) => {
        throw new Error(`It is at ${JSON.stringify(last)}.`, { cause: error });
      }),
    async hears(words) {
      let all: string[] = [];
      try {
        const found = await until(`${words} to be read out`, async () => {
          all = await everything();
          const index = all.findIndex((one, at) => at >= said && words.test(one));
          return index >= 0 && { index };
        });
        said = found.index + 1;
        return all[found.index]!;
      } catch (error) {
        throw new Error(`Heard: ${all.slice(said).join(' | ') || 'nothing'}`, { cause: error });
      }
    },
    heard: async () => (await everything()).slice(said),
  };
  let last: Focus | undefined;
  return keyboard;
}

/** Evaluated in the page: where the focus is, and whether that can be seen. */
function lookAtFocus(): Focus {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body)
    return { at: '', key: '', name: '', isSeen: false };
  const name = (element.getAttribute('aria-label') ?? element.textContent).replaceAll(/\s+/g, ' ').trim();
  const key = element.closest('[data-key]')?.getAttribute('data-key') ?? '';
  // A ring on the thing itself, on what holds it (a field with its icon), or drawn over that.
  let isRinged = false;
  let around: Element | null = element;
  for (let steps = 0; around && steps < 4; steps++, around = around.parentElement) {
    for (const pseudo of [undefined, '::before', '::after']) {
      const style = getComputedStyle(around, pseudo);
      if (pseudo && style.content === 'none') continue;
      if (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1) isRinged = true;
    }
  }
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  const middle = [(left + right) / 2, (top + bottom) / 2] as const;
  const isInView =
    width > 0 &&
    height > 0 &&
    middle[0] >= 0 &&
    middle[1] >= 0 &&
    middle[0] <= innerWidth &&
    middle[1] <= innerHeight;
  // Not under what is drawn over it: a bar at the bottom, a sheet.
  const top1 = isInView ? document.elementFromPoint(...middle) : null;
  const isOnTop =
    top1 !== null &&
    (element.contains(top1) || top1.contains(element) || (top1.closest('label')?.contains(element) ?? false));
  return {
    at: element.getAttribute('data-testid') ?? (element.id || name),
    key,
    name,
    isSeen: isRinged && element.matches(':focus-visible') && isInView && isOnTop,
  };
}

/**
 * Evaluated in the page: keeps what comes into the live regions, as a screen reader tells it: what was there before
 * is no news, nor is a status that came together with its words; an alert is.
 */
function listen(): void {
  const said: string[] = ((globalThis as unknown as { hoistSaid: string[] }).hoistSaid = []);
  const known = new Map<Element, string>();
  const look = (isFirst: boolean) => {
    const regions = document.querySelectorAll('[role="status"], [role="alert"], [aria-live="polite"]');
    for (const region of regions) {
      const text = (region.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
      const before = known.get(region) ?? (region.getAttribute('role') === 'alert' && !isFirst ? '' : text);
      known.set(region, text);
      if (text && text !== before) said.push(text);
    }
    for (const region of known.keys()) if (!region.isConnected) known.delete(region);
  };
  look(true);
  new MutationObserver(() => look(false)).observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
  });
}
