/**
 * Measures three ways to show 5,000 rows in the real popup page: `npx tsx tests/bench/long-list.ts`, after
 * `npm run build`. Says seconds of work of the page's main thread, and what they are against a list with nothing in it.
 */
import 'temporal-polyfill/global';
import { openHoist } from '../browser/hoist.ts';
import { bundled } from './bundled.ts';
import { median } from './median.ts';

const rounds = 5;
const count = 5_000;
const variants = ['empty', 'contentVisibility', 'virtualCore', 'longList'] as const;
const parts = ['open', 'scroll', 'filter'] as const;

// The styles are the popup's, which is there already.
const script = await bundled('list-variants.tsx');
const hoist = await openHoist();
const seconds = new Map<string, number[]>();
for (let round = 0; round < rounds; round++) {
  for (const variant of variants) {
    const page = await hoist.chromium.openExtensionPage('src/popup/index.html');
    await page.setViewport({ width: 400, height: 600 });
    await page.evaluate(script);
    await page.evaluate(`globalThis.run = bench('${variant}', ${count})`);
    for (const part of parts) {
      const before = await page.metrics();
      await page.evaluate(`run.${part}()`);
      const after = await page.metrics();
      const name = `${variant} ${part}`;
      seconds.set(name, [...(seconds.get(name) ?? []), after.TaskDuration! - before.TaskDuration!]);
    }
    await page.close();
  }
}
await hoist.close();
for (const part of parts) {
  const base = median(seconds.get(`empty ${part}`)!);
  for (const variant of variants) {
    const own = median(seconds.get(`${variant} ${part}`)!);
    console.log(`${part} ${variant}: ${own.toFixed(3)} s, ${(own / base).toFixed(1)} times the empty list`);
  }
}
