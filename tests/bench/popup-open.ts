/**
 * Measures how fast the popup opens, against an empty popup of the same extension, and how fast it finds among
 * thousands of roles: `npm run build && npx tsx tests/bench/popup-open.ts [openings [build]]`. Prints tables for
 * docs/performance.md: medians of one run, in which all kinds are opened in turn.
 */
import 'temporal-polyfill/global';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyInput, Page } from 'puppeteer-core';
import { chromiumBuild, type Hoist, openHoist } from '../browser/hoist.ts';
import { until } from '../browser/until.ts';
import { bigTenant } from '../emulator/seeds/big-tenant.ts';
import { bundled } from './bundled.ts';
import { median } from './median.ts';
import type { Opening } from './popup-probe.ts';
import { areListsRead, type Items, readNow, storedRoles } from './stored-roles.ts';

const openings = Number(process.argv[2] ?? 11);
/** The folder of another build, to compare with. */
const buildFolder = process.argv[3] ?? chromiumBuild;
const typings = Math.ceil(openings / 2);
const popupPath = 'src/popup/index.html';
const emptyPath = 'src/popup/empty.html';
const everything = 100_000;
const counts = [0, 13, 300, everything];
const letters: readonly KeyInput[] = ['o', 'w', 'n', ' ', 'i', 't'] as never;

interface Numbers {
  readonly paint: number;
  readonly rows: number;
  readonly focus: number;
  readonly all: number;
  readonly work: number;
  readonly shift: number;
  /** Ms from the click until the browser shows the popup, and until the rows stand in it. */
  readonly shown: number;
  readonly clickToRows: number;
  /** MB of the JavaScript heap that are in use when the popup is quiet. */
  readonly heap: number;
}

/** The build, with the probe in its popup and an empty page beside it. */
async function copiedBuild(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hoist-bench-'));
  await cp(buildFolder, folder, { recursive: true });
  await writeFile(join(folder, 'probe.js'), await bundled('popup-probe.ts'));
  const popup = await readFile(join(folder, popupPath), 'utf8');
  await writeFile(
    join(folder, popupPath),
    popup.replace('<head>', '<head><script src="/probe.js"></script>'),
  );
  await writeFile(
    join(folder, emptyPath),
    '<!doctype html><html lang="en"><head><script src="/probe.js"></script><meta charset="utf-8" />' +
      '<title>Empty</title></head><body style="width:400px;height:600px"><h1>Empty</h1></body></html>',
  );
  return folder;
}

/** Writes items as the worker would; the browser has told of it when this is over. */
async function store(page: Page, items: Items): Promise<void> {
  await page.evaluate(async (written) => {
    const told = new Promise<void>((resolve) => {
      chrome.storage.local.onChanged.addListener((changes) => {
        if ('bench/written' in changes) resolve();
      });
    });
    // What is the same as before is no change, and nothing is told of it.
    await chrome.storage.local.set({ ...written, 'bench/written': crypto.randomUUID() });
    await told;
  }, items);
}

const quiet = async (page: Page): Promise<Opening> => {
  await until('the page to be quiet', () =>
    page.evaluate(() => window.opening.isQuiet && document.hasFocus()),
  );
  return page.evaluate(() => window.opening);
};

interface Tab {
  readonly page: Page;
  /** Ms of the processor that the page's main thread has taken: other programs do not count, as they do by the clock. */
  work(): Promise<number>;
  /** MB of the JavaScript heap that are in use, without what nobody holds any more. */
  heap(): Promise<number>;
}

async function openInTab(hoist: Hoist, path: string): Promise<Tab> {
  const page = await hoist.chromium.browser.newPage();
  const session = await page.createCDPSession();
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.setViewport({ width: 400, height: 600 });
  await page.bringToFront();
  await page.goto(`chrome-extension://${hoist.chromium.extensionId}/${path}`);
  return {
    page,
    async work() {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
    },
    async heap() {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
    },
  };
}

async function measure(hoist: Hoist, shelf: Page, path: string): Promise<Numbers> {
  const tab = await openInTab(hoist, path);
  const { paint = NaN, rows = NaN, focus = NaN, changed, shift } = await quiet(tab.page);
  const work = await tab.work();
  const heap = await tab.heap();
  await tab.page.close();
  // By the toolbar's button, as people do: from the click until the rows stand in the popup.
  await shelf.evaluate((popup) => chrome.action.setPopup({ popup }), path);
  const clickedAt = performance.timeOrigin + performance.now();
  const popup = await hoist.chromium.openPopup(hoist.tab);
  const real = await quiet(popup);
  await popup.close();
  const sinceClick = (at = NaN) => real.beganAt + at - clickedAt;
  const shown = sinceClick(real.visible);
  const clickToRows = sinceClick(real.rows ?? real.paint);
  return { paint, rows, focus, all: changed, work, shift, shown, clickToRows, heap };
}

