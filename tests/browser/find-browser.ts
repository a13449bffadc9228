import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export type BrowserKind = 'chromium' | 'firefox';

/** What finding a browser needs of a machine; a test passes its own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  isFile(file: string): boolean;
  /** The version that the executable states, as it states it; undefined where it cannot be asked. */
  versionOf(executable: string): string | undefined;
}

/** A browser to launch, or one sentence that says what is wrong and what to do about it. */
export type Finding =
  | { readonly executable: string; readonly problem?: undefined }
  | { readonly executable?: undefined; readonly problem: string };

interface Known {
  /** The oldest major version that runs the extension, as its manifest says. */
  readonly minimum: number;
  /** The environment variable that names an executable and overrules the search. */
  readonly variable: string;
  readonly title: string;
  readonly names: readonly string[];
  readonly macApps: readonly string[];
  readonly windowsPaths: readonly string[];
}

export const knownBrowsers: Record<BrowserKind, Known> = {
  chromium: {
    minimum: 148,
    variable: 'HOIST_BROWSER',
    title: 'Chromium, Chrome or Edge',
    names: [
      'chromium',
      'chromium-browser',
      'google-chrome-stable',
      'google-chrome',
      'chrome',
      'microsoft-edge-stable',
      'microsoft-edge',
      'msedge',
    ],
    macApps: ['Chromium', 'Google Chrome', 'Microsoft Edge'],
    windowsPaths: [
      String.raw`Google\Chrome\Application\chrome.exe`,
      String.raw`Microsoft\Edge\Application\msedge.exe`,
      String.raw`Chromium\Application\chrome.exe`,
    ],
  },
  firefox: {
    minimum: 142,
    variable: 'HOIST_FIREFOX',
    title: 'Firefox',
    names: ['firefox-esr', 'firefox'],
    macApps: ['Firefox'],
    windowsPaths: [String.raw`Mozilla Firefox\firefox.exe`],
  },
};

/**
 * Finds an installed browser that is new enough: the one that HOIST_BROWSER (or HOIST_FIREFOX) names and no other, or
 * else the first on PATH or in the usual places. A browser whose version cannot be asked is taken at its word; the
 * launcher looks again.
 */
export function findBrowser(kind: BrowserKind, machine: Machine = thisMachine): Finding {
  const { minimum, variable, title } = knownBrowsers[kind];
  const named = machine.env[variable];
  if (named) {
    if (!machine.isFile(named)) return { problem: `${variable} names ${named}, which is not a file.` };
    const version = machine.versionOf(named);
    if (!isTooOld(version, minimum)) return { executable: named };
    return { problem: `${variable} names ${named}, which is ${version}; Hoist needs ${minimum} or newer.` };
  }
  const tooOld: string[] = [];
  for (const executable of candidates(kind, machine)) {
    const version = machine.versionOf(executable);
    if (!isTooOld(version, minimum)) return { executable };
    tooOld.push(`${executable} is ${version}`);
  }
  const remedy = `install ${title} ${minimum} or newer, or name its executable in ${variable}`;
  return {
    problem:
      tooOld.length > 0
        ? `No ${title} here is new enough (${tooOld.join('; ')}): ${remedy}.`
        : `No ${title} was found: ${remedy}.`,
  };
}

/** Whether a stated version ("Chromium 156.0.8078.79 …", "firefox/153.7.0") is older than the major version given. */
export function isTooOld(version: string | undefined, minimum: number): boolean {
  const major = version?.match(/(\d+)\.\d/)?.[1];
  return major !== undefined && Number(major) < minimum;
}

function candidates(kind: BrowserKind, machine: Machine): string[] {
  const { names, macApps, windowsPaths } = knownBrowsers[kind];
  const { env, platform } = machine;
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const suffix = platform === 'win32' ? '.exe' : '';
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(paths.delimiter).filter(Boolean);
  const places = names.flatMap((name) => folders.map((folder) => paths.join(folder, name + suffix)));
  if (platform === 'win32') {
    const bases = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    for (const base of bases) if (base) places.push(...windowsPaths.map((file) => paths.join(base, file)));
  } else if (platform === 'darwin') {
    const bases = ['/Applications', ...(env['HOME'] ? [paths.join(env['HOME'], 'Applications')] : [])];
    for (const base of bases) {
      for (const app of macApps) {
        places.push(paths.join(base, `${app}.app`, 'Contents', 'MacOS', app === 'Firefox' ? 'firefox' : app));
      }
    }
  } else {
    const bases = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/opt/microsoft/msedge'];
    for (const base of bases) places.push(...names.map((name) => paths.join(base, name)));
  }
  return [...new Set(places)].filter((place) => machine.isFile(place));
}

const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false,
  versionOf(executable) {
    try {
      // chrome.exe --version opens a window instead of answering; its folder is named after the version.
      if (process.platform === 'win32' && !/firefox/i.test(executable)) {
        const versions = readdirSync(path.dirname(executable)).filter((name) => /^\d+(\.\d+){3}$/.test(name));
        return versions.sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))[0];
      }
      const output = execFileSync(executable, ['--version'], {
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 20_000,
      });
      return output.toString().trim();
    } catch {
      return undefined;
    }
  },
};
