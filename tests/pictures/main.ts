/**
 * `npm run pictures`: a picture of every page, component and state, light and dark, into pictures/, with a page to leaf
 * through them. Exits with 1 where one could not be drawn; the others are there then. `--only scenes` or `--only pages`
 * makes a part; `--readme` also renews those that the README shows.
 */
import 'temporal-polyfill/global';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../browser/ensure-browser.ts';
import { buildForChromium } from '../tour/build.ts';
import { openAlbum } from './album.ts';
import { ensureFonts, preferPortalFace } from './fonts.ts';
import { picturePages } from './pages.ts';
import { pictureScenes } from './scenes.ts';

const folder = fileURLToPath(new URL('../../pictures', import.meta.url));
const readmeFolder = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const readmePictures = [
  'real/list-light.png',
  'real/search-dark.png',
  'real/form-light.png',
  'real/outcomes-dark.png',
  'real/active-light.png',
  'real/approvals-dark.png',
  'real/portal-prompt-light.png',
  'real/welcome-light.png',
];
const parts = ['scenes', 'pages'] as const;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, readme: { type: 'boolean', default: false } },
  });
  const { only } = values;
  if (only !== undefined && !parts.some((part) => part === only)) {
    console.error(`--only knows ${parts.join(' and ')}; not ${only}.`);
    return 2;
  }
  const { problem } = ensureBrowser('chromium');
  if (problem !== undefined) throw new Error(problem);
  const fonts = ensureFonts();
  if (fonts.problem !== undefined) console.error(fonts.problem);

  preferPortalFace();

  const album = await openAlbum(folder);
  const problems: string[] = [];
  if (only !== 'pages') {
    console.log('Drawing the gallery …');
    problems.push(...(await pictureScenes(album)));
  }
  if (only !== 'scenes') {
    console.log('Building Hoist …');
    await buildForChromium();
    console.log('Drawing the pages …');
    problems.push(...(await picturePages(album)));
  }
  const page = await album.close();
  if (values.readme) await album.copy(readmePictures, readmeFolder);
  for (const one of problems) console.error(`✗ ${one}`);
  console.log(`${album.pictures.length} pictures: ${relative(process.cwd(), page)}`);
  return problems.length > 0 || album.pictures.length === 0 ? 1 : 0;
}
