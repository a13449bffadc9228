/**
 * Renders the PNGs of public/icons from the SVGs beside them: `npx tsx tests/browser/render-icons.ts`. To be run
 * after the mark was changed; the PNGs are kept in the repository, so a build needs no browser.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from 'puppeteer-core';
import { findBrowser } from './find-browser.ts';

const icons = new URL('../../public/icons/', import.meta.url);
const marks = ['hoist', 'hoist-active'];
const sizes = [16, 32, 48, 128];

const { executable, problem } = findBrowser('chromium');
if (problem !== undefined) throw new Error(problem);

// Chromium refuses to run its sandbox as root.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await launch({ executablePath: executable, args });
try {
  const page = await browser.newPage();
  for (const mark of marks) {
    const svg = await readFile(new URL(`${mark}.svg`, icons), 'utf8');
    for (const size of sizes) {
      await page.setViewport({ width: size, height: size });
      await page.setContent(
        `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
      );
      const file = new URL(`${mark}-${size}.png`, icons);
      await writeFile(file, await page.screenshot({ type: 'png', omitBackground: true }));
      console.log(fileURLToPath(file));
    }
  }
} finally {
  await browser.close();
}
