/**
 * `npm test`: formatting, lint, types, unused code, the build, then the unit, contract and e2e tests. It goes on after
 * a failure, so that one run shows everything; its last line holds the sums, and it exits with 1 if anything failed.
 * `npm test -- --only unit,e2e` runs a part: any of checks, unit, contract, e2e; the first and the last also build.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBrowser } from './browser/ensure-browser.ts';
import { countVitest, sum, totalLine, type Counts } from './run-counts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const parts = ['checks', 'unit', 'contract', 'e2e'] as const;
type Part = (typeof parts)[number];

const checks: readonly (readonly [title: string, ...command: string[]])[] = [
  ['format', 'oxfmt', '--check'],
  ['lint', 'oxlint', '--type-aware'],
  ['types', 'tsc', '-p', '.'],
  ['unused code', 'knip'],
];

let running: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    running?.kill(signal);
    process.exit(1);
  });
}

const chosen = chooseParts();
const results: { title: string; counts: Counts }[] = [];

if (chosen.has('checks')) {
  for (const [title, ...command] of checks) await check(title, command);
}
if (chosen.has('checks') || chosen.has('e2e')) await check('build', ['npm', 'run', 'build']);
if (chosen.has('unit')) await vitest('unit');
if (chosen.has('contract')) await vitest('contract');
if (chosen.has('e2e')) {
  // Here, and not inside a test, because an installation takes longer than a test may.
  for (const kind of ['chromium', 'firefox'] as const) {
    const { problem } = ensureBrowser(kind);
    if (problem) console.error(problem);
  }
  await vitest('e2e');
}

console.log();
for (const { title, counts } of results)
  console.log(`${counts.failed > 0 ? '✗' : '✓'} ${title}: ${totalLine(counts)}`);
const total = sum(results.map(({ counts }) => counts));
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(totalLine(total));

function chooseParts(): Set<Part> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return new Set(parts);
  const named = values.only.split(',').map((name) => name.trim());
  const unknown = named.filter((name) => !parts.some((part) => part === name));
  if (unknown.length > 0) {
    console.error(`--only knows ${parts.join(', ')}; not ${unknown.join(', ')}.`);
    process.exit(2);
  }
  return new Set(parts.filter((part) => named.includes(part)));
}

async function check(title: string, command: readonly string[]): Promise<void> {
  heading(title);
  const passed = (await runCommand(command)) === 0;
  console.log(passed ? `✓ ${title}` : `✗ ${title} failed`);
  results.push({ title, counts: { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 } });
}

async function vitest(project: Part): Promise<void> {
  heading(`${project} tests`);
  const folder = await mkdtemp(join(tmpdir(), 'hoist-report-'));
  const file = join(folder, 'report.json');
  const command = `vitest run -c tests/vitest.config.ts --project ${project} --reporter=default --reporter=json`;
  const exitCode = await runCommand([...command.split(' '), `--outputFile.json=${file}`]);
  const report: unknown = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  await rm(folder, { recursive: true, force: true });
  const counts = countVitest({ project, report, exitCode });
  for (const problem of counts.problems) console.error(`✗ ${problem}`);
  results.push({ title: `${project} tests`, counts });
}

/** Runs one local tool with its output shown; resolves with its exit code, null if it was killed or not found. */
function runCommand([tool, ...args]: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    running = spawn(tool!, args, {
      cwd: root,
      stdio: 'inherit',
      // On Windows the tools are command scripts, which only a shell can start.
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
      },
    });
    running.on('error', (error) => {
      console.error(error.message);
      resolve(null);
    });
    running.on('exit', resolve);
  });
}

function heading(title: string): void {
  console.log(`\n── ${title} ──`);
}
