import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Page } from 'puppeteer-core';

export type ColorScheme = 'light' | 'dark';

export interface ScreenshotOptions {
  /** Size in CSS pixels; each defaults to what the page has. */
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: ColorScheme;
  /** Pixels of the picture for each CSS pixel; 1 without it. */
  readonly scale?: number;
}

/** Makes the page believe that the person prefers light or dark, from now on. */
export async function preferColorScheme(page: Page, scheme: ColorScheme): Promise<void> {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
}

/** Writes a PNG of the page at the given size and color scheme, and leaves the page's own size as it was. */
export async function screenshot(page: Page, file: string, options: ScreenshotOptions = {}): Promise<void> {
  const { width, height, colorScheme, scale = 1 } = options;
  await mkdir(dirname(file), { recursive: true });
  const before = page.viewport();
  if (colorScheme) await preferColorScheme(page, colorScheme);
  const own = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await page.setViewport({
    width: width ?? own.width,
    height: height ?? own.height,
    deviceScaleFactor: scale,
  });
  try {
    // A frame that was drawn after the change of size and scheme.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    await page.screenshot({ path: file });
  } finally {
    await page.setViewport(before);
  }
}
