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
  /** From now on, as if the person preferred light or dark. */
  prefer(scheme: ColorScheme): Promise<void>;
  /** Has the samples of a state that only a pointer or a key makes look so. */
  forceStates(): Promise<void>;
  /** From now on, as if the person had chosen a contrast theme. */
  forceColours(active: boolean): Promise<void>;
  /** From now on, as if the person had asked for less motion. */
  reduceMotion(active: boolean): Promise<void>;
  /** Writes a picture of the scene as it stands, of all of it where the scene does not say how high it is. */
  picture(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface VisitedScene {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  /** As high as what it holds where it is absent. */
  readonly height?: number;
  readonly isMain?: boolean;
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
    const media = { 'prefers-color-scheme': 'light', 'forced-colors': 'none', 'prefers-reduced-motion': '' };
    const emulate = async (change: Partial<typeof media>) => {
      Object.assign(media, change);
      const features = Object.entries(media).map(([name, value]) => ({ name, value }));
      await debug.send('Emulation.setEmulatedMedia', { features });
    };
    let shown: VisitedScene | undefined;

    const visit: GalleryVisit = {
      page,
      scenes,
      async show(id, scheme) {
        errors.length = 0;
        shown = sizes.get(id);
        if (!shown) throw new Error(`There is no scene ${id}.`);
        const { width, height = 100 } = shown;
        await page.setViewport({ width, height });
        await emulate({ 'prefers-color-scheme': scheme });
        await page.goto(`${served.url}scene.html?scene=${id}`);
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
      prefer: (scheme) => emulate({ 'prefers-color-scheme': scheme }),
      forceColours: (active) => emulate({ 'forced-colors': active ? 'active' : 'none' }),
      reduceMotion: (active) => emulate({ 'prefers-reduced-motion': active ? 'reduce' : '' }),
      async picture(file) {
        const { width, height } = shown!;
        // A window as high as the page: what sticks to the window's end is where the page ends.
        if (height === undefined) {
          const whole = await page.evaluate(() => document.documentElement.scrollHeight);
          await page.setViewport({ width, height: whole });
        }
        await page.screenshot({ path: file as `${string}.png` });
      },
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
    const trees = [document, ...[...document.querySelectorAll('*')].flatMap((one) => one.shadowRoot ?? [])];
    for (const one of trees.flatMap((tree) => tree.getAnimations())) {
      if (one.effect?.getComputedTiming().iterations === Infinity) {
        one.pause();
        one.currentTime = 0;
      } else one.finish();
    }
  });
}
