/** A plain browser that visits the scenes of the gallery one after the other. */
import { launch, type CDPSession, type Page } from 'puppeteer-core';
import { findBrowser } from '../browser/find-browser.ts';
import type { ColorScheme } from '../browser/screenshot.ts';
import { serveGallery } from './serve.ts';

export interface GalleryVisit {
  readonly page: Page;
  /** Every scene, in the order of the gallery. */
  readonly scenes: readonly VisitedScene[];
  /**
   * Opens a scene and waits until it stands.
   * @throws Error that says why it could not be drawn
   */
  show(id: string, scheme: ColorScheme): Promise<void>;
  /** Has the samples of a state that only a pointer or a key makes look so. */
  forceStates(): Promise<void>;
  /** From now on, as if the person had chosen a contrast theme. */
  forceColours(active: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface VisitedScene {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  /** As high as what it holds where it is absent. */
  readonly height?: number;
}

/** The states that only a pointer or a key makes, by the mark of the element that is to be shown in it. */
const forced = ['hover', 'active', 'focus-visible'] as const;

/** @throws Error in one sentence where no suitable browser is installed, or where the gallery cannot be built */
export async function visitGallery(): Promise<GalleryVisit> {
  const { executable, problem } = findBrowser('chromium');
  if (problem !== undefined) throw new Error(problem);
  const served = await serveGallery();
  const browser = await launch({
    executablePath: executable,
    pipe: true,
    env: { ...process.env, LANGUAGE: 'en_GB', TZ: 'UTC' },
    args: ['--lang=en-GB', '--no-first-run', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  }).catch(async (error: unknown) => {
    await served.close();
    throw error;
  });
  const close = async () => {
    await browser.close();
    await served.close();
  };
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error instanceof Error ? error.message : String(error)));
    const debug = await page.createCDPSession();
    await debug.send('DOM.enable');
    await debug.send('CSS.enable');
    await page.goto(`${served.url}scene.html`);
    await page.waitForSelector('body[data-scene]');
    const scenes = JSON.parse(
      await page.evaluate(() => document.body.dataset['scenes'] ?? '[]'),
    ) as VisitedScene[];
    if (scenes.length === 0) throw new Error('The gallery names no scene.');
    const sizes = new Map(scenes.map((scene) => [scene.id, scene]));

    const visit: GalleryVisit = {
      page,
      scenes,
      async show(id, scheme) {
        errors.length = 0;
        const { width, height = 100 } = sizes.get(id) ?? {};
        if (width === undefined) throw new Error(`There is no scene ${id}.`);
        await page.setViewport({ width, height });
        await page.goto(`${served.url}scene.html?scene=${id}&scheme=${scheme}`);
        const drawn = await page.waitForSelector('body[data-scene]');
        const why = await drawn!.evaluate((body) => (body as HTMLElement).dataset['why']);
        if (why !== undefined || errors.length > 0) {
          throw new Error(
            `The scene ${id} (${scheme}) could not be drawn: ${[why, ...errors].filter(Boolean).join(' ')}`,
          );
        }
        await endMotion(page);
      },
      forceStates: () => forceStates(debug),
      forceColours: (active) =>
        debug
          .send('Emulation.setEmulatedMedia', {
            features: [{ name: 'forced-colors', value: active ? 'active' : 'none' }],
          })
          .then(() => undefined),
      close,
    };
    return visit;
  } catch (error) {
    await close();
    throw error;
  }
}

async function forceStates(debug: CDPSession): Promise<void> {
  const { root } = await debug.send('DOM.getDocument', { depth: 0 });
  for (const state of forced) {
    const { nodeIds } = await debug.send('DOM.querySelectorAll', {
      nodeId: root.nodeId,
      selector: `[data-force="${state}"]`,
    });
    for (const nodeId of nodeIds)
      await debug.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: [state] });
  }
}

/** Ends what moves in and stops what turns for ever: a picture is of what stands. */
async function endMotion(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const one of document.getAnimations()) {
      if (one.effect?.getComputedTiming().iterations === Infinity) {
        one.pause();
        one.currentTime = 0;
      } else one.finish();
    }
  });
}
