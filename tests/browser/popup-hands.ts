/** The popup, by the hands of a person who sees it: what stands there, and what can be pressed. */
import type { Page } from 'puppeteer-core';
import { until } from './until.ts';

export interface Row {
  readonly key: string;
  readonly text: string;
}

export interface Popup {
  readonly page: Page;
  /** Presses what has this test id, within the row of `key` where one is given. */
  click(testId: string, key?: string): Promise<void>;
  /** Waits until something with this test id is there. */
  see(testId: string): Promise<void>;
  has(testId: string): Promise<boolean>;
  /** Text of everything with this test id, as it is shown. */
  texts(testId: string): Promise<string[]>;
  /** Replaces what stands in a field, by the keys that a person would press. */
  fill(testId: string, text: string): Promise<void>;
  search(text: string): Promise<void>;
  /** The rows of a list as they stand. */
  rows(testId: 'role-row' | 'active-row' | 'outcome-row' | 'approval-row' | 'ended-row'): Promise<Row[]>;
  /** The key of the only eligible row whose text has all these parts. */
  key(...parts: string[]): Promise<string>;
  /** Opens the form of a role by its "Activate". */
  choose(...parts: string[]): Promise<string>;
  /** Waits until the role's outcome is in one of these states, and returns its text. */
  outcome(key: string, ...states: string[]): Promise<string>;
  /** Waits until the role stands among the active ones, and returns its text. */
  active(key: string): Promise<string>;
  close(): Promise<void>;
}

/** What the outcome of an active role says of its time, while it takes effect and when there is no more to say. */
export const saysActive = /Active, ends |(?:Active · .*may take minutes|In effect) · ends /;

const byTestId = (testId: string) => `[data-testid="${testId}"]`;

export function popupHands(page: Page): Popup {
  const rowOf = (testId: string, key: string) => `${byTestId(testId)}[data-key="${quoted(key)}"]`;

  /** More than a few stand behind a button. */
  const showAllActive = () =>
    page.$$eval(`${byTestId('show-all-active')}[aria-expanded="false"]`, (found) => {
      for (const button of found) (button as HTMLElement).click();
    });

  /** More than a few that ended well stand behind one line. */
  const showAllDone = () =>
    page.$$eval(`${byTestId('show-done')}[aria-expanded="false"]`, (found) => {
      for (const button of found) (button as HTMLElement).click();
    });

  const popup: Popup = {
    page,
    async click(testId, key) {
      const place = key === undefined ? '' : `[data-key="${quoted(key)}"] `;
      await page.locator(`${place}${byTestId(testId)}`).click();
    },
    async see(testId) {
      await page.locator(byTestId(testId)).wait();
    },
    has: async (testId) => (await page.$(byTestId(testId))) !== null,
    texts: (testId) =>
      page.$$eval(byTestId(testId), (found) => found.map((one) => (one as HTMLElement).innerText)),
    async fill(testId, text) {
      await page.locator(byTestId(testId)).click();
      await page.keyboard.down('Control');
      await page.keyboard.press('KeyA');
      await page.keyboard.up('Control');
      await page.keyboard.press('Backspace');
      await page.keyboard.type(text);
    },
    search: (text) => popup.fill('search', text),
    async rows(testId) {
      if (testId === 'active-row') await showAllActive();
      if (testId === 'outcome-row') await showAllDone();
      return page.$$eval(byTestId(testId), (found) =>
        (found as HTMLElement[]).map((one) => {
          // A row that is scrolled out of sight is not laid out (`content-visibility`) and would have no text.
          one.style.contentVisibility = 'visible';
          const text = one.innerText.replaceAll(/\s+/g, ' ').trim();
          one.style.removeProperty('content-visibility');
          return { key: one.getAttribute('data-key') ?? '', text };
        }),
      );
    },
    async key(...parts) {
      return until(`one row with ${parts.join(', ')}`, async () => {
        const rows = (await popup.rows('role-row')).filter(({ text }) =>
          parts.every((part) => text.includes(part)),
        );
        if (rows.length > 1) throw new Error(`${rows.length} rows have ${parts.join(', ')}`);
        return rows[0]?.key;
      });
    },
    async choose(...parts) {
      const key = await popup.key(...parts);
      await popup.click('activate', key);
      await popup.see('form');
      return key;
    },
    async outcome(key, ...states) {
      const wanted = states.map((state) => `${rowOf('outcome-row', key)}[data-state="${state}"]`).join(', ');
      // Found and read at once: a row may move into the line of those that are done.
      const read = async () => {
        await showAllDone();
        return page.$$eval(wanted, ([row]) =>
          (row as HTMLElement | undefined)?.innerText.replaceAll(/\s+/g, ' ').trim(),
        );
      };
      return until(`the outcome of ${key}`, read, { timeoutMs: 30_000 }).catch(async (cause: unknown) => {
        const seen = await page.$$eval(byTestId('outcome-row'), (rows) =>
          rows.map((row) => `${row.getAttribute('data-key')} ${row.getAttribute('data-state')}`),
        );
        throw new Error(`${key} is not ${states.join(' or ')}; seen: ${seen.join(', ') || 'none'}`, {
          cause,
        });
      });
    },
    async active(key) {
      const found = await until(`the active role ${key}`, async () => {
        await showAllActive();
        return page.$(rowOf('active-row', key));
      });
      return found.evaluate((one) => (one as HTMLElement).innerText.replaceAll(/\s+/g, ' ').trim());
    },
    async close() {
      if (!page.isClosed()) await page.close();
    },
  };
  return popup;
}

/** Keys hold slashes and bars, which a quoted attribute value takes as they are. */
function quoted(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
