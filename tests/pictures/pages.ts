/** Pictures of the real pages: the production build in a real browser, against the embedded cloud. */
import type { Page } from 'puppeteer-core';
import { openHoist } from '../browser/hoist.ts';
import { portalPrompt } from '../browser/portal-prompt.ts';
import { type ColorScheme, screenshot } from '../browser/screenshot.ts';
import { until } from '../browser/until.ts';
import { requestsForAda } from '../emulator/seeds/waiting-requests.ts';
import {
  azureRole,
  createStage,
  entraRole,
  pageSize,
  portalAddress,
  type Stage,
  subscription,
  usualCloud,
} from '../tour/stage.ts';
import type { Album } from './album.ts';

interface Stop {
  readonly name: string;
  readonly title: string;
  /** Goes there, and answers with the page to be drawn. */
  go(stage: Stage): Promise<Page>;
  /** In CSS pixels; as large as the page is without it. */
  readonly size?: { readonly width: number; readonly height: number };
}

const schemes: readonly ColorScheme[] = ['light', 'dark'];
const approved = 'Landing Zones';

/** One after the other: a later one builds on those before it. */
const stops: readonly Stop[] = [
  {
    name: 'welcome',
    title: 'Welcome',
    size: { width: 1280, height: 1000 },
    go: ({ hoist }) => hoist.welcome(),
  },
  {
    name: 'welcome-narrow',
    title: 'Welcome in a narrow window',
    size: { width: 480, height: 1200 },
    go: ({ hoist }) => hoist.welcome(),
  },
  { name: 'not-configured', title: 'The popup before the set-up', go: seen('not-configured') },
  {
    name: 'signed-out',
    title: 'The popup before the sign-in',
    async go(stage) {
      await (await stage.popup()).close();
      await stage.hoist.connect();
      return seen('signed-out')(stage);
    },
  },
  {
    name: 'list',
    title: 'Every role that may be activated',
    async go(stage) {
      await (await stage.popup()).close();
      await stage.hoist.signIn();
      const popup = await stage.popup();
      await popup.see('role-row');
      await until('the lists to be read', async () => !(await popup.has('skeleton')));
      return popup.page;
    },
  },
  {
    name: 'search',
    title: 'A search',
    async go(stage) {
      const popup = await stage.popup();
      await popup.search('own it');
      await popup.page.waitForSelector('mark');
      return popup.page;
    },
  },
  {
    name: 'selection',
    title: 'Several selected',
    async go(stage) {
      const popup = await stage.popup();
      await popup.search('');
      const keys = [
        await popup.key(entraRole),
        await popup.key(azureRole, subscription.name),
        await popup.key('Contributor', approved),
      ];
      for (const key of keys) await popup.click('select', key);
      await popup.see('selection-bar');
      return popup.page;
    },
  },
  {
    name: 'form',
    title: 'One sheet for all of them',
    async go(stage) {
      const popup = await stage.popup();
      await popup.click('activate-selected');
      await until(
        'the rules to be known',
        async () => (await popup.page.$$('[data-rules="known"]')).length === 3,
      );
      return popup.page;
    },
  },
  {
    name: 'outcomes',
    title: 'What became of each',
    async go(stage) {
      const popup = await stage.popup();
      const portal = await stage.openPortal(portalAddress);
      await portal.bringToFront();
      const opened = popup.page.isClosed() ? await stage.popup() : popup;
      await opened.click('submit');
      const [user, staging] = [await opened.key(entraRole), await opened.key(azureRole, subscription.name)];
      await opened.outcome(user, 'active');
      await opened.outcome(staging, 'active');
      return opened.page;
    },
  },
  {
    name: 'active',
    title: 'What is held now',
    async go(stage) {
      const popup = await stage.popup();
      await popup.page.$eval('[data-testid="active-row"]', (row) => row.scrollIntoView({ block: 'center' }));
      return popup.page;
    },
  },
  {
    name: 'portal-prompt',
    title: 'A portal tab asks to be refreshed',
    size: pageSize,
    async go(stage) {
      const page = stage.portal();
      await page.bringToFront();
      await until('the prompt', async () => (await portalPrompt(page).text()).includes(subscription.name));
      return page;
    },
  },
  {
    name: 'approvals',
    title: 'Requests of others',
    async go(stage) {
      requestsForAda(stage.hoist.emulator.pim);
      const popup = await stage.popup();
      await popup.click('refresh');
      await popup.click('tab-approvals');
      await popup.see('approval-row');
      await popup.page.$eval('[data-testid="approval-row"]', (row) =>
        row.scrollIntoView({ block: 'center' }),
      );
      return popup.page;
    },
  },
  {
    name: 'options',
    title: 'Settings',
    size: { width: 1280, height: 1000 },
    async go({ hoist }) {
      const page = await hoist.chromium.openExtensionPage('src/options/index.html');
      await page.waitForSelector('[data-testid="save"]');
      return page;
    },
  },
  {
    name: 'welcome-signed-in',
    title: 'Welcome, done',
    size: { width: 1280, height: 1000 },
    async go({ hoist }) {
      const page = await hoist.welcome();
      await page.bringToFront();
      await page.waitForSelector('[data-testid="welcome-signed-in"]');
      return page;
    },
  },
];

function seen(testId: string): Stop['go'] {
  return async (stage) => {
    const popup = await stage.popup();
    await popup.see(testId);
    return popup.page;
  };
}

/** @returns what could not be drawn, a sentence each; where one could not, those after it were not tried */
export async function picturePages(album: Album): Promise<string[]> {
  const hoist = await openHoist(usualCloud);
  try {
    const stage = createStage(hoist);
    for (const [index, { name, title, size, go }] of stops.entries()) {
      try {
        const page = await go(stage);
        // Off everything that shows when it is pointed at.
        await page.mouse.move(0, 0);
        for (const colorScheme of schemes) {
          await album.add({ group: 'real', name, title, scheme: colorScheme }, (file) =>
            screenshot(page, file, { ...size, colorScheme, scale: 2 }),
          );
        }
      } catch (error) {
        const left = stops.slice(index + 1).map((stop) => stop.name);
        const said = error instanceof Error ? error.message : String(error);
        return [
          `The page ${name} could not be drawn: ${said}${left.length > 0 ? ` Not tried: ${left.join(', ')}.` : ''}`,
        ];
      }
    }
    return [];
  } finally {
    await hoist.close();
  }
}
