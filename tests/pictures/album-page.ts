import { sections } from '../gallery/sections.ts';
import type { Picture } from './album.ts';

const headings: Readonly<Record<string, string>> = {
  real: 'The real pages: the production build against the embedded cloud',
  ...sections,
};

/** Under a picture that is neither the light nor the dark one. */
const captions: Readonly<Record<string, string>> = {
  forced: 'forced colours',
  reduced: 'less motion',
};

const style = `
html { scroll-padding-top: 16px; }
body { display: grid; grid-template-columns: 280px minmax(0, 1fr); gap: 32px; margin: 0; background: #eceef2; color: #16191f; font: 14px/20px system-ui, sans-serif; }
nav { position: sticky; top: 0; box-sizing: border-box; height: 100vh; overflow-y: auto; padding: 24px 0 24px 24px; }
nav ul { margin: 4px 0 12px; padding-inline-start: 20px; font-size: 12px; }
summary { padding: 2px 0; color: #5a6170; }
a { color: #1258cf; text-decoration: none; }
a:hover { text-decoration: underline; }
main { padding: 8px 24px 64px 0; }
h1 { font-size: 18px; }
h2 { margin: 40px 0 16px; padding-bottom: 8px; border-bottom: 1px solid #c9ced8; font-size: 18px; }
figure { margin: 0 0 40px; }
figcaption { margin-bottom: 8px; font-weight: 600; }
figcaption a { color: #5a6170; font-weight: 400; }
figure > div { display: flex; flex-wrap: wrap; align-items: start; gap: 16px; }
figure > div > a { max-width: min(100%, 640px); font-size: 12px; color: #5a6170; }
img { display: block; max-width: 100%; margin-bottom: 4px; border-radius: 6px; box-shadow: 0 1px 2px #0003, 0 4px 16px #0002; }
`;

interface State {
  /** Names it in the address: the file's name without what tells light from dark. */
  readonly id: string;
  readonly title: string;
  readonly ones: readonly Picture[];
}

/** A page without scripts: a section a page of Hoist, and what shows the same state side by side. */
export function albumPage(pictures: readonly Picture[]): string {
  const groups = grouped(pictures, ({ group }) => group).map(([group, members]) => ({
    group,
    heading: headings[group] ?? group,
    states: grouped(members, ({ title }) => title).map(([title, ones]) => ({
      id: ones[0]!.file.replace(/-[a-z]+\.png$/, ''),
      title,
      ones,
    })),
  }));
  const links = groups.map(
    ({ group, heading, states }) => `<details>
<summary><a href="#${escaped(group)}">${escaped(heading)}</a> ${states.length}</summary>
<ul>${states.map(({ id, title }) => `<li><a href="#${escaped(id)}">${escaped(title)}</a></li>`).join('')}</ul>
</details>`,
  );
  const parts = groups.map(
    ({ group, heading, states }) =>
      `<h2 id="${escaped(group)}">${escaped(heading)}</h2>\n${states.map(figure).join('\n')}`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hoist: pictures</title>
<style>${style}</style>
<nav aria-label="Pictures">
<h1>Hoist: ${pictures.length} pictures</h1>
${links.join('\n')}
</nav>
<main>
${parts.join('\n')}
</main>
</html>
`;
}

function figure({ id, title, ones }: State): string {
  const images = ones.map(({ file, scheme }) => {
    const caption = escaped(captions[scheme] ?? scheme);
    return `<a href="${escaped(file)}"><img src="${escaped(file)}" alt="${escaped(title)}, ${caption}" loading="lazy">${caption}</a>`;
  });
  return `<figure id="${escaped(id)}">
<figcaption>${escaped(title)} <a href="#${escaped(id)}">${escaped(id)}</a></figcaption>
<div>${images.join('')}</div>
</figure>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** `Map.groupBy`, which Node 20 does not have. */
function grouped(
  pictures: readonly Picture[],
  by: (picture: Picture) => string,
): (readonly [string, Picture[]])[] {
  const groups = new Map<string, Picture[]>();
  for (const picture of pictures) groups.set(by(picture), [...(groups.get(by(picture)) ?? []), picture]);
  return [...groups];
}
