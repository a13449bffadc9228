import type { Page } from 'puppeteer-core';
import { portalPrompt, type PortalPromptHands } from '../../browser/portal-prompt.ts';
import { until } from '../../browser/until.ts';
import { portalLoads } from '../../emulator/portal/loads.ts';
import { expectParts, expectSame } from '../expectations.ts';
import type { Step } from '../runner.ts';
import {
  ada,
  azureRole,
  entraRole,
  picturePage,
  portalAddress,
  portalHost,
  type Stage,
  subscription,
} from '../stage.ts';

/** Before the activation. */
export const refusedSteps: readonly Step<Stage>[] = [
  {
    name: 'Portal refused',
    async run(stage, picture) {
      const page = await stage.openPortal(portalAddress);
      const blades = await bladesOf(page, 'denied');
      expectParts('the portal’s person', await textOf(page, 'portal-person'), ada.userPrincipalName);
      await picturePage(page, picture);
      return `“${blades.entra}” and “${blades.azure}”`;
    },
  },
];

/** After it, in the same tab. */
export const promptSteps: readonly Step<Stage>[] = [
  {
    name: 'Portal prompt',
    async run(stage, picture) {
      const page = stage.portal();
      const prompt = portalPrompt(page);
      const text = await promptThatSays(prompt, entraRole, `${azureRole} on ${subscription.name}`);
      await page.bringToFront();
      await askAgain(stage, page);
      await bladesOf(page, 'denied');
      await picturePage(page, picture);
      return `“${text.replaceAll('\n', ' · ')}”; with the token it holds the page is still refused`;
    },
  },
  {
    name: 'Portal allowed',
    async run(stage, picture) {
      const page = stage.portal();
      const { journal } = stage.hoist.emulator;
      const prompt = portalPrompt(page);
      const loads = portalLoads(journal, portalHost).length;
      await prompt.press('Refresh');
      const blades = await bladesOf(page, 'allowed');
      await prompt.gone();
      expectParts('what Entra allows', blades.entra, entraRole);
      expectParts('what Azure allows', blades.azure, azureRole);
      expectSame('the number of reloads', portalLoads(journal, portalHost).length - loads, 1);
      expectSame('the address of the tab', page.url(), portalAddress);
      await picturePage(page, picture);
      return `“Refresh” reloaded the page once: “${blades.entra}” and “${blades.azure}”`;
    },
  },
];

/** The prompt grows in place while the roles of a bulk become active one after the other. */
async function promptThatSays(prompt: PortalPromptHands, ...parts: string[]): Promise<string> {
  let text = '';
  try {
    await until('the prompt to name every role', async () => {
      text = await prompt.text();
      return parts.every((part) => text.includes(part));
    });
  } catch {
    // Says what stood there instead.
    expectParts('the prompt', text, ...parts);
  }
  return text;
}

async function textOf(page: Page, testId: string): Promise<string> {
  return page.$eval(`[data-testid="${testId}"]`, (element) => (element as HTMLElement).innerText);
}

/** What the two blades say, once the page has loaded and both are in that state. */
async function bladesOf(page: Page, state: 'denied' | 'allowed'): Promise<Record<'entra' | 'azure', string>> {
  let texts: string[] = [];
  try {
    await until(`both blades to be ${state}`, async () => {
      const seen = await page.evaluate(look).catch((error: unknown) => {
        // A page that is on its way to another cannot be asked.
        if (/context|detached|navigat/i.test(String(error))) return undefined;
        throw error;
      });
      texts = seen?.texts ?? [];
      return seen && !seen.busy && seen.states.every((one) => one === state);
    });
  } catch (cause) {
    throw new Error(`Expected both blades to be ${state}; they say “${texts.join('” and “')}”.`, { cause });
  }
  return { entra: texts[0]!, azure: texts[1]! };
}

/** Evaluated in the page. */
function look() {
  const blades = [
    ...document.querySelectorAll<HTMLElement>('[data-testid="portal-entra"], [data-testid="portal-azure"]'),
  ];
  return {
    busy: document.querySelector('[data-testid="portal-main"]')?.getAttribute('aria-busy') !== 'false',
    states: blades.length === 2 ? blades.map((blade) => blade.dataset['state'] ?? '') : [''],
    texts: blades.map((blade) => blade.innerText),
  };
}

/** Lets the page ask the portal again, with the token that it holds. */
async function askAgain({ hoist }: Stage, page: Page): Promise<void> {
  const asked = () => hoist.emulator.journal.requests({ host: portalHost, path: '/api/summary' });
  const before = asked().length;
  await page.locator('[data-testid="portal-recheck"]').click();
  await until('the portal’s answer', () => asked().length > before && asked().at(-1)?.status !== undefined);
}
