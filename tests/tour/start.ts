/**
 * `npm start`: Hoist on the embedded cloud, in a browser to try it in. Without a display, or with `--tour`, a tour
 * instead: a line and a picture a step, exit code 1 if a step fails.
 */
import 'temporal-polyfill/global';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../browser/ensure-browser.ts';
import { buildForChromium } from './build.ts';
import { hasDisplay } from './display.ts';
import { exitCodeOf } from './runner.ts';
import { showcase } from './showcase.ts';
import { stopOnSignals } from './stop.ts';
import { playTour } from './tour.ts';

const folder = fileURLToPath(new URL('../../tour', import.meta.url));
const print = (line: string): void => console.log(line);

try {
  process.exitCode = await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function start(): Promise<number> {
  const { values } = parseArgs({ options: { tour: { type: 'boolean', default: false } } });
  const { problem } = ensureBrowser('chromium');
  if (problem !== undefined) throw new Error(problem);
  print('Building Hoist …');
  await buildForChromium();
  const stop = stopOnSignals();
  if (values.tour) return tour(stop);
  if (hasDisplay(process.platform, process.env)) return tryOut(stop);
  print('There is no display, so here is the tour instead.');
  return tour(stop);
}

async function tour(stop: AbortSignal): Promise<number> {
  const results = await playTour({ folder, print, stop });
  const passed = results.filter(({ outcome }) => outcome === 'passed').length;
  print(
    `${passed} of ${results.length} steps passed. The pictures are in ${relative(process.cwd(), folder)}/`,
  );
  return exitCodeOf(results);
}

async function tryOut(stop: AbortSignal): Promise<number> {
  try {
    await showcase({ print, stop });
    return 0;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${said}\nA tour that needs no display: npm start -- --tour`, { cause: error });
  }
}
