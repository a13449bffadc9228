/** The hands of a person within a scene: what is named by its test id is waited for, then used. */
export interface Hands {
  /** @param within text that the row around it has */
  click(testId: string, within?: string): Promise<void>;
  /** Clicks what a selector finds, for what has no name for tests. */
  clickOn(selector: string): Promise<void>;
  /** Also moves a slider: what it stands at is typed. */
  type(testId: string, text: string): Promise<void>;
  /** Goes on from a field that was filled. */
  leave(testId: string): Promise<void>;
  choose(testId: string, option: string): Promise<void>;
  /** A key pressed where the focus is. */
  press(key: string, held?: { readonly shiftKey: boolean }): void;
  see(selector: string): Promise<Element>;
}

/** So long something may take to appear, in milliseconds; it is spent on failure only. */
const patienceMs = 5_000;

export function createHands(root: Document): Hands {
  const find = (testId: string, within?: string) =>
    wait(root, `${testId}${within ? ` within ${within}` : ''}`, () =>
      [...root.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)].find(
        (one) => !within || one.closest('[data-key]')?.textContent.includes(within),
      ),
    );
  return {
    async click(testId, within) {
      const element = await find(testId, within);
      element.focus();
      element.click();
    },
    async clickOn(selector) {
      const element = await wait(root, selector, () => root.querySelector<HTMLElement>(selector));
      element.focus();
      element.click();
    },
    async leave(testId) {
      // By itself the browser says so only to the window that has the focus.
      (await find(testId)).dispatchEvent(new Event('change', { bubbles: true }));
    },
    async choose(testId, option) {
      const list = (await find(testId)) as HTMLSelectElement;
      list.value = option;
      list.dispatchEvent(new Event('change', { bubbles: true }));
    },
    async type(testId, text) {
      const field = (await find(testId)) as HTMLInputElement;
      field.focus();
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    press(key, held) {
      root.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }),
      );
    },
    see: (selector) => wait(root, selector, () => root.querySelector(selector)),
  };
}

/** @throws Error naming what never appeared */
function wait<T>(root: Document, what: string, probe: () => T | null | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = probe();
      if (!found) return false;
      observer.disconnect();
      clearTimeout(timer);
      resolve(found);
      return true;
    };
    const observer = new MutationObserver(() => void look());
    const timer = setTimeout(() => {
      observer.disconnect();
      reject(new Error(`${what} did not appear.`));
    }, patienceMs);
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
  });
}
