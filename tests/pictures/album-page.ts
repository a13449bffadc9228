import type { Picture } from './album.ts';

/** A page without scripts: a heading a group, and what belongs together side by side. */
export function albumPage(pictures: readonly Picture[]): string {
  const groups = grouped(pictures, ({ group }) => group);
  const sections = [...groups].map(([group, members]) => {
    const titles = grouped(members, ({ title }) => title);
    const figures = [...titles].map(
      ([title, ones]) => `<figure>
<figcaption>${escaped(title)}</figcaption>
<div>${ones.map(({ file, scheme }) => `<a href="${escaped(file)}"><img src="${escaped(file)}" alt="${escaped(`${title}, ${scheme}`)}" loading="lazy"></a>`).join('')}</div>
</figure>`,
    );
    return `<h2 id="${escaped(group)}">${escaped(group)}</h2>\n${figures.join('\n')}`;
  });
  const links = [...groups.keys()].map((group) => `<a href="#${escaped(group)}">${escaped(group)}</a>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hoist: pictures</title>
<style>
body { margin: 0 auto; max-width: 1400px; padding: 24px; background: #eceef2; color: #16191f; font: 14px/20px system-ui, sans-serif; }
nav { position: sticky; top: 0; display: flex; gap: 16px; padding: 12px 0; background: #eceef2; }
figure { margin: 0 0 32px; }
figcaption { margin-bottom: 8px; font-weight: 600; }
figure > div { display: flex; flex-wrap: wrap; align-items: start; gap: 16px; }
img { display: block; max-width: 100%; border-radius: 6px; box-shadow: 0 1px 2px #0003, 0 4px 16px #0002; }
</style>
<h1>Hoist: ${pictures.length} pictures</h1>
<nav>${links.join('')}</nav>
${sections.join('\n')}
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** `Map.groupBy`, which Node 20 does not have. */
function grouped(pictures: readonly Picture[], by: (picture: Picture) => string): Map<string, Picture[]> {
  const groups = new Map<string, Picture[]>();
  for (const picture of pictures) groups.set(by(picture), [...(groups.get(by(picture)) ?? []), picture]);
  return groups;
}