interface Typing {
  /** Ms for each key in turn, and for clearing. */
  readonly took: readonly number[];
  /** MB in use after all that. */
  readonly heap: number;
}

async function type(hoist: Hoist, isAtOnce: boolean): Promise<Typing> {
  const { page, heap } = await openInTab(hoist, popupPath);
  // At once: the rows are there, and the browser has had no time to prepare anything.
  if (isAtOnce) await page.waitForSelector('[data-testid="part-azure"] [aria-setsize]');
  else await quiet(page);
  const keys: readonly KeyInput[] = [...letters, 'Escape'];
  for (const [index, key] of keys.entries()) {
    await page.keyboard.press(key);
    await until('the frame', () => page.evaluate((count) => window.opening.keys.length > count, index));
    await quiet(page);
    const [told, shown] = await page.evaluate(
      (at) => [window.opening.keys[at]!.shown, window.shownNow()],
      index,
    );
    if (told !== shown) console.warn(`After "${key}" the frame said ${told}, and later ${shown}.`);
  }
  const took = await page.evaluate(() => window.opening.keys.map((key) => key.took));
  const typing = { took, heap: await heap() };
  await page.close();
  return typing;
}

const mb = (value: number) => `${value.toFixed(1)} MB`;
const ms = (value: number) => (Number.isNaN(value) ? '' : `${value.toFixed(0)} ms`);
const row = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);

const folder = await copiedBuild();
const hoist = await openHoist({
  seed: bigTenant({ now: Date.now() }),
  browser: { extensionDir: folder },
});
try {
  await hoist.connect();
  await hoist.signIn();
  const patience = { timeoutMs: 120_000 };
  await hoist.chromium.storage.until('all lists to be read', areListsRead, patience);
  const all = await hoist.chromium.storage.read();
  const roles = await storedRoles(all, counts);
  const shelf = await hoist.chromium.openExtensionPage('manifest.json');
  const measured = new Map<string, Numbers[]>();
  const rowsOf = (count: number) => (count === everything ? 'all' : String(count));
  const put = (count: number) => store(shelf, readNow({ ...all, ...roles.get(count) }, Date.now()));
  for (let round = 0; round <= openings; round++) {
    for (const kind of ['empty', ...counts] as const) {
      if (kind !== 'empty') await put(kind);
      const numbers = await measure(hoist, shelf, kind === 'empty' ? emptyPath : popupPath);
      const name = kind === 'empty' ? kind : rowsOf(kind);
      // The first round fills the browser's own caches.
      if (round > 0) measured.set(name, [...(measured.get(name) ?? []), numbers]);
    }
  }
  const of = (name: string, member: keyof Numbers) =>
    median(measured.get(name)!.map((numbers) => numbers[member]));
  const heads = ['paint', 'focus', 'rows', 'all', 'work', 'shown', 'clickToRows'] as const;
  row(['popup', ...heads, 'layout shift', 'heap']);
  row(Array.from({ length: heads.length + 3 }, () => '---'));
  for (const name of measured.keys()) {
    const cells = heads.map((head) => {
      const own = of(name, head);
      const base = of('empty', head === 'focus' || head === 'rows' ? 'paint' : head);
      return name === 'empty' || Number.isNaN(own) ? ms(own) : `${ms(own)}, ${(own / base).toFixed(1)}`;
    });
    row([name, ...cells, of(name, 'shift').toFixed(4), mb(of(name, 'heap'))]);
  }

  await put(everything);
  const typed = { 'as soon as all rows are there': [] as Typing[], 'when it was quiet': [] as Typing[] };
  for (let round = 0; round < typings; round++) {
    typed['as soon as all rows are there'].push(await type(hoist, true));
    typed['when it was quiet'].push(await type(hoist, false));
  }
  const frame = of('empty', 'paint');
  console.log();
  row(['typed', ...letters.map((letter) => `"${letter}"`), 'cleared', 'heap']);
  row(Array.from({ length: letters.length + 3 }, () => '---'));
  for (const [when, pages] of Object.entries(typed)) {
    const cells = [...letters, 'cleared'].map((_, index) => median(pages.map(({ took }) => took[index]!)));
    const heap = median(pages.map((page) => page.heap));
    row([when, ...cells.map((own) => `${ms(own)}, ${(own / frame).toFixed(1)}`), mb(heap)]);
  }
  console.log(
    `\nMedians of ${openings} openings and ${typings} typings; second numbers: against the empty page's paint,`,
  );
  console.log('or against the same of the empty page.');
} finally {
  await hoist.close();
  await rm(folder, { recursive: true });
}
