/** Fonts for names of other scripts and for emoji: without them a picture shows boxes where a person sees letters. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A character that only such a font has, and the package of Debian and Ubuntu that brings it. */
const wanted = [
  { name: 'CJK', character: '65e5', package: 'fonts-noto-cjk' },
  { name: 'emoji', character: '1f680', package: 'fonts-noto-color-emoji' },
  { name: 'Arabic', character: '0645', package: 'fonts-noto-core' },
] as const;

export type FontFinding =
  | { readonly state: 'installed'; readonly problem?: undefined }
  | { readonly state: 'missing' | 'unknown'; readonly problem: string };

/**
 * Sees to it that there are fonts for CJK and emoji: where this is Debian or Ubuntu and we are root, they are installed
 * from the distribution. It may take a minute and prints what it does.
 */
export function ensureFonts(): FontFinding {
  const missing = missingFonts();
  if (missing === undefined) {
    return {
      state: 'unknown',
      problem:
        'Whether there are fonts for CJK and emoji is not known here; without them the names show boxes.',
    };
  }
  if (missing.length === 0) return { state: 'installed' };
  const names = missing.map(({ name }) => name).join(' and ');
  const packages = missing.map((font) => font.package);
  const advice = `There is no font for ${names}: in these pictures such names show boxes. On Debian: apt-get install ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return { state: 'missing', problem: advice };
  console.log(`Installing fonts for ${names} with apt-get …`);
  const aptGet = (...command: string[]) =>
    spawnSync('apt-get', command, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  aptGet('-q', 'update');
  aptGet('-q', 'install', '-y', '--no-install-recommends', ...packages);
  return missingFonts()?.length === 0 ? { state: 'installed' } : { state: 'missing', problem: advice };
}

/** `undefined` where nobody can be asked: fontconfig is what the browsers of Linux ask. */
function missingFonts(): (typeof wanted)[number][] | undefined {
  const missing: (typeof wanted)[number][] = [];
  for (const font of wanted) {
    const { status, stdout } = spawnSync('fc-list', [`:charset=${font.character}`, 'family'], {
      encoding: 'utf8',
    });
    if (status !== 0) return undefined;
    if (stdout.trim() === '') missing.push(font);
  }
  return missing;
}
