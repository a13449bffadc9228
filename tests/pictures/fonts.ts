/** Fonts for names of other scripts and for emoji: without them a picture shows boxes where a person sees letters. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptGet, canInstall } from '../browser/apt-get.ts';

/** What only such a font has, and the package of Debian and Ubuntu that brings it. */
const wanted = [
  { name: 'CJK', character: '65e5', package: 'fonts-noto-cjk' },
  { name: 'emoji', character: '1f680', package: 'fonts-noto-color-emoji' },
  // Near to the portals' own face, which only Windows has.
  { name: 'Latin letters like the portals’', family: 'Open Sans', package: 'fonts-open-sans' },
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
  if (!canInstall()) return { state: 'missing', problem: advice };
  console.log(`Installing fonts for ${names} with apt-get …`);
  aptGet('-q', 'update');
  aptGet('-q', 'install', '-y', '--no-install-recommends', ...packages);
  return missingFonts()?.length === 0 ? { state: 'installed' } : { state: 'missing', problem: advice };
}

/** `undefined` where nobody can be asked: fontconfig is what the browsers of Linux ask. */
function missingFonts(): (typeof wanted)[number][] | undefined {
  const missing: (typeof wanted)[number][] = [];
  for (const font of wanted) {
    const pattern = 'family' in font ? font.family : `:charset=${font.character}`;
    const { status, stdout } = spawnSync('fc-list', [pattern, 'family'], { encoding: 'utf8' });
    if (status !== 0) return undefined;
    if (stdout.trim() === '') missing.push(font);
  }
  return missing;
}

const preference = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  ${['system-ui', 'sans-serif']
    .map(
      (family) =>
        `<match target="pattern"><test name="family"><string>${family}</string></test><edit name="family" mode="prepend" binding="strong"><string>Open Sans</string></edit></match>`,
    )
    .join('\n  ')}
</fontconfig>
`;

/** Has the browsers that are started from now on take the face that is nearest to the portals' for the system's own. */
export function preferPortalFace(): void {
  if (!existsSync('/etc/fonts/fonts.conf')) return;
  const file = join(mkdtempSync(join(tmpdir(), 'hoist-fonts-')), 'fonts.conf');
  writeFileSync(file, preference);
  process.env['FONTCONFIG_FILE'] = file;
}
