/** What the steps of the tour hand on to each other: the cloud, the browser, and the pages that are open. */
import type { Page } from 'puppeteer-core';
import type { Hoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { screenshot } from '../browser/screenshot.ts';
import type { EmulatorOptions } from '../emulator/emulator.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { expectSame } from './expectations.ts';

/** Who the tour is told of. */
export const { ada } = people;

/** The two roles that are activated. Ada does not see the subscription before. */
export const entraRole = 'User Administrator';
export const azureRole = 'Contributor';
export const subscription = { name: 'Contoso Staging', id: subscriptionId('Contoso Staging') } as const;

/** Azure shows what one may do on subscriptions too: else the prompt would come a minute and a half later. */
export const usualCloud: EmulatorOptions = { knobs: { pim: { arm: { permissionsElsewhere: 'answer' } } } };

export const portalHost = 'portal.azure.com';
/** The page of the subscription. */
export const portalAddress = `https://${portalHost}/#@contoso.com/resource${subscription.id}/overview`;

/** Width of the popup, in CSS pixels, as its style sheet says. */
export const popupWidth = 400;
export const pageSize = { width: 1280, height: 800 } as const;

export interface Stage {
  readonly hoist: Hoist;
  /** The page that a person looks at now, for a picture of a failure. */
  shown: Page;
  /** The popup as it is open, or opened by a click on the toolbar button. */
  popup(): Promise<Popup>;
  /** Opens the portal's tab. */
  openPortal(url: string): Promise<Page>;
  /** The portal's tab. @throws Error before it was opened */
  portal(): Page;
}

export function createStage(hoist: Hoist): Stage {
  let popup: Popup | undefined;
  let portal: Page | undefined;
  const stage: Stage = {
    hoist,
    shown: hoist.tab,
    async popup() {
      if (!popup || popup.page.isClosed()) popup = await hoist.openPopup(portal);
      stage.shown = popup.page;
      return popup;
    },
    async openPortal(url) {
      portal = await hoist.chromium.portalTab(url);
      stage.shown = portal;
      return portal;
    },
    portal() {
      if (!portal) throw new Error('No portal tab is open.');
      stage.shown = portal;
      return portal;
    },
  };
  return stage;
}

/** A picture of the popup as large as it is, which is as wide as it is meant to be. */
export async function picturePopup({ page }: Popup, file: string): Promise<void> {
  expectSame('the width of the popup', await page.evaluate(() => innerWidth), popupWidth);
  await screenshot(page, file);
}

export function picturePage(page: Page, file: string): Promise<void> {
  return screenshot(page, file, pageSize);
}
