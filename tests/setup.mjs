/**
 * Starts a TypeScript entry of this project on a fresh clone: `node tests/setup.mjs tests/run.ts [arguments]`.
 * It checks the version of Node, installs what package-lock.json names where that is not installed yet, then runs
 * the entry with the local tsx and ends as the entry ends. Plain Node without dependencies, because it comes first.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [entry, ...entryArguments] = process.argv.slice(2);

if (!entry) stop('Name the TypeScript file to run: node tests/setup.mjs tests/run.ts [arguments]');
checkNode();
if (!isInstalled()) install();
run();

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

function readJson(...path) {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8'));
}

function checkNode() {
  const needed = readJson('package.json').engines.node.replace('>=', '');
  const [major, minor] = needed.split('.').map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  stop(
    `Hoist needs Node ${needed} or newer; this is Node ${process.versions.node}. See https://nodejs.org/.`,
  );
}

/**
 * Whether node_modules holds what the lock file names, by npm's own record of the last installation. Contents are
 * compared, not file times: a checkout touches the lock file without changing it. Packages for other systems are
 * optional and may be absent.
 */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  const installed = readJson('node_modules', '.package-lock.json').packages;
  const wanted = Object.entries(readJson('package-lock.json').packages).filter(([path]) => path !== '');
  return wanted.every(([path, { version, integrity, optional, devOptional }]) => {
    const found = installed[path];
    if (!found) return Boolean(optional || devOptional);
    return found.version === version && found.integrity === integrity;
  });
}

function install() {
  console.log('Installing the packages that package-lock.json names (npm ci) …');
  // npm is a script on Windows, which only a shell can start.
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) stop(`npm could not be started: ${error.message}`);
  if (status !== 0) stop('npm ci failed; its own words stand above.');
}

function run() {
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...entryArguments], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl+C to parent and child alike: passed on, it would count twice.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => stop(`${entry} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
